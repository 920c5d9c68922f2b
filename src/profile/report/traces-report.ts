import { nodeKeysOf } from '../graph/node-keys.ts';
import { scaledLabel } from '../measurement.ts';
import { compareText } from '../compare-text.ts';
import { type LabelValues, labelValuesOf } from '../query/label-sets.ts';
import { formatValue, profileLabels, type Report } from './report.ts';

const SEPARATOR = '-----------+-------------------------------------------------------';

/** Lines of `pprof -traces`: each sample with its labels and its stack (report.printTraces), one by one. */
export function* tracesReport(
  report: Report,
  time: (nanos: bigint) => string | null,
): Iterable<string> {
  const { profile, query } = report;
  const { samples, stacks, frames } = profile;
  yield* profileLabels(report, time);
  const keys = nodeKeysOf(profile, {
    ...query,
    binaryNames: false,
    trimsFiles: false,
  });
  const labels = labelValuesOf(profile.labels).map((values) => labelLines(values, report));
  const column = samples.values[query.sampleType];
  const counts = query.mean ? samples.values[0] : undefined;
  for (let sample = 0; sample < samples.length; sample++) {
    const stack = samples.stack[sample] ?? 0;
    const from = stacks.start[stack] ?? 0;
    const to = stacks.start[stack + 1] ?? 0;
    if (from === to) continue;
    yield SEPARATOR;
    yield* labels[samples.labelSet[sample] ?? 0] ?? [];
    const count = counts?.[sample] ?? 0;
    const value = column?.[sample] ?? 0;
    const shown = count === 0 ? value : (value - (value % count)) / count;
    let figure = formatValue(report, shown);
    for (let k = from; k < to; k++) {
      const frame = stacks.frame[k] ?? 0;
      const inline = frames.inlined[frame] === 1 ? ' (inline)' : '';
      yield `${figure.padStart(10)}   ${keys.printableName(keys.nodeOf[frame] ?? 0)}${inline}`;
      figure = '';
    }
  }
  yield SEPARATOR;
}

function labelLines({ texts, numbers }: LabelValues, { numericUnits }: Report): string[] {
  const line = (key: string, values: readonly string[]): string =>
    `${key.padStart(10)}:  ${values.join(' ')}`;
  const textLines = [...texts].map(([key, values]) => line(key, values));
  const numberLines = [...numbers].map(([key, { values }]) => {
    const unit = numericUnits.get(key) ?? '';
    return line(
      key,
      values.map((value) => scaledLabel(value, unit, 'auto')),
    );
  });
  return [...textLines.sort(compareText), ...numberLines.sort(compareText)];
}
