/**
 * The columns of a call tree while it is built. A large profile has more nodes than anything else, so nothing is
 * wider than it must be, and nothing is copied at the end.
 */
export class NodeColumns {
  length = 0;
  #capacity: number;
  #parent: Int32Array;
  #function: Uint32Array;
  #depth: Uint16Array;
  #inlined: Uint8Array;
  #self: Float64Array;
  #total: Float64Array;

  constructor(capacity: number) {
    this.#capacity = Math.max(16, capacity);
    this.#parent = new Int32Array(this.#capacity);
    this.#function = new Uint32Array(this.#capacity);
    this.#depth = new Uint16Array(this.#capacity);
    this.#inlined = new Uint8Array(this.#capacity);
    this.#self = new Float64Array(this.#capacity);
    this.#total = new Float64Array(this.#capacity);
  }

  /** The number of the new node. */
  add(parent: number, row: number, depth: number, inlined: number, total: number): number {
    const node = this.length++;
    if (node === this.#capacity) this.#grow();
    this.#parent[node] = parent;
    this.#function[node] = row;
    this.#depth[node] = depth;
    this.#inlined[node] = inlined;
    this.#total[node] = total;
    return node;
  }

  setSelf(node: number, self: number): void {
    this.#self[node] = self;
  }

  /** Views of what is in use. */
  take() {
    const { length } = this;
    return {
      parent: this.#parent.subarray(0, length),
      function: this.#function.subarray(0, length),
      depth: this.#depth.subarray(0, length),
      inlined: this.#inlined.subarray(0, length),
      self: this.#self.subarray(0, length),
      total: this.#total.subarray(0, length),
    };
  }

  #grow(): void {
    this.#capacity = Math.ceil(this.#capacity * 1.5);
    this.#parent = widened(this.#parent, new Int32Array(this.#capacity));
    this.#function = widened(this.#function, new Uint32Array(this.#capacity));
    this.#depth = widened(this.#depth, new Uint16Array(this.#capacity));
    this.#inlined = widened(this.#inlined, new Uint8Array(this.#capacity));
    this.#self = widened(this.#self, new Float64Array(this.#capacity));
    this.#total = widened(this.#total, new Float64Array(this.#capacity));
  }
}

function widened<T extends Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array>(
  from: T,
  into: T,
): T {
  into.set(from);
  return into;
}
