import { Float64Builder, Uint32Builder } from '../base/columns.ts';
import type { CallTree } from './call-tree.ts';

/** Which part of a tree is on the screen. */
export interface FlameLayoutQuery {
  /** Node the view is zoomed to; 0 is the root of the profile. */
  readonly root: number;
  /** Pixels of the span: frames narrower than one are left out and counted. */
  readonly widthPixels: number;
  /** Rows below the root of the view; row 0 is that root. */
  readonly firstRow: number;
  readonly rowCount: number;
  /** Part of the root's width that is wanted, as fractions; absent for all of it. */
  readonly span?: { readonly from: number; readonly to: number };
  /** 1 per function that a search found; null for no search. */
  readonly matching: Uint8Array | null;
}

/** Frames of the window in pre-order, as columns. */
export interface FlameLayout {
  readonly length: number;
  readonly node: Uint32Array;
  readonly row: Uint16Array;
  /** Fractions of the width of the view's root. */
  readonly x: Float64Array;
  readonly width: Float64Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly function: Uint32Array;
  /** LAYOUT_INLINED, LAYOUT_HIT. */
  readonly flags: Uint8Array;
  /** Rows below the root of the view, narrow frames included. */
  readonly depth: number;
  /** Frames of all rows that are narrower than a pixel, those beside the span not counted. */
  readonly hidden: number;
  readonly rootTotal: number;
}

export const LAYOUT_INLINED = 1;
export const LAYOUT_HIT = 2;

/**
 * What a flame graph shows of a tree. Walks only what is wide enough: children come widest first, so the first
 * narrow one ends its row and its siblings are counted by their subtrees. Subtrees beside the span are passed over.
 * Frames without a positive total are narrow.
 */
export function flameLayout(tree: CallTree, query: FlameLayoutQuery): FlameLayout {
  const root = query.root >= 0 && query.root < tree.length ? query.root : 0;
  const rootTotal = tree.total[root] ?? 0;
  const end = tree.end[root] ?? 0;
  const rootDepth = tree.depth[root] ?? 0;
  const { from, to } = query.span ?? { from: 0, to: 1 };
  const narrowest = (rootTotal * (to - from)) / Math.max(1, query.widthPixels);
  const lastRow = query.firstRow + query.rowCount - 1;
  const rows = new RowColumns();
  /** Where the next frame of a row starts, in the unit of the sample type. */
  const nextStart = new Float64Array((tree.height[root] ?? 0) + 2);
  let hidden = 0;
  let node = root;
  while (node < end) {
    const total = tree.total[node] ?? 0;
    const row = (tree.depth[node] ?? 0) - rootDepth;
    if (node !== root && (total < narrowest || total <= 0)) {
      const next = tree.end[tree.parent[node] ?? 0] ?? end;
      hidden += next - node;
      node = next;
      continue;
    }
    const start = nextStart[row] ?? 0;
    if (node !== root && start >= to * rootTotal) {
      node = tree.end[tree.parent[node] ?? 0] ?? end;
      continue;
    }
    nextStart[row] = start + total;
    if (node !== root && start + total <= from * rootTotal) {
      node = tree.end[node] ?? end;
      continue;
    }
    nextStart[row + 1] = start;
    if (row >= query.firstRow && row <= lastRow) {
      const fraction = rootTotal > 0 ? 1 / rootTotal : 0;
      rows.push(tree, node, row, start * fraction, node === root ? 1 : total * fraction, query);
    }
    node++;
  }
  return rows.take(tree.height[root] ?? 0, hidden, rootTotal);
}

class RowColumns {
  readonly #node = new Uint32Builder();
  readonly #row = new Uint32Builder();
  readonly #x = new Float64Builder();
  readonly #width = new Float64Builder();
  readonly #self = new Float64Builder();
  readonly #total = new Float64Builder();
  readonly #function = new Uint32Builder();
  readonly #flags = new Uint32Builder();

  push(
    tree: CallTree,
    node: number,
    row: number,
    x: number,
    width: number,
    { matching }: FlameLayoutQuery,
  ): void {
    const functionRow = tree.function[node] ?? 0;
    const hit = matching?.[functionRow] === 1 ? LAYOUT_HIT : 0;
    this.#node.push(node);
    this.#row.push(row);
    this.#x.push(x);
    this.#width.push(width);
    this.#self.push(tree.self[node] ?? 0);
    this.#total.push(tree.total[node] ?? 0);
    this.#function.push(functionRow);
    this.#flags.push((tree.inlined[node] === 1 ? LAYOUT_INLINED : 0) | hit);
  }

  take(depth: number, hidden: number, rootTotal: number): FlameLayout {
    return {
      length: this.#node.length,
      node: this.#node.take(),
      row: Uint16Array.from(this.#row.take()),
      x: this.#x.take(),
      width: this.#width.take(),
      self: this.#self.take(),
      total: this.#total.take(),
      function: this.#function.take(),
      flags: Uint8Array.from(this.#flags.take()),
      depth,
      hidden,
      rootTotal,
    };
  }
}
