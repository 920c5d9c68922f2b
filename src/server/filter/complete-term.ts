import { percentText } from '../../base/format.ts';
import { parseGoSymbol, shortSymbol } from '../../base/go-symbol.ts';
import { applyQuery, newReport, tagTotals } from '../../profile/index.ts';
import type { TagKey } from '../../profile/index.ts';
import { FILTER_FLAGS, FILTER_WORDS } from '../../protocol/profile-filter.ts';
import type { FilterCompletion, FilterWord } from '../../protocol/profile-filter.ts';
import type { ProfileSession } from '../profile-session.ts';
import { filterQuery, GRANULARITIES } from './filter-query.ts';
import { filterWord, quoted, termParts } from './parse-term.ts';

const MOST_ITEMS = 40;
const MEANINGS: Readonly<Record<FilterWord, string>> = {
  focus: 'only stacks through …',
  ignore: 'no stacks through …',
  hide: 'leave these frames out',
  show: 'leave only these frames',
  show_from: 'begin stacks at …',
  prune_from: 'end stacks at …',
  tagfocus: 'only samples with the label',
  tagignore: 'no samples with the label',
  tagshow: 'keep these label keys',
  taghide: 'drop these label keys',
  tagroot: 'values of a label as roots',
  tagleaf: 'values of a label as leaves',
  granularity: 'what a frame is: functions, files, lines …',
  noinlines: 'inlined calls count for their callers',
  relative_percentages: 'percentages of what is left',
};

type Items = FilterCompletion['items'];

/** What can stand at the caret of the filter line. Shares are of the whole profile. */
export function completeTerm(
  session: ProfileSession,
  sampleType: number,
  text: string,
  caret: number,
): FilterCompletion {
  const parts = termParts(text);
  const word = filterWord(parts.word);
  const to = text.length;
  if (word === undefined || (parts.separator === '' && caret <= text.length)) {
    if (parts.separator !== '' || parts.value !== '') return { from: to, to, items: [] };
    return { from: parts.wordFrom, to, items: wordItems(parts.word) };
  }
  if (FILTER_FLAGS.has(word)) return { from: to, to, items: [] };
  const items = valueItems(session, sampleType, word, parts.value);
  return { from: parts.valueFrom, to, items: items.slice(0, MOST_ITEMS) };
}

function wordItems(typed: string): Items {
  const wanted = typed.toLowerCase();
  return FILTER_WORDS.filter((word) => word.startsWith(wanted)).map((word) => ({
    text: FILTER_FLAGS.has(word) ? word : `${word}=`,
    detail: MEANINGS[word],
  }));
}

function valueItems(
  session: ProfileSession,
  sampleType: number,
  word: FilterWord,
  typed: string,
): Items {
  if (word === 'granularity') {
    return GRANULARITIES.filter((known) => known.startsWith(typed)).map((known) => ({
      text: known,
      detail: '',
    }));
  }
  if (!word.startsWith('tag')) return nameItems(session, sampleType, typed);
  const tags = tagsOf(session, sampleType);
  const whole = session.whole(sampleType);
  const wanted = typed.toLowerCase();
  if (word !== 'tagfocus' && word !== 'tagignore') {
    const keys = tags.filter(({ key }) => key.toLowerCase().includes(wanted));
    return keys.map(({ key, total }) => ({ text: key, detail: percentText(total, whole) }));
  }
  return tags.flatMap(({ key, values }) =>
    values.flatMap(({ text, value }) => {
      const item = `${key}=${quoted(text)}`;
      const found = item.toLowerCase().includes(wanted);
      return found ? [{ text: item, detail: percentText(value, whole) }] : [];
    }),
  );
}

/** Functions and packages with the typed words, by share; as expressions. */
function nameItems(session: ProfileSession, sampleType: number, typed: string): Items {
  const { top } = session.figures(sampleType);
  const whole = session.whole(sampleType);
  const wanted = typed.toLowerCase().replaceAll('\\', '');
  const best = new Map<string, number>();
  session.profile.functions.names.forEach((name, row) => {
    const cum = top.cum[row] ?? 0;
    if (cum === 0 || !name.toLowerCase().includes(wanted)) return;
    const short = shortSymbol(name);
    best.set(short, Math.max(best.get(short) ?? 0, cum));
    const { packagePath } = parseGoSymbol(name);
    if (packagePath !== '' && packagePath.toLowerCase().includes(wanted)) {
      best.set(packagePath, Math.max(best.get(packagePath) ?? 0, cum));
    }
  });
  return [...best]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_ITEMS)
    .map(([name, cum]) => ({ text: quoted(name), detail: percentText(cum, whole) }));
}

/** Label keys with their values. */
function tagsOf(session: ProfileSession, sampleType: number): readonly TagKey[] {
  const query = { ...filterQuery([]), sampleType };
  return tagTotals(newReport(applyQuery(session.profile, query, session.token), query, 'tags'));
}
