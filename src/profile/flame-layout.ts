import { Float64Builder, Uint32Builder } from '../base/columns.ts';
import type { CallTree } from './call-tree.ts';

/** Which part of a tree is on the screen. */
export interface FlameLayoutQuery {
  /** Id of the node that the view is zoomed to; 0 is the root of the profile. */
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
  /** Ids, ascending. */
  readonly node: Uint32Array;
  readonly row: Uint16Array;
  /** Fractions of the width of the view's root. */
  readonly x: Float64Array;
  readonly width: Float64Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** Totals before, in a comparison. */
  readonly before: Float64Array;
  readonly function: Uint32Array;
  /** LAYOUT_INLINED, LAYOUT_HIT. */
  readonly flags: Uint8Array;
  /** Rows below the root of the view, narrow frames included. */
  readonly depth: number;
  /** Frames that are narrower than a pixel below one that is not, in all rows; those beside the span not counted. */
  readonly hidden: number;
  /** Where callees of a frame were left out that together are as wide as a pixel, in pre-order. */
  readonly rests: LayoutRests;
  readonly rootTotal: number;
}

/** Callees that are too narrow each, as one block at the right of their siblings. */
export interface LayoutRests {
  readonly length: number;
  readonly row: Uint16Array;
  /** Fractions of the width of the view's root. */
  readonly x: Float64Array;
  readonly width: Float64Array;
  /** Frames in the block. */
  readonly count: Uint32Array;
}

export const LAYOUT_INLINED = 1;
export const LAYOUT_HIT = 2;

/**
 * What a flame graph shows of a tree. Walks only what is wide enough, and only that grows: children come widest
 * first, so the first narrow one ends its row. Subtrees beside the span are passed over. Frames without a positive
 * width are narrow.
 */
export function flameLayout(tree: CallTree, query: FlameLayoutQuery): FlameLayout {
  const { nodes } = tree;
  const root = Math.max(0, tree.find(query.root));
  const rootWidth = nodes.width[root] ?? 0;
  const rootDepth = nodes.depth[root] ?? 0;
  const { from, to } = query.span ?? { from: 0, to: 1 };
  const narrowest = (rootWidth * (to - from)) / Math.max(1, query.widthPixels);
  const lastRow = query.firstRow + query.rowCount - 1;
  const fraction = rootWidth > 0 ? 1 / rootWidth : 0;
  const rows = new RowColumns();
  const rests = new RestColumns();
  /** Nodes that are wide enough, what comes first on top, and where each starts, in the unit of the sample type. */
  const waiting: number[] = [root];
  const starts: number[] = [0];
  let hidden = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const start = starts.pop() ?? 0;
    tree.grow(node);
    const row = (nodes.depth[node] ?? 0) - rootDepth;
    if (row >= query.firstRow && row <= lastRow) {
      const width = node === root ? 1 : (nodes.width[node] ?? 0) * fraction;
      rows.push(tree, node, row, start * fraction, width, query);
    }
    const first = nodes.firstChild[node] ?? 0;
    const end = first + (nodes.childCount[node] ?? 0);
    const mark = waiting.length;
    let childStart = start;
    for (let child = first; child < end && childStart < to * rootWidth; child++) {
      const width = nodes.width[child] ?? 0;
      if (width < narrowest || width <= 0) {
        hidden += end - child;
        const rest = widthOf(nodes.width, child, end);
        const isSeen = childStart + rest > from * rootWidth && rest >= narrowest;
        if (isSeen && row + 1 >= query.firstRow && row < lastRow) {
          rests.push(row + 1, childStart * fraction, rest * fraction, end - child);
        }
        break;
      }
      if (childStart + width > from * rootWidth) {
        waiting.push(child);
        starts.push(childStart);
      }
      childStart += width;
    }
    reverseFrom(waiting, mark);
    reverseFrom(starts, mark);
  }
  const depth = tree.height(root);
  return { ...rows.take(), depth, hidden, rests: rests.take(), rootTotal: rootWidth };
}

/** Reverses the end of a list. */
function reverseFrom(list: number[], from: number): void {
  for (let low = from, high = list.length - 1; low < high; low++, high--) {
    const item = list[low] ?? 0;
    list[low] = list[high] ?? 0;
    list[high] = item;
  }
}

/** Of nodes side by side; those without a positive width have none. */
function widthOf(widths: Float64Array, first: number, end: number): number {
  let sum = 0;
  for (let node = first; node < end; node++) sum += Math.max(0, widths[node] ?? 0);
  return sum;
}

class RestColumns {
  readonly #row = new Uint32Builder();
  readonly #x = new Float64Builder();
  readonly #width = new Float64Builder();
  readonly #count = new Uint32Builder();

  push(row: number, x: number, width: number, count: number): void {
    this.#row.push(row);
    this.#x.push(x);
    this.#width.push(width);
    this.#count.push(count);
  }

  take(): LayoutRests {
    return {
      length: this.#row.length,
      row: Uint16Array.from(this.#row.take()),
      x: this.#x.take(),
      width: this.#width.take(),
      count: this.#count.take(),
    };
  }
}

class RowColumns {
  readonly #node = new Uint32Builder();
  readonly #row = new Uint32Builder();
  readonly #x = new Float64Builder();
  readonly #width = new Float64Builder();
  readonly #self = new Float64Builder();
  readonly #total = new Float64Builder();
  readonly #function = new Uint32Builder();
  readonly #before = new Float64Builder();
  readonly #flags = new Uint32Builder();

  push(
    tree: CallTree,
    node: number,
    row: number,
    x: number,
    width: number,
    { matching }: FlameLayoutQuery,
  ): void {
    const { nodes } = tree;
    const functionRow = nodes.function[node] ?? 0;
    const hit = matching?.[functionRow] === 1 ? LAYOUT_HIT : 0;
    this.#node.push(tree.id(node));
    this.#row.push(row);
    this.#x.push(x);
    this.#width.push(width);
    this.#self.push(nodes.self[node] ?? 0);
    this.#total.push(nodes.total[node] ?? 0);
    this.#before.push(nodes.before[node] ?? 0);
    this.#function.push(functionRow);
    this.#flags.push((nodes.inlined[node] === 1 ? LAYOUT_INLINED : 0) | hit);
  }

  take(): Omit<FlameLayout, 'depth' | 'hidden' | 'rests' | 'rootTotal'> {
    return {
      length: this.#node.length,
      node: this.#node.take(),
      row: Uint16Array.from(this.#row.take()),
      x: this.#x.take(),
      width: this.#width.take(),
      self: this.#self.take(),
      total: this.#total.take(),
      before: this.#before.take(),
      function: this.#function.take(),
      flags: Uint8Array.from(this.#flags.take()),
    };
  }
}
