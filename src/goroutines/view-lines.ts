import { sortedMembers } from './group.ts';
import type { Group, Grouping } from './group.ts';
import { stackLines } from './stack-lines.ts';
import type { StackLine, StackNotes } from './stack-lines.ts';
import type { GoroutineTable } from './table.ts';
import type { GoroutineTree } from './tree.ts';

/** Lines a group row takes; every other row takes one. */
export const GROUP_LINES = 2;

export interface ListSource {
  readonly table: GoroutineTable;
  readonly grouping: Grouping;
  /** When grouped by parent: goroutines are listed below the one that started them. */
  readonly tree: GoroutineTree | null;
  /** Sorted members by group key, filled when a group is first opened. */
  readonly members: Map<string, Uint32Array>;
  /** Deferred calls and ancestors, where they were read. */
  readonly notesOf?: (id: number) => StackNotes | undefined;
}

export interface OpenItems {
  /** Groups, and `node 17` for the goroutines below another one. */
  readonly openGroups: readonly { readonly key: string; readonly limit: number }[];
  readonly openGoroutines: readonly number[];
}

/** A row below an open group; each takes one line. */
export type Entry =
  | {
      readonly kind: 'goroutine';
      readonly row: number;
      readonly depth: number;
      readonly childCount: number;
    }
  | {
      readonly kind: 'frame';
      readonly row: number;
      readonly position: number;
      readonly line: StackLine;
      readonly depth: number;
    }
  /** Goroutines that are not listed; `key` is what has to be opened further. */
  | { readonly kind: 'more'; readonly key: string; readonly count: number; readonly depth: number };

export interface ListedLines {
  readonly lineCount: number;
  /** First line of each group; one more entry holds `lineCount`. */
  readonly groupStart: Float64Array;
  /** By position of the group. */
  readonly open: ReadonlyMap<number, readonly Entry[]>;
}

/** Children listed at first below an open goroutine of a tree. */
const FIRST_CHILDREN = 20;

/** Where every group stands; one pass over the groups, and over the listed members of open ones. */
export function listedLines(source: ListSource, items: OpenItems): ListedLines {
  const { groups } = source.grouping;
  const limits = new Map(items.openGroups.map(({ key, limit }) => [key, limit]));
  const openIds = new Set(items.openGoroutines);
  const groupStart = new Float64Array(groups.length + 1);
  const open = new Map<number, readonly Entry[]>();
  let line = 0;
  for (const [position, group] of groups.entries()) {
    groupStart[position] = line;
    line += GROUP_LINES;
    const limit = limits.get(group.key);
    if (limit === undefined) continue;
    const lister = new Lister(source, limits, openIds);
    if (source.tree) lister.list(source.tree.topOf(group.value), group.key, limit, 0);
    else lister.listGroup(group, limit);
    open.set(position, lister.entries);
    line += lister.entries.length;
  }
  groupStart[groups.length] = line;
  return { lineCount: line, groupStart, open };
}

class Lister {
  readonly entries: Entry[] = [];
  readonly #source: ListSource;
  readonly #limits: ReadonlyMap<string, number>;
  readonly #openIds: ReadonlySet<number>;

  constructor(
    source: ListSource,
    limits: ReadonlyMap<string, number>,
    openIds: ReadonlySet<number>,
  ) {
    this.#source = source;
    this.#limits = limits;
    this.#openIds = openIds;
  }

  listGroup(group: Group, limit: number): void {
    const { table, grouping, members } = this.#source;
    let rows = members.get(group.key);
    if (!rows) {
      rows = sortedMembers(table, grouping, group);
      members.set(group.key, rows);
    }
    for (const row of rows.subarray(0, Math.max(0, limit))) this.#add(row, 0);
    this.#addMore(group.key, group.count - Math.min(rows.length, limit), 0);
  }

  list(rows: readonly number[], key: string, limit: number, depth: number): void {
    for (const row of rows.slice(0, Math.max(0, limit))) this.#add(row, depth);
    this.#addMore(key, rows.length - limit, depth);
  }

  #add(row: number, depth: number): void {
    const { table, tree, notesOf } = this.#source;
    const id = table.id[row] ?? 0;
    const children = tree?.childrenOf(row) ?? [];
    this.entries.push({ kind: 'goroutine', row, depth, childCount: children.length });
    if (!this.#openIds.has(id)) return;
    for (const [position, line] of stackLines(table, row, notesOf?.(id)).entries()) {
      this.entries.push({ kind: 'frame', row, position, line, depth });
    }
    const key = `node ${id}`;
    this.list(children, key, this.#limits.get(key) ?? FIRST_CHILDREN, depth + 1);
  }

  #addMore(key: string, count: number, depth: number): void {
    if (count > 0) this.entries.push({ kind: 'more', key, count, depth });
  }
}
