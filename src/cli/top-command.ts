import {
  parseProfile,
  type Profile,
  stackValues,
  type StackValues,
  textReport,
  topOf,
  topOrder,
} from '../profile/index.ts';
import { readInput } from './input-file.ts';
import { ChunkedWriter, EXIT_FAILED, EXIT_OK, EXIT_USAGE, type Terminal } from './terminal.ts';

export interface TopOptions {
  readonly file: string;
  /** Name or index of a sample type; null for the profile's default. */
  readonly sampleType: string | null;
  readonly json: boolean;
}

/** Functions by flat value: as `go tool pprof -top -nodecount=0` prints them, or all of them as JSON. */
export async function topCommand(options: TopOptions, terminal: Terminal): Promise<number> {
  const input = await readInput(options.file, terminal);
  const { value: profile, problems } = parseProfile(input.bytes);
  for (const { message } of [...input.problems, ...problems]) {
    terminal.complain(`${options.file}: ${message}`);
  }
  if (profile.sampleTypes.length === 0) return EXIT_FAILED;
  const sampleType = sampleTypeIndex(profile, options.sampleType);
  if (sampleType < 0) {
    const known = profile.sampleTypes.map(({ type }) => type).join(', ');
    terminal.complain(`there is no sample type ${options.sampleType}; the profile has ${known}`);
    return EXIT_USAGE;
  }
  const values = stackValues(profile, sampleType);
  if (options.json) await writeJson(profile, values, terminal);
  else {
    const { header, table } = textReport(profile, values);
    await terminal.write(`${[...header, ...table].join('\n')}\n`);
  }
  return EXIT_OK;
}

/** As pprof's -sample_index: a number, a type, or an old name with `inuse_` (profile/index.go); -1 for none. */
function sampleTypeIndex(
  { sampleTypes, defaultSampleType }: Profile,
  wanted: string | null,
): number {
  if (wanted === null || wanted === '') return defaultSampleType;
  if (/^\d+$/.test(wanted)) return Number(wanted) < sampleTypes.length ? Number(wanted) : -1;
  const old = wanted.replace(/^inuse_/, '');
  return sampleTypes.findIndex(({ type }) => type === wanted || type === old);
}

async function writeJson(profile: Profile, values: StackValues, terminal: Terminal): Promise<void> {
  const { names, file } = profile.functions;
  const top = topOf(profile, values);
  const type = profile.sampleTypes[values.sampleType];
  const head = {
    sampleType: type?.type ?? '',
    unit: type?.unit ?? '',
    total: values.absoluteTotal,
  };
  const out = new ChunkedWriter(terminal);
  await out.add(`${JSON.stringify(head).slice(0, -1)},"rows":[`);
  let separator = '\n';
  for (const row of topOrder(profile, top)) {
    const flat = top.flat[row] ?? 0;
    const cum = top.cum[row] ?? 0;
    // Values that cancel each other out leave no row in pprof either.
    if (flat === 0 && cum === 0) continue;
    const path = profile.files[file[row] ?? 0] ?? '';
    await out.add(separator + JSON.stringify({ function: names[row], file: path, flat, cum }));
    separator = ',\n';
  }
  await out.add('\n]}\n');
  await out.end();
}
