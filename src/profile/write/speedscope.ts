import type { Profile } from '../model.ts';
import type { StackValues } from '../stack-values.ts';

/** Units that speedscope knows by name; others go as plain numbers. */
const UNITS: ReadonlySet<string> = new Set([
  'nanoseconds',
  'microseconds',
  'milliseconds',
  'seconds',
  'bytes',
]);

/** The stacks in the file format of speedscope, as parts of one JSON text. */
export function* speedscopeJson(
  { stacks, frames, functions, files, sampleTypes }: Profile,
  { value, magnitude, sampleType }: StackValues,
  name: string,
): Iterable<string> {
  const type = sampleTypes[sampleType];
  const unit = UNITS.has(type?.unit ?? '') ? type?.unit : 'none';
  const shown = functions.names.map((text, row) => {
    const file = files[functions.file[row] ?? 0] ?? '';
    return file === '' ? { name: text } : { name: text, file, line: functions.startLine[row] };
  });
  const schema = 'https://www.speedscope.app/file-format-schema.json';
  yield `{"$schema":${JSON.stringify(schema)},"exporter":"delvescope","name":${JSON.stringify(name)},`;
  yield `"shared":{"frames":${JSON.stringify(shown)}},"profiles":[{"type":"sampled",`;
  yield `"name":${JSON.stringify(type?.type ?? '')},"unit":"${unit}","startValue":0,"samples":[`;
  const weights: number[] = [];
  let end = 0;
  for (let stack = 0; stack < stacks.length; stack++) {
    const weight = value[stack] ?? 0;
    // A timeline cannot go back: what a difference lost is not on it.
    if (magnitude[stack] === 0 || weight <= 0) continue;
    const rows: number[] = [];
    for (let k = (stacks.start[stack + 1] ?? 0) - 1; k >= (stacks.start[stack] ?? 0); k--) {
      rows.push(frames.function[stacks.frame[k] ?? 0] ?? 0);
    }
    yield `${weights.length === 0 ? '' : ','}[${rows.join()}]`;
    weights.push(weight);
    end += weight;
  }
  yield `],"weights":[${weights.join()}],"endValue":${end}}]}\n`;
}
