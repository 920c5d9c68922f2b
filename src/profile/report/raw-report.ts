/** The whole profile as text (profile.String of pprof vendored in Go 1.26). */
import { compareText } from '../compare-text.ts';
import { addressOf, type Mapping, type Profile } from '../model.ts';
import { type LabelValues, labelValuesOf } from '../query/label-sets.ts';
import { reportNames } from '../report-names.ts';
import { goDuration } from './go-duration.ts';
import type { Report } from './report.ts';

/** Lines of `pprof -raw`, one by one. */
export function* rawReport(
  { profile, query }: Report,
  time: (nanos: bigint) => string | null,
): Iterable<string> {
  for (const comment of profile.comments) yield `Comment: ${comment}`;
  if (profile.docUrl !== '') yield `Doc: ${profile.docUrl}`;
  yield `PeriodType: ${profile.periodType.type} ${profile.periodType.unit}`;
  yield `Period: ${profile.period}`;
  const written = profile.timeNanos === 0n ? null : time(profile.timeNanos);
  if (written !== null) yield `Time: ${written}`;
  if (profile.durationNanos !== 0) {
    yield `Duration: ${goDuration(profile.durationNanos).slice(0, 4)}`;
  }
  yield 'Samples:';
  yield profile.sampleTypes
    .map(({ type, unit }) => {
      return `${type}/${unit}${type === profile.defaultSampleTypeName ? '[dflt]' : ''}`;
    })
    .join(' ')
    .trim();
  yield* sampleLines(profile);
  yield 'Locations';
  const names = query.simplifyNames ? reportNames(profile.symbols) : profile.symbols.names;
  for (let location = 0; location < profile.locations.length; location++) {
    yield* locationLines(profile, names, location);
  }
  yield 'Mappings';
  for (const mapping of profile.mappings) yield mappingLine(mapping);
}

function* sampleLines({ samples, stacks, frames, locations, labels }: Profile): Iterable<string> {
  const labelTexts = labelValuesOf(labels).map(labelLines);
  for (let sample = 0; sample < samples.length; sample++) {
    let line = samples.values
      .map((column) => ` ${String(column[sample] ?? 0).padStart(10)}`)
      .join('');
    line += ': ';
    const stack = samples.stack[sample] ?? 0;
    const to = stacks.start[stack + 1] ?? 0;
    for (let k = stacks.start[stack] ?? 0; k < to; k++) {
      const frame = stacks.frame[k] ?? 0;
      if (frames.inlined[frame] === 1) continue;
      line += `${locations.id[frames.location[frame] ?? 0]} `;
    }
    yield line;
    yield* labelTexts[samples.labelSet[sample] ?? 0] ?? [];
  }
}

function labelLines({ texts, numbers }: LabelValues): string[] {
  const head = ' '.repeat(16);
  const lines: string[] = [];
  const textLabels = [...texts].map(([key, values]) => `${key}:[${values.join(' ')}]`);
  if (textLabels.length > 0) lines.push(head + textLabels.sort(compareText).join(' '));
  const numberLabels = [...numbers].map(([key, { values, units }]) => {
    const list = values.map((value, k) => (units.length > 0 ? `${value} ${units[k]}` : `${value}`));
    return `${key}:[${list.join(' ')}]`;
  });
  if (numberLabels.length > 0) lines.push(head + numberLabels.sort(compareText).join(' '));
  return lines;
}

function* locationLines(
  { locations, frames, places, symbols, files, mappings }: Profile,
  names: readonly string[],
  location: number,
): Iterable<string> {
  const id = String(locations.id[location] ?? 0).padStart(6);
  let head = `${id}: 0x${addressOf(locations, location).toString(16)} `;
  const mapping = mappings[locations.mapping[location] ?? -1];
  if (mapping) head += `M=${mapping.id} `;
  if (locations.folded[location] === 1) head += '[F] ';
  const from = locations.frameStart[location] ?? 0;
  const to = locations.frameStart[location + 1] ?? 0;
  if (from === to) yield head;
  for (let frame = from; frame < to; frame++) {
    const symbol = frames.symbol[frame] ?? -1;
    if (symbol < 0) {
      // A lone frame without a function stands for a location without lines.
      yield to - from === 1 ? head : `${head}??`;
    } else {
      const name = names[symbol] ?? '';
      const systemName = symbols.systemNames[symbol] ?? '';
      const line = places.line[frames.place[frame] ?? 0] ?? 0;
      const column = frames.column[frame] ?? 0;
      const file = files[symbols.file[symbol] ?? 0] ?? '';
      const other = name === systemName ? '' : `(${systemName})`;
      yield `${head}${name} ${file}:${line}:${column} s=${symbols.startLine[symbol]}${other}`;
    }
    head = ' '.repeat(13);
  }
}

function mappingLine({ id, start, limit, fileOffset, file, buildId, has }: Mapping): string {
  const marks =
    (has.functions ? '[FN]' : '') +
    (has.files ? '[FL]' : '') +
    (has.lines ? '[LN]' : '') +
    (has.inlines ? '[IN]' : '');
  const range = [start, limit, fileOffset].map((address) => `0x${address.toString(16)}`).join('/');
  return `${id}: ${range} ${file} ${buildId} ${marks}`;
}
