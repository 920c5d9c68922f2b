import { countText } from '../base/format.ts';
import { FILTER_KEYS, STATE_FILTER_WORDS } from './filter.ts';
import type { FilterKey } from './filter.ts';
import { isWaiting, stateKindOf } from './state.ts';
import { labelKeysOf } from './view-choices.ts';
import type { GoroutineTable } from './table.ts';

export interface CompletionItem {
  /** Replaces the range. */
  readonly text: string;
  /** What it means, or how many goroutines have it. */
  readonly detail: string;
}

/** What can stand at the caret of a filter. */
export interface Completion {
  /** Half-open range in the filter that an item replaces. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly CompletionItem[];
}

const MOST_ITEMS = 40;
const MEANINGS: Readonly<Record<FilterKey, string>> = {
  state: 'what it does: chan-receive, waiting, running …',
  age: 'how long it waits: >5m, <1s',
  label: 'has the label: tenant=acme',
  func: 'a function of its stack',
  file: 'a file of its stack',
  creator: 'the go statement',
  id: 'these goroutines: 17,20-25',
  parent: 'started by this goroutine',
  waits: 'for this channel or lock',
};

/** Counts are over all goroutines read. Never throws. */
export function completeFilter(table: GoroutineTable, text: string, caret: number): Completion {
  const before = text.slice(0, caret);
  // The term the caret is in: it begins after the last space outside of quotes.
  const word = /(?:[^\s"]|"[^"]*(?:"|$))*$/.exec(before)?.[0] ?? '';
  const rest = /^[^\s]*/.exec(text.slice(caret))?.[0] ?? '';
  const [, minus = '', key, typed = ''] = /^(-?)(?:([A-Za-z]{2,}):)?(.*)$/s.exec(word) ?? [];
  const to = caret + rest.length;
  const known = FILTER_KEYS.find((candidate) => candidate === key?.toLowerCase());
  if (key !== undefined && known === undefined) return { from: to, to, items: [] };
  if (known === undefined) {
    const items = FILTER_KEYS.filter((candidate) => candidate.startsWith(typed.toLowerCase()));
    return {
      from: caret - word.length + minus.length,
      to,
      items: items.map((candidate) => ({ text: `${candidate}:`, detail: MEANINGS[candidate] })),
    };
  }
  const wanted = typed.replaceAll('"', '').toLowerCase();
  const items = VALUES[known](table)
    .filter(({ text: value }) => value.toLowerCase().includes(wanted))
    .slice(0, MOST_ITEMS)
    .map(({ text: value, detail }) => ({ text: /\s/.test(value) ? `"${value}"` : value, detail }));
  return { from: caret - typed.length, to, items };
}

type Values = (table: GoroutineTable) => readonly CompletionItem[];

const VALUES: Readonly<Record<FilterKey, Values>> = {
  state: stateItems,
  age: () =>
    ['>1s', '>10s', '>1m', '>5m', '>1h', '<1s'].map((text) => ({
      text,
      detail: text.startsWith('<') ? 'waits shorter' : 'waits longer',
    })),
  label: (table) => [
    ...labelKeysOf(table).map(({ key, count }) => ({ text: key, detail: countText(count) })),
    ...labelValues(table),
  ],
  func: (table) => counted(table.user, (frame) => table.frames.function[frame] ?? ''),
  file: (table) => counted(table.user, (frame) => fileName(table, frame)),
  creator: (table) => counted(table.creation, (frame) => table.frames.function[frame] ?? ''),
  id: () => [],
  parent: (table) => counted(table.parent, (parent) => (parent > 0 ? String(parent) : '')),
  waits: (table) =>
    counted(table.object, (object) => {
      const { addresses = [] } = (object > 0 && table.objects[object]) || {};
      return addresses.length === 1 ? `0x${addresses[0]?.toString(16)}` : '';
    }),
};

/** Go's own words for what there is, then words for several of them, then Go's words for what there is not. */
function stateItems(table: GoroutineTable): readonly CompletionItem[] {
  const counts = new Map<string, number>();
  const kinds = new Map<string, number>();
  for (const index of table.state) {
    const state = table.states[index] ?? '';
    const kind = stateKindOf(state);
    const add = (to: Map<string, number>, word: string): unknown =>
      to.set(word, (to.get(word) ?? 0) + 1);
    add(counts, state.replaceAll(' ', '-'));
    add(kinds, kind);
    if (isWaiting(kind)) add(kinds, 'waiting');
  }
  const others = STATE_FILTER_WORDS.filter((word) => !counts.has(word)).map((text) => ({
    text,
    detail: countText(kinds.get(text) ?? 0),
  }));
  return [...byCount(counts), ...others];
}

function labelValues(table: GoroutineTable): CompletionItem[] {
  const counts = new Map<string, number>();
  for (const set of table.labelSet) {
    for (const [key, value] of table.labelSets[set] ?? []) {
      const text = `${key}=${value}`;
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  }
  return byCount(counts);
}

/** Words of a column, the most frequent first. */
function counted(column: Iterable<number>, wordOf: (value: number) => string): CompletionItem[] {
  const values = new Map<number, number>();
  for (const value of column) values.set(value, (values.get(value) ?? 0) + 1);
  const counts = new Map<string, number>();
  for (const [value, count] of values) {
    const word = wordOf(value);
    if (word !== '') counts.set(word, (counts.get(word) ?? 0) + count);
  }
  return byCount(counts);
}

function byCount(counts: ReadonlyMap<string, number>): CompletionItem[] {
  return [...counts]
    .sort(([a, most], [b, more]) => more - most || (a < b ? -1 : 1))
    .map(([text, count]) => ({ text, detail: countText(count) }));
}

function fileName(table: GoroutineTable, frame: number): string {
  return (table.frames.file[frame] ?? '').split(/[\\/]/).at(-1) ?? '';
}
