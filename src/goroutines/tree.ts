import type { GoroutineTable } from './table.ts';

/** Where a tree of goroutines begins: one that nobody started, or the absent parent of some. */
export interface TreeRoot {
  readonly id: number;
  /** -1: it is not among the goroutines that are shown. */
  readonly row: number;
  /** Why it is not shown. */
  readonly why: 'ended' | 'hidden' | 'unread';
}

/** Who started whom among the goroutines that are kept. */
export interface GoroutineTree {
  /** For each row of the table, the index of its root; 0 for rows that are not kept. */
  readonly root: Uint32Array;
  /** Index 0 stands for none. */
  readonly roots: readonly TreeRoot[];
  /** Rows that a row's goroutine started, in order of their ids. */
  childrenOf(row: number): readonly number[];
  /** The rows a root's list begins with: itself, or those its absent goroutine started. */
  topOf(root: number): readonly number[];
}

const NONE: readonly number[] = [];

export function treeOf(table: GoroutineTable, keep: Uint8Array): GoroutineTree {
  const children = new Map<number, number[]>();
  const tops: number[][] = [[]];
  const roots: TreeRoot[] = [{ id: 0, row: -1, why: 'ended' }];
  const root = new Uint32Array(table.length);
  const absent = new Map<number, number>();
  const rows = Array.from({ length: table.length }, (_, row) => row).filter((row) => keep[row]);
  // Ids grow: whoever starts a goroutine has a smaller one and is placed before it.
  rows.sort((a, b) => (table.id[a] ?? 0) - (table.id[b] ?? 0));
  for (const row of rows) {
    const id = table.id[row] ?? 0;
    const parent = table.parent[row] ?? 0;
    const parentRow = parent > 0 && parent < id ? table.rowOf(parent) : -1;
    if (parentRow >= 0 && keep[parentRow]) {
      root[row] = root[parentRow] ?? 0;
      const siblings = children.get(parentRow);
      if (siblings) siblings.push(row);
      else children.set(parentRow, [row]);
      continue;
    }
    let index = parent > 0 ? absent.get(parent) : undefined;
    if (index === undefined) {
      const why = parentRow >= 0 ? 'hidden' : table.length < table.total ? 'unread' : 'ended';
      index = roots.push(parent > 0 ? { id: parent, row: -1, why } : { id, row, why }) - 1;
      tops.push([]);
      if (parent > 0) absent.set(parent, index);
    }
    tops[index]?.push(row);
    root[row] = index;
  }
  return {
    root,
    roots,
    childrenOf: (row) => children.get(row) ?? NONE,
    topOf: (index) => tops[index] ?? NONE,
  };
}
