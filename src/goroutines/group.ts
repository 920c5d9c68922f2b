import { countText } from '../base/format.ts';
import { spaceOf } from './group-space.ts';
import { nameFrame } from './name-frame.ts';
import type { GroupBy } from './group-space.ts';
import type { KnownTotal, GoroutineTable, Label } from './table.ts';
import type { GoroutineTree } from './tree.ts';
import { SYSTEM } from './table.ts';

/** Goroutines that have something in common. */
export interface Group {
  /** The same in every table of the same program: made of names, not of row numbers. */
  readonly key: string;
  /** Row of the frame, state or label set that the goroutines share, by `GroupBy`. */
  readonly value: number;
  /** All goroutines of the group, at least `rowCount`. */
  readonly count: number;
  /** Those read: `rows[rowStart]` to `rows[rowStart + rowCount - 1]` of the grouping, in table order. */
  readonly rowStart: number;
  readonly rowCount: number;
  /** Index of the most frequent state; -1 when none was read. */
  readonly state: number;
  /** The most frequent place to name the group after; the shared place when no goroutine was read. */
  readonly frame: number;
  /** The longest, nanoseconds; NaN when none is known. */
  readonly wait: number;
  /** Words for a group that is not named after a place. */
  readonly title: string;
  /** How many members are in which state, for what is waited for: `10 receive, 2 send`. */
  readonly detail: string;
  /** The place all members share; 0 when they share none. */
  readonly place: number;
  /** The labels all members share. */
  readonly labels: readonly Label[];
  /** The goroutine the group is about; 0 when it is about none. */
  readonly id: number;
  /** Those that lack what is grouped by: they stand last. */
  readonly isRest: boolean;
}

export interface Grouping {
  readonly groups: readonly Group[];
  /** Rows of the table, group after group. */
  readonly rows: Uint32Array;
}

export interface GroupingOptions {
  readonly by: GroupBy;
  readonly labelKey?: string | null;
  /** For grouping by parent. */
  readonly tree?: GoroutineTree | null;
  readonly sort: 'count' | 'oldest';
  /** 1 for each row that takes part. */
  readonly keep: Uint8Array;
  /** Sizes known before all goroutines are read; null when a filter makes them wrong. */
  readonly knownTotals: readonly KnownTotal[] | null;
}

/** A counting sort by the shared value, then one pass over each group. */
export function groupRows(table: GoroutineTable, options: GroupingOptions): Grouping {
  const { by, keep, labelKey = null, tree = null } = options;
  const space = spaceOf(table, { by, labelKey, tree });
  const { column } = space;
  const starts = startsOf(column, keep, space.valueCount);
  const rows = new Uint32Array(starts.at(-1) ?? 0);
  const next = starts.slice();
  for (let row = 0; row < table.length; row++) {
    if (!keep[row]) continue;
    const value = column[row] ?? 0;
    const at = next[value] ?? 0;
    next[value] = at + 1;
    rows[at] = row;
  }
  const totals = new Map<number, number>();
  for (const total of options.knownTotals ?? []) {
    if (total.by === by) totals.set(total.frame, total.count);
  }
  const nameFrames = nameFramesOf(table, by);
  const groups: Group[] = [];
  for (let value = 0; value + 1 < starts.length; value++) {
    const rowStart = starts[value] ?? 0;
    const rowCount = (starts[value + 1] ?? 0) - rowStart;
    const known = totals.get(value) ?? 0;
    if (rowCount === 0 && known === 0) continue;
    const members = rows.subarray(rowStart, rowStart + rowCount);
    const usual = mostFrequent(nameFrames, members);
    const frame = space.frame(value) || (rowCount === 0 ? value : usual.value);
    groups.push({
      key: space.key(value),
      value,
      count: Math.max(rowCount, known),
      rowStart,
      rowCount,
      state: mostFrequent(table.state, members).value,
      frame,
      wait: longestWait(table, members),
      title: space.title(value),
      detail: by === 'object' && value > 0 ? statesText(table, members) : '',
      place: space.place(value) || (usual.count === rowCount ? frame : 0),
      labels: space.labels(value),
      id: space.id(value),
      isRest: space.hasRest && value === 0,
    });
  }
  return { groups: groups.sort(options.sort === 'count' ? byCount : byWait), rows };
}

/** Members of a group, longest wait first, unknown last; then by id. */
export function sortedMembers(
  table: GoroutineTable,
  grouping: Grouping,
  group: Group,
): Uint32Array {
  const members = grouping.rows.slice(group.rowStart, group.rowStart + group.rowCount);
  return members.sort(
    (a, b) =>
      knownWait(table.wait[b]) - knownWait(table.wait[a]) ||
      (table.id[a] ?? 0) - (table.id[b] ?? 0),
  );
}

/** Whether the known totals can stand for groups: not when they include what is hidden. */
export function visibleTotals(table: GoroutineTable, hideSystem: boolean): readonly KnownTotal[] {
  if (!hideSystem) return table.knownTotals;
  const mixed = new Set<string>();
  for (let row = 0; row < table.length; row++) {
    if (!((table.flags[row] ?? 0) & SYSTEM)) continue;
    mixed.add(`creation ${table.creation[row]}`).add(`start ${table.start[row]}`);
  }
  return table.knownTotals.filter(
    ({ by, frame, system }) => !system && !mixed.has(`${by} ${frame}`),
  );
}

/** `starts[v]` is where the rows of value v begin; one more entry holds their number. */
function startsOf(column: Uint32Array, keep: Uint8Array, values: number): Uint32Array {
  const starts = new Uint32Array(values + 1);
  for (let row = 0; row < column.length; row++) {
    if (keep[row]) starts[(column[row] ?? 0) + 1] = (starts[(column[row] ?? 0) + 1] ?? 0) + 1;
  }
  for (let value = 1; value <= values; value++) {
    starts[value] = (starts[value] ?? 0) + (starts[value - 1] ?? 0);
  }
  return starts;
}

function nameFramesOf(table: GoroutineTable, by: GroupBy): Uint32Array {
  if (by === 'start') return table.start;
  if (by === 'location') return table.user;
  const frames = new Uint32Array(table.length);
  for (let row = 0; row < table.length; row++) frames[row] = nameFrame(table, row);
  return frames;
}

/** `10 receive, 2 send`: the words that all states of one object share are left out. */
function statesText(table: GoroutineTable, rows: Uint32Array): string {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const state = table.state[row] ?? 0;
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, most], [b, more]) => more - most || a - b)
    .map(([state, count]) => {
      const words = (table.states[state] ?? '').replace(/^(chan |sync\.)/, '');
      return `${countText(count)} ${words}`;
    })
    .join(', ');
}

/** The value is -1 for no rows. Ties go to the smaller value, so that refreshing changes nothing. */
function mostFrequent(
  column: Uint32Array,
  rows: Uint32Array,
): { readonly value: number; readonly count: number } {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const value = column[row] ?? 0;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  let best = -1;
  let most = 0;
  for (const [value, count] of counts) {
    if (count < most || (count === most && value > best)) continue;
    best = value;
    most = count;
  }
  return { value: best, count: most };
}

function longestWait(table: GoroutineTable, rows: Uint32Array): number {
  let longest = Number.NaN;
  for (const row of rows) {
    const wait = table.wait[row] ?? Number.NaN;
    if (!(wait <= longest) && !Number.isNaN(wait)) longest = wait;
  }
  return longest;
}

function byCount(a: Group, b: Group): number {
  return (
    byRest(a, b) ||
    b.count - a.count ||
    knownWait(b.wait) - knownWait(a.wait) ||
    compareText(a.key, b.key)
  );
}

function byRest(a: Group, b: Group): number {
  return Number(a.isRest) - Number(b.isRest);
}

function byWait(a: Group, b: Group): number {
  return (
    byRest(a, b) ||
    knownWait(b.wait) - knownWait(a.wait) ||
    b.count - a.count ||
    compareText(a.key, b.key)
  );
}

function knownWait(wait: number | undefined): number {
  return wait === undefined || Number.isNaN(wait) ? -1 : wait;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
