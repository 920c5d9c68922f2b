import { rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { assertNever } from '../../base/assert.ts';
import { messageOf, UserError } from '../../base/user-error.ts';
import {
  applyQuery,
  compileRegExp,
  csvTable,
  encodeProfile,
  flameSvg,
  foldedStacks,
  newReport,
  reportLines,
  speedscopeJson,
} from '../../profile/index.ts';
import type { ExportQuery, ReportQuery } from '../../protocol/profile-export.ts';
import { filterQuery } from '../filter/filter-query.ts';
import { quoted } from '../filter/parse-term.ts';
import type { ProfileSession } from '../profile-session.ts';
import { sampleTypeTitle } from '../sample-type-title.ts';

const SVG_WIDTH = 1200;
const SVG_ROWS = 200;

/**
 * Writes what the filter left; `functions` is the same with functions for frames. Throws a UserError when the file
 * cannot be written.
 */
export async function exportProfile(
  view: ProfileSession,
  functions: ProfileSession,
  query: ExportQuery,
): Promise<null> {
  const { path } = query;
  try {
    await writeFile(path, await contentOf(view, functions, query));
  } catch (error) {
    // Half a file would look like a whole one.
    await rm(path, { force: true });
    throw new UserError('unwritable', `${path} cannot be written: ${messageOf(error)}`);
  }
  return null;
}

async function contentOf(
  view: ProfileSession,
  functions: ProfileSession,
  { format, sampleType, filter }: ExportQuery,
): Promise<Uint8Array | Iterable<string>> {
  const { values } = view.figures(sampleType);
  const type = sampleTypeTitle(view.profile.sampleTypes[sampleType]?.type ?? '');
  const words = (filter ?? []).map(({ word, value }) => (value === '' ? word : `${word}=${value}`));
  const title = [view.name, type, ...words].join(' · ');
  switch (format) {
    case 'svg':
      return flameSvg(view.profile, values, { title, width: SVG_WIDTH, maxRows: SVG_ROWS });
    case 'speedscope':
      return speedscopeJson(view.profile, values, view.name);
    case 'folded':
      return ended(foldedStacks(view.profile, values));
    case 'csv':
      return ended(csvTable(view.profile, values));
    case 'pprof': {
      // Frames stay what they are: other granularities have no place in the format.
      return promisify(gzip)(encodeProfile(functions.profile, { ratio: 1, simplifyNames: true }));
    }
    default:
      return assertNever(format);
  }
}

function* ended(lines: Iterable<string>): Iterable<string> {
  for (const line of lines) yield `${line}\n`;
}

/** A report as pprof prints it. */
export function profileReport(
  session: ProfileSession,
  { report, functionName, sampleType, filter = [] }: ReportQuery,
): string {
  const query = {
    ...filterQuery(filter),
    sampleType,
    relativePercentages: filter.some(({ word }) => word === 'relative_percentages'),
  };
  const applied = applyQuery(session.profile, query, session.token);
  const made = { ...newReport(applied, query, report, session.token), format: report };
  const pattern = compileRegExp(`^${quoted(functionName)}$`).regExp ?? null;
  const lines = reportLines(made, {
    pattern: report === 'peek' ? pattern : null,
    readSource: () => ({ error: 'not read' }),
    time: (nanos) => new Date(Number(nanos / 1_000_000n)).toISOString(),
  });
  return [...(lines ?? [`no function ${functionName}`]), ''].join('\n');
}
