/**
 * tagfocus, tagignore, tagshow and taghide (internal/driver/driver_focus.go of pprof vendored in Go 1.26).
 *
 * `key=` limits a filter to a key. `32kb`, `:64kb`, `4mb:` and `12kb:64mb` are ranges of numbers; everything else
 * is regular expressions separated by commas: over `key:value`, where all must match something, or over the
 * values of the key, where one must.
 */
import { Uint32Builder } from '../../base/columns.ts';
import { selectSamples } from '../frame-stacks.ts';
import { LabelInterner } from '../label-sets.ts';
import { scale } from '../measurement.ts';
import type { Profile } from '../model.ts';
import { compileRegExp, type TextPattern } from '../re2/compile.ts';
import type { LabelValues, NumericUnits } from './label-sets.ts';

/** Whether a label set passes. */
export type TagTest = (labels: LabelValues) => boolean;

/** The test that an option stands for, or what is wrong with it. */
export function compileTagFilter(
  option: string,
  text: string,
  { units }: NumericUnits,
): { readonly test?: TagTest; readonly isRange?: boolean; readonly error?: string } {
  const at = text.indexOf('=');
  const key = at < 0 ? '' : text.slice(0, at);
  const value = text.slice(at + 1);
  const range = parseRange(value);
  if (range) {
    const inRange = (name: string, values: readonly number[]): boolean =>
      values.some((number) => range(number, units.get(name) ?? ''));
    return {
      isRange: true,
      test: ({ numbers }) => {
        if (key !== '') return inRange(key, numbers.get(key)?.values ?? []);
        return [...numbers].some(([name, label]) => inRange(name, label.values));
      },
    };
  }
  const patterns: TextPattern[] = [];
  for (const part of value.split(',')) {
    const { regExp, error } = compileRegExp(part);
    if (!regExp) return { error: `${option}: ${error}` };
    patterns.push(regExp);
  }
  if (key !== '') {
    return {
      test: ({ texts }) =>
        (texts.get(key) ?? []).some((label) => patterns.some((pattern) => pattern.test(label))),
    };
  }
  return {
    test: ({ texts }) =>
      patterns.every((pattern) =>
        [...texts].some(([name, labels]) =>
          labels.some((label) => pattern.test(`${name}:${label}`)),
        ),
      ),
  };
}

/** Samples that pass, and whether any was focused or ignored. */
export function filterByTag(
  profile: Profile,
  labelValues: readonly LabelValues[],
  focus: TagTest | null,
  ignore: TagTest | null,
): { readonly profile: Profile; readonly focused: boolean; readonly ignored: boolean } {
  const passes = new Uint8Array(labelValues.length);
  const found = new Uint8Array(profile.labels.length);
  for (const set of profile.samples.labelSet) found[set] = 1;
  let anyFocused = false;
  let anyIgnored = false;
  labelValues.forEach((labels, set) => {
    if (found[set] !== 1) return;
    const focused = focus?.(labels) ?? true;
    const ignored = ignore?.(labels) ?? false;
    anyFocused ||= focused;
    anyIgnored ||= ignored;
    passes[set] = focused && !ignored ? 1 : 0;
  });
  const { labelSet } = profile.samples;
  const samples = selectSamples(profile.samples, (sample) => passes[labelSet[sample] ?? 0] === 1);
  return { profile: { ...profile, samples }, focused: anyFocused, ignored: anyIgnored };
}

/** Label sets without the keys that `keeps` rejects. */
export function filterTagKeys(profile: Profile, keeps: (key: string) => boolean): Profile {
  const { labels, samples } = profile;
  const { strings } = labels;
  const kept = strings.map(keeps);
  const interner = new LabelInterner();
  const rows = { key: new Uint32Builder(), text: new Uint32Builder(), unit: new Uint32Builder() };
  const setOf = Uint32Array.from({ length: labels.length }, (_, set) => {
    const numbers: number[] = [];
    for (const column of [rows.key, rows.text, rows.unit]) column.length = 0;
    for (let row = labels.start[set] ?? 0; row < (labels.start[set + 1] ?? 0); row++) {
      if (!kept[labels.key[row] ?? 0]) continue;
      rows.key.push(labels.key[row] ?? 0);
      rows.text.push(labels.text[row] ?? 0);
      rows.unit.push(labels.unit[row] ?? 0);
      numbers.push(labels.number[row] ?? 0);
    }
    const list = {
      key: rows.key.take(),
      text: rows.text.take(),
      number: Float64Array.from(numbers),
      unit: rows.unit.take(),
    };
    return interner.intern(list, 0, numbers.length);
  });
  return {
    ...profile,
    labels: interner.take(strings),
    samples: { ...samples, labelSet: samples.labelSet.map((set) => setOf[set] ?? 0) },
  };
}

/** parseTagFilterRange: null for a text that is no range. */
function parseRange(text: string): ((value: number, unit: string) => boolean) | null {
  const [first, second] = [...text.matchAll(/([+-]?[0-9]+)([A-Za-z]+)?/g)];
  if (!first) return null;
  const low = scale(Number(first[1]), first[2] ?? '', first[2] ?? '');
  const within =
    (from: number, to: number) =>
    (value: number, unit: string): boolean => {
      const scaled = scale(value, unit, low.unit);
      return scaled.unit === low.unit && scaled.value >= from && scaled.value <= to;
    };
  if (!second) {
    if (text === first[0]) return within(low.value, low.value);
    if (text === `${first[0]}:`) return within(low.value, Infinity);
    if (text === `:${first[0]}`) return within(-Infinity, low.value);
    return null;
  }
  if (text !== `${first[0]}:${second[0]}`) return null;
  const high = scale(Number(second[1]), second[2] ?? '', low.unit);
  return high.unit === low.unit ? within(low.value, high.value) : null;
}
