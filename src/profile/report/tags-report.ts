import { compareText } from '../compare-text.ts';
import { percentage, scaledLabel } from '../measurement.ts';
import { labelValuesOf } from '../query/label-sets.ts';
import { formatValue, type Report } from './report.ts';
import { alignColumns } from './text-columns.ts';

/** A label key with what its values sum to. */
export interface TagKey {
  readonly key: string;
  readonly total: number;
  /** Widest first, then by text. */
  readonly values: readonly { readonly text: string; readonly value: number }[];
}

/** Values of the samples by label, keys by name (report.printTags). */
export function tagTotals(report: Report): TagKey[] {
  const { profile, query, numericUnits } = report;
  const bySet = new Float64Array(profile.labels.length);
  const column = profile.samples.values[query.sampleType] ?? [];
  const present = new Uint8Array(profile.labels.length);
  for (let sample = 0; sample < profile.samples.length; sample++) {
    const set = profile.samples.labelSet[sample] ?? 0;
    present[set] = 1;
    bySet[set] = (bySet[set] ?? 0) + (column[sample] ?? 0);
  }
  const keys = new Map<string, Map<string, number>>();
  const add = (key: string, text: string, value: number): void => {
    let values = keys.get(key);
    if (!values) keys.set(key, (values = new Map()));
    values.set(text, (values.get(text) ?? 0) + value);
  };
  labelValuesOf(profile.labels).forEach(({ texts, numbers }, set) => {
    if (present[set] !== 1) return;
    const value = bySet[set] ?? 0;
    for (const [key, list] of texts) for (const text of list) add(key, text, value);
    for (const [key, label] of numbers) {
      const unit = numericUnits.get(key) ?? '';
      for (const number of label.values) add(key, scaledLabel(number, unit, query.unit), value);
    }
  });
  return [...keys]
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, values]) => ({ key, ...totalsOf(values) }));
}

function totalsOf(values: ReadonlyMap<string, number>): Pick<TagKey, 'total' | 'values'> {
  let total = 0;
  for (const value of values.values()) total += value;
  const list = [...values].map(([text, value]) => ({ text, value }));
  list.sort((a, b) =>
    a.value === b.value
      ? compareText(a.text, b.text)
      : Math.abs(b.value) - Math.abs(a.value) || compareText(a.text, b.text),
  );
  return { total, values: list };
}

/** Text of `pprof -tags`. */
export function tagsReport(report: Report): string {
  const { total } = report;
  const share = (value: number): string => (total > 0 ? ` (${percentage(value, total)})` : '');
  const format = (value: number): string => formatValue(report, value);
  let text = '';
  for (const { key, total: keyTotal, values } of tagTotals(report)) {
    text += `${key}:\t Total ${format(keyTotal)} of ${format(total)}${share(keyTotal)}\n`;
    for (const tag of values) text += ` \t${format(tag.value)}${share(tag.value)}:\t ${tag.text}\n`;
    text += '\n';
  }
  return alignColumns(text);
}
