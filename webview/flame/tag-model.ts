/** The labels view as rows, and the terms that its rows stand for. No DOM. */
import type { FilterTerm, ProfileFilter } from '../../src/protocol/profile-filter.ts';
import type { TagKey, TagTable, TagValue } from '../../src/protocol/profile-views.ts';

export interface TagRow {
  readonly key: TagKey;
  /** Null for the key itself. */
  readonly value: TagValue | null;
}

/** Values that the sample type has nothing of are only counted. */
export function tagRows({ keys }: TagTable): readonly TagRow[] {
  return keys.flatMap((key) => [
    { key, value: null },
    ...key.values.filter(isMeasured).map((value) => ({ key, value })),
  ]);
}

/** On either side of a comparison. */
export function isMeasured({ value, before }: TagValue): boolean {
  return value !== 0 || (before !== undefined && before.value !== 0);
}

/**
 * Values of one key add up, as pprof reads `tagignore=tenant=^a$,^b$`; anything else takes the place of what was
 * there.
 */
export function tagTerm(
  filter: ProfileFilter,
  word: 'tagfocus' | 'tagignore',
  value: string,
): FilterTerm {
  const before = filter.find((term) => term.word === word)?.value ?? '';
  const key = value.slice(0, value.indexOf('=') + 1);
  const text = value.slice(key.length);
  const isText = text.startsWith('^');
  const known = before.slice(key.length).split(',');
  if (!isText || !before.startsWith(`${key}^`) || word === 'tagfocus') return { word, value };
  return known.includes(text) ? { word, value: before } : { word, value: `${before},${text}` };
}

/** A key more in the list of a term such as `tagroot=tenant,path`. */
export function keyTerm(
  filter: ProfileFilter,
  word: 'tagroot' | 'tagleaf',
  key: string,
): FilterTerm {
  const before = filter.find((term) => term.word === word)?.value ?? '';
  const keys = before === '' ? [] : before.split(',');
  return { word, value: keys.includes(key) ? before : [...keys, key].join(',') };
}
