import { assertNever } from '../base/assert.ts';
import {
  type AppliedQuery,
  csvTable,
  flameSvg,
  foldedStacks,
  type ProfileQuery,
  resolveQuery,
  speedscopeJson,
  stackValues,
} from '../profile/index.ts';
import type { ProfileCommand } from './profile-options.ts';

const EXPORTS = ['folded', 'speedscope', 'csv', 'flame'] as const;
export type ExportCommand = (typeof EXPORTS)[number];

export function isExport(command: ProfileCommand): command is ExportCommand {
  return EXPORTS.some((name) => name === command);
}

/** The filtered profile in another format, line by line. */
export function exportLines(
  command: ExportCommand,
  applied: AppliedQuery,
  query: ProfileQuery,
): Iterable<string> {
  const { profile } = resolveQuery(applied, query);
  const values = stackValues(profile, query.sampleType);
  const title = profile.sampleTypes[query.sampleType]?.type ?? '';
  switch (command) {
    case 'folded':
      return foldedStacks(profile, values);
    case 'speedscope':
      return speedscopeJson(profile, values, title);
    case 'csv':
      return csvTable(profile, values);
    case 'flame':
      return flameSvg(profile, values, { title, width: 1200, maxRows: 200 });
    default:
      return assertNever(command);
  }
}
