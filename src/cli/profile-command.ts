import { gzipSync } from 'node:zlib';
import {
  applyQuery,
  compileRegExp,
  encodeProfile,
  newReport,
  type Profile,
  type ProfileQuery,
  type ReportFormat,
  reportLines,
  sampleTypeIndex,
} from '../profile/index.ts';
import { type ExportCommand, exportLines, isExport } from './export-lines.ts';
import { loadProfiles } from './load-profiles.ts';
import type { ProfileCommand, ProfileOptions } from './profile-options.ts';
import { writeTopJson } from './top-json.ts';
import { sourceReader } from './source-reader.ts';
import {
  ChunkedWriter,
  EXIT_FAILED,
  EXIT_OK,
  EXIT_USAGE,
  save,
  type Terminal,
} from './terminal.ts';

const FORMATS: Readonly<Record<Exclude<ProfileCommand, ExportCommand>, ReportFormat>> = {
  top: 'text',
  text: 'text',
  tree: 'tree',
  peek: 'peek',
  list: 'list',
  traces: 'traces',
  tags: 'tags',
  callgrind: 'callgrind',
  dot: 'dot',
  raw: 'raw',
  proto: 'proto',
};

/** Prints a report of profiles as `go tool pprof` does; `-json` prints the functions of top as data. */
export async function profileCommand(options: ProfileOptions, terminal: Terminal): Promise<number> {
  const profile = await loadProfiles(options, terminal);
  if (profile.sampleTypes.length === 0) return EXIT_FAILED;
  const sampleType = sampleTypeIndex(profile, options.sampleIndex);
  if (sampleType < 0) {
    const known = profile.sampleTypes.map(({ type }) => type).join(', ');
    terminal.complain(`there is no sample type ${options.sampleIndex}; the profile has ${known}`);
    return EXIT_USAGE;
  }
  const query = { ...options.query, sampleType };
  if (options.json) {
    await writeTopJson(profile, sampleType, terminal);
    return EXIT_OK;
  }
  return await writeReport(profile, query, options, terminal);
}

async function writeReport(
  profile: Profile,
  query: ProfileQuery,
  { command, pattern: wanted, output }: ProfileOptions,
  terminal: Terminal,
): Promise<number> {
  const applied = applyQuery(profile, query);
  for (const warning of applied.warnings) terminal.complain(warning);
  const compiled = wanted === '' ? null : compileRegExp(wanted);
  const error = applied.error ?? compiled?.error ?? null;
  if (error !== null) {
    terminal.complain(error);
    return EXIT_USAGE;
  }
  if (isExport(command)) {
    await writeLines(exportLines(command, applied, query), output, terminal);
    return EXIT_OK;
  }
  const format = FORMATS[command];
  if (format === 'proto') {
    const bytes = encodeProfile(applied.profile, {
      ratio: 1 / query.divideBy,
      simplifyNames: query.simplifyNames,
    });
    const packed = gzipSync(bytes);
    await (output === '' ? terminal.writeBytes(packed) : save(output, packed, terminal));
    return EXIT_OK;
  }
  const lines = reportLines(
    { ...newReport(applied, query, format), format },
    {
      pattern: compiled?.regExp ?? null,
      readSource: sourceReader(query, terminal),
      time: localTime,
    },
  );
  if (!lines) {
    terminal.complain(`no function matches ${wanted}`);
    return EXIT_FAILED;
  }
  await writeLines(lines, output, terminal);
  return EXIT_OK;
}

async function writeLines(
  lines: Iterable<string>,
  output: string,
  terminal: Terminal,
): Promise<void> {
  if (output !== '') {
    await save(output, new TextEncoder().encode(`${[...lines].join('\n')}\n`), terminal);
    return;
  }
  const out = new ChunkedWriter(terminal);
  for (const line of lines) await out.add(`${line}\n`);
  await out.end();
}

/** `2026-11-22 14:28:00 UTC`, in the zone of this machine. */
function localTime(nanos: bigint): string {
  const date = new Date(Number(nanos / 1_000_000n));
  const part = (value: number, size = 2): string => String(value).padStart(size, '0');
  const day = [part(date.getFullYear(), 4), part(date.getMonth() + 1), part(date.getDate())];
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((value) => part(value));
  return `${day.join('-')} ${clock.join(':')} ${zoneOf(date)}`.trimEnd();
}

/** `UTC`, `CET`. */
function zoneOf(date: Date): string {
  // Formats are loaded in 15 ms: a tenth of what a small profile takes, and most servers are in this zone.
  if (date.toString().endsWith('(Coordinated Universal Time)')) return 'UTC';
  const zone = new Intl.DateTimeFormat('en', { timeZoneName: 'short' })
    .formatToParts(date)
    .find(({ type }) => type === 'timeZoneName');
  return zone?.value ?? '';
}
