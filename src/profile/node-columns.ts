import { widened } from './growing.ts';

/** What is known of a node when it is made. */
export interface NewNode {
  readonly from: number;
  readonly to: number;
  readonly lead: number;
  readonly width: number;
  readonly total: number;
  readonly before: number;
  readonly inlined: number;
}

/** The nodes of a call tree as columns; they are replaced as they grow. */
export class NodeColumns {
  length = 0;
  /** -1 for the root. */
  parent = new Int32Array(256);
  function = new Uint32Array(256);
  /** 0 for the root. */
  depth = new Uint16Array(256);
  /** 1 where the function was inlined into the parent in all paths of the node. */
  inlined = new Uint8Array(256);
  /** What is drawn: stacks with several paths share their value out. Children sum up to it, with what ends here. */
  width = new Float64Array(256);
  /** Each stack once. */
  total = new Float64Array(256);
  /** Known once the node has grown. */
  self = new Float64Array(256);
  /** The total in the values before, in a comparison. */
  before = new Float64Array(256);
  /** The paths through the node: `from` to `to - 1` of the order of the tree. */
  from = new Uint32Array(256);
  to = new Uint32Array(256);
  /** Frames of the paths before `from`, and one for each. */
  lead = new Uint32Array(256);
  /** 0 until the node has grown. */
  firstChild = new Uint32Array(256);
  childCount = new Uint32Array(256);

  add(parent: number, row: number, depth: number, made: NewNode): void {
    const node = this.length++;
    if (node === this.parent.length) this.#grow(node * 2);
    this.parent[node] = parent;
    this.function[node] = row;
    this.depth[node] = depth;
    this.inlined[node] = made.inlined;
    this.width[node] = made.width;
    this.total[node] = made.total;
    this.before[node] = made.before;
    this.from[node] = made.from;
    this.to[node] = made.to;
    this.lead[node] = made.lead;
  }

  #grow(size: number): void {
    this.parent = widened(this.parent, new Int32Array(size));
    this.function = widened(this.function, new Uint32Array(size));
    this.depth = widened(this.depth, new Uint16Array(size));
    this.inlined = widened(this.inlined, new Uint8Array(size));
    this.width = widened(this.width, new Float64Array(size));
    this.total = widened(this.total, new Float64Array(size));
    this.self = widened(this.self, new Float64Array(size));
    this.before = widened(this.before, new Float64Array(size));
    this.from = widened(this.from, new Uint32Array(size));
    this.to = widened(this.to, new Uint32Array(size));
    this.lead = widened(this.lead, new Uint32Array(size));
    this.firstChild = widened(this.firstChild, new Uint32Array(size));
    this.childCount = widened(this.childCount, new Uint32Array(size));
  }
}
