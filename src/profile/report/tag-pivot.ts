/** Labels against each other and against a function: the values of `pprof -tags`, split into columns. */
import { compareText } from '../compare-text.ts';
import { scaledLabel } from '../measurement.ts';
import type { Profile } from '../model.ts';
import { type LabelValues, labelValuesOf } from '../query/label-sets.ts';
import type { Report } from './report.ts';

export interface TagPivot {
  /** By name. */
  readonly keys: readonly PivotKey[];
  /** Values of the key that splits, widest first, as many as were asked for. */
  readonly columns: readonly string[];
}

export interface PivotKey {
  readonly key: string;
  readonly total: number;
  /** Widest first, then by text. */
  readonly values: readonly PivotValue[];
}

export interface PivotValue {
  readonly text: string;
  readonly value: number;
  /** Of the samples with this value, those that end in the function and those that have it. */
  readonly flat: number;
  readonly cum: number;
  /** Per column. */
  readonly split: readonly number[];
  /** The range of the numbers that are written like this, in `unit`; null for a text. */
  readonly numbers: { readonly least: number; readonly most: number; readonly unit: string } | null;
}

export interface TagPivotOptions {
  /** Row of the functions of the profile; null for none. */
  readonly function: number | null;
  /** The key whose values are the columns; null for none. */
  readonly splitBy: string | null;
  /** So many of the widest, or these. */
  readonly columns: number | readonly string[];
}

export function tagPivot(report: Report, options: TagPivotOptions): TagPivot {
  const { profile } = report;
  const sums = setSums(profile, report.query.sampleType, options.function);
  const sets = labelValuesOf(profile.labels).map((labels) => writtenLabels(labels, report));
  const columns = columnsOf(sets, sums, options);
  const keys = new Map<string, Map<string, Growing>>();
  sets.forEach((labels, set) => {
    if (sums.present[set] !== 1) return;
    const own = columns.map((column) => has(labels, options.splitBy, column));
    for (const label of labels) {
      let values = keys.get(label.key);
      if (!values) keys.set(label.key, (values = new Map()));
      let value = values.get(label.text);
      if (!value) values.set(label.text, (value = emptyValue(label, columns.length)));
      addSet(value, label, sums, set, own);
    }
  });
  const sorted = [...keys].sort(([a], [b]) => compareText(a, b));
  return { keys: sorted.map(([key, values]) => ({ key, ...listOf(values) })), columns };
}

/** What the samples of each label set sum to. */
interface SetSums {
  readonly present: Uint8Array;
  readonly all: Float64Array;
  readonly flat: Float64Array;
  readonly cum: Float64Array;
}

interface WrittenLabel {
  readonly key: string;
  readonly text: string;
  /** Null for a text. */
  readonly number: number | null;
  readonly unit: string;
}

interface Growing {
  readonly text: string;
  value: number;
  flat: number;
  cum: number;
  readonly split: number[];
  numbers: { readonly least: number; readonly most: number; readonly unit: string } | null;
}

const HAS_FUNCTION = 1;
const ENDS_IN_FUNCTION = 2;

function setSums(profile: Profile, sampleType: number, row: number | null): SetSums {
  const { samples, labels } = profile;
  const marks = row === null ? null : stackMarks(profile, row);
  const column = samples.values[sampleType] ?? new Float64Array(0);
  const sums = {
    present: new Uint8Array(labels.length),
    all: new Float64Array(labels.length),
    flat: new Float64Array(labels.length),
    cum: new Float64Array(labels.length),
  };
  for (let sample = 0; sample < samples.length; sample++) {
    const set = samples.labelSet[sample] ?? 0;
    const value = column[sample] ?? 0;
    const mark = marks?.[samples.stack[sample] ?? 0] ?? 0;
    sums.present[set] = 1;
    sums.all[set] = (sums.all[set] ?? 0) + value;
    if (mark !== 0) sums.cum[set] = (sums.cum[set] ?? 0) + value;
    if ((mark & ENDS_IN_FUNCTION) !== 0) sums.flat[set] = (sums.flat[set] ?? 0) + value;
  }
  return sums;
}

function stackMarks({ stacks, frames }: Profile, row: number): Uint8Array {
  const marks = new Uint8Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const leaf = stacks.start[stack] ?? 0;
    for (let k = leaf; k < (stacks.start[stack + 1] ?? 0); k++) {
      if (frames.function[stacks.frame[k] ?? 0] !== row) continue;
      marks[stack] = k === leaf ? HAS_FUNCTION | ENDS_IN_FUNCTION : HAS_FUNCTION;
      break;
    }
  }
  return marks;
}

/** The labels of a set as a report writes them. */
function writtenLabels(
  { texts, numbers }: LabelValues,
  { query, numericUnits }: Report,
): WrittenLabel[] {
  const written: WrittenLabel[] = [];
  for (const [key, list] of texts) {
    for (const text of list) written.push({ key, text, number: null, unit: '' });
  }
  for (const [key, label] of numbers) {
    const unit = numericUnits.get(key) ?? '';
    for (const number of label.values) {
      written.push({ key, text: scaledLabel(number, unit, query.unit), number, unit });
    }
  }
  return written;
}

function columnsOf(
  sets: readonly (readonly WrittenLabel[])[],
  sums: SetSums,
  { splitBy, columns }: TagPivotOptions,
): readonly string[] {
  if (typeof columns === 'object') return columns;
  return splitBy === null ? [] : widestValues(sets, sums, splitBy).slice(0, columns);
}

function widestValues(
  sets: readonly (readonly WrittenLabel[])[],
  { present, all }: SetSums,
  key: string,
): string[] {
  const totals = new Map<string, number>();
  sets.forEach((labels, set) => {
    if (present[set] !== 1) return;
    const texts = new Set(labels.filter((label) => label.key === key).map(({ text }) => text));
    for (const text of texts) totals.set(text, (totals.get(text) ?? 0) + (all[set] ?? 0));
  });
  return [...totals]
    .sort(([a, x], [b, y]) => Math.abs(y) - Math.abs(x) || compareText(a, b))
    .map(([text]) => text);
}

function has(labels: readonly WrittenLabel[], key: string | null, text: string): boolean {
  return labels.some((label) => label.key === key && label.text === text);
}

function emptyValue({ text }: WrittenLabel, columnCount: number): Growing {
  const split = Array.from({ length: columnCount }, () => 0);
  return { text, value: 0, flat: 0, cum: 0, split, numbers: null };
}

function addSet(
  value: Growing,
  { number, unit }: WrittenLabel,
  { all, flat, cum }: SetSums,
  set: number,
  own: readonly boolean[],
): void {
  value.value += all[set] ?? 0;
  value.flat += flat[set] ?? 0;
  value.cum += cum[set] ?? 0;
  own.forEach((isIn, column) => {
    if (isIn) value.split[column] = (value.split[column] ?? 0) + (all[set] ?? 0);
  });
  if (number === null) return;
  const { least, most } = value.numbers ?? { least: number, most: number };
  value.numbers = { least: Math.min(least, number), most: Math.max(most, number), unit };
}

function listOf(values: ReadonlyMap<string, Growing>): Pick<PivotKey, 'total' | 'values'> {
  const list = [...values.values()].sort(
    (a, b) => Math.abs(b.value) - Math.abs(a.value) || compareText(a.text, b.text),
  );
  return { total: list.reduce((sum, { value }) => sum + value, 0), values: list };
}
