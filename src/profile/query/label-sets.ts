import type { LabelTable, Profile } from '../model.ts';

/** A label set as pprof holds it: values by key, in the order of the file (profile.Sample). */
export interface LabelValues {
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly numbers: ReadonlyMap<string, NumericLabel>;
}

export interface NumericLabel {
  readonly values: readonly number[];
  /** As many as values, or none. */
  readonly units: readonly string[];
}

/** All label sets of a profile, each read once (profile/encode.go, postDecode). */
export function labelValuesOf(labels: LabelTable): readonly LabelValues[] {
  return Array.from({ length: labels.length }, (_, set) => readSet(labels, set));
}

function readSet(
  { start, key, text, number, unit, strings }: LabelTable,
  set: number,
): LabelValues {
  const texts = new Map<string, string[]>();
  const numbers = new Map<string, { values: number[]; units: string[] }>();
  const end = start[set + 1] ?? 0;
  for (let row = start[set] ?? 0; row < end; row++) {
    const name = strings[key[row] ?? 0] ?? '';
    const textIndex = text[row] ?? 0;
    if (textIndex !== 0) {
      const known = texts.get(name);
      if (known) known.push(strings[textIndex] ?? '');
      else texts.set(name, [strings[textIndex] ?? '']);
      continue;
    }
    let label = numbers.get(name);
    if (!label) numbers.set(name, (label = { values: [], units: [] }));
    const unitIndex = unit[row] ?? 0;
    if (unitIndex !== 0) {
      padTo(label.units, label.values.length);
      label.units.push(strings[unitIndex] ?? '');
    }
    label.values.push(number[row] ?? 0);
  }
  for (const { values, units } of numbers.values())
    if (units.length > 0) padTo(units, values.length);
  return { texts, numbers };
}

function padTo(units: string[], length: number): void {
  while (units.length < length) units.push('');
}

export interface NumericUnits {
  /** Unit per key: the first one that occurs, else one that goes with the key. */
  readonly units: ReadonlyMap<string, string>;
  /** Further units of a key, which do not count, sorted. */
  readonly ignored: ReadonlyMap<string, readonly string[]>;
}

/** profile.NumLabelUnits. */
export function numericUnitsOf(
  { samples }: Profile,
  labelValues: readonly LabelValues[],
): NumericUnits {
  const units = new Map<string, string>();
  const ignored = new Map<string, Set<string>>();
  const keys = new Set<string>();
  const seen = new Uint8Array(labelValues.length);
  for (const set of samples.labelSet) {
    if (seen[set] === 1) continue;
    seen[set] = 1;
    for (const [key, label] of labelValues[set]?.numbers ?? []) {
      keys.add(key);
      for (const unit of label.units) {
        if (unit === '') continue;
        const wanted = units.get(key);
        if (wanted === undefined) units.set(key, unit);
        else if (wanted !== unit) ignored.set(key, (ignored.get(key) ?? new Set()).add(unit));
      }
    }
  }
  for (const key of keys) {
    if (units.has(key)) continue;
    units.set(key, key === 'alignment' || key === 'request' ? 'bytes' : key);
  }
  return {
    units,
    ignored: new Map([...ignored].map(([key, others]) => [key, [...others].sort()])),
  };
}
