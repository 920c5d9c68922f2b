import { tagPivot } from '../../profile/index.ts';
import type { PivotValue, TagPivot } from '../../profile/index.ts';
import type { TagQuery, TagTable, TagValue } from '../../protocol/profile-views.ts';
import { quoted } from '../filter/parse-term.ts';
import type { ProfileSession } from '../profile-session.ts';
import { viewReport } from '../view-report.ts';

/** So many values of a key are shown, and so many columns. */
const VALUE_LIMIT = 200;
const COLUMN_LIMIT = 6;

/** The labels of what the filter leaves, with the figures of a function and of another key's values. */
export function tagTable(session: ProfileSession, query: TagQuery): TagTable {
  const { sampleType, filter = [], splitBy, beforeFactor = 1 } = query;
  const pivot = (type: number, columns?: readonly string[]): TagPivot =>
    tagPivot(viewReport(session, type, filter, 'tags'), {
      function: query.function,
      splitBy,
      columns: columns ?? COLUMN_LIMIT,
    });
  const { keys, columns } = pivot(sampleType);
  const type = session.before(sampleType);
  const before = type === null ? null : new PivotBefore(pivot(type, columns), beforeFactor);
  return {
    keys: keys.map(({ key, total, values }) => ({
      key,
      total,
      ...(before && { totalBefore: before.total(key) }),
      valueCount: values.length,
      values: values.slice(0, VALUE_LIMIT).map((value) => ({
        text: value.text,
        term: `${key}=${valueTerm(value)}`,
        value: value.value,
        flat: value.flat,
        cum: value.cum,
        split: value.split,
        ...(before && { before: before.value(key, value.text) }),
      })),
    })),
    columns,
    profileTotal: session.whole(sampleType),
  };
}

/** The same labels before. */
class PivotBefore {
  readonly #keys: ReadonlyMap<string, number>;
  readonly #values: ReadonlyMap<string, PivotValue>;
  readonly #factor: number;

  constructor({ keys }: TagPivot, factor: number) {
    this.#keys = new Map(keys.map(({ key, total }) => [key, total]));
    this.#values = new Map(
      keys.flatMap(({ key, values }) => values.map((value) => [valueKey(key, value.text), value])),
    );
    this.#factor = factor;
  }

  total(key: string): number {
    return (this.#keys.get(key) ?? 0) * this.#factor;
  }

  value(key: string, text: string): Pick<TagValue, 'value' | 'flat' | 'cum' | 'split'> {
    const {
      value = 0,
      flat = 0,
      cum = 0,
      split = [],
    } = this.#values.get(valueKey(key, text)) ?? {};
    const scaled = [value, flat, cum].map((amount) => amount * this.#factor);
    return {
      value: scaled[0] ?? 0,
      flat: scaled[1] ?? 0,
      cum: scaled[2] ?? 0,
      split: split.map((amount) => amount * this.#factor),
    };
  }
}

function valueKey(key: string, text: string): string {
  return JSON.stringify([key, text]);
}

/** A number stands for a range; a comma in a text would part it. */
function valueTerm({ text, numbers }: PivotValue): string {
  if (numbers === null) return `^${quoted(text).replaceAll(',', '\\x2c')}$`;
  const { least, most, unit } = numbers;
  const written = (number: number): string => `${number}${/^[A-Za-z]+$/.test(unit) ? unit : ''}`;
  return least === most ? written(least) : `${written(least)}:${written(most)}`;
}
