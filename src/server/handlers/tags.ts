import { tagPivot } from '../../profile/index.ts';
import type { PivotValue } from '../../profile/index.ts';
import type { TagQuery, TagTable } from '../../protocol/profile-views.ts';
import { quoted } from '../filter/parse-term.ts';
import type { ProfileSession } from '../profile-session.ts';
import { viewReport } from '../view-report.ts';

/** So many values of a key are shown, and so many columns. */
const VALUE_LIMIT = 200;
const COLUMN_LIMIT = 6;

/** The labels of what the filter leaves, with the figures of a function and of another key's values. */
export function tagTable(session: ProfileSession, query: TagQuery): TagTable {
  const { sampleType, filter = [], splitBy } = query;
  const report = viewReport(session, sampleType, filter, 'tags');
  const { keys, columns } = tagPivot(report, {
    function: query.function,
    splitBy,
    columnLimit: COLUMN_LIMIT,
  });
  return {
    keys: keys.map(({ key, total, values }) => ({
      key,
      total,
      valueCount: values.length,
      values: values.slice(0, VALUE_LIMIT).map((value) => ({
        text: value.text,
        term: `${key}=${valueTerm(value)}`,
        value: value.value,
        flat: value.flat,
        cum: value.cum,
        split: value.split,
      })),
    })),
    columns,
    profileTotal: session.whole(sampleType),
  };
}

/** A number stands for a range; a comma in a text would part it. */
function valueTerm({ text, numbers }: PivotValue): string {
  if (numbers === null) return `^${quoted(text).replaceAll(',', '\\x2c')}$`;
  const { least, most, unit } = numbers;
  const written = (number: number): string => `${number}${/^[A-Za-z]+$/.test(unit) ? unit : ''}`;
  return least === most ? written(least) : `${written(least)}:${written(most)}`;
}
