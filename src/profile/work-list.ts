/** Tree nodes that are not made yet, as columns; taken from the end. */
export class WorkList {
  length = 0;
  from = new Uint32Array(256);
  to = new Uint32Array(256);
  parent = new Uint32Array(256);
  depth = new Uint32Array(256);
  function = new Uint32Array(256);
  inlined = new Uint8Array(256);
  total = new Float64Array(256);

  push(
    from: number,
    to: number,
    parent: number,
    depth: number,
    row: number,
    inlined: number,
    total: number,
  ): void {
    const item = this.length++;
    if (item === this.from.length) this.#grow(item * 2);
    this.from[item] = from;
    this.to[item] = to;
    this.parent[item] = parent;
    this.depth[item] = depth;
    this.function[item] = row;
    this.inlined[item] = inlined;
    this.total[item] = total;
  }

  #grow(size: number): void {
    this.from = doubled(this.from, new Uint32Array(size));
    this.to = doubled(this.to, new Uint32Array(size));
    this.parent = doubled(this.parent, new Uint32Array(size));
    this.depth = doubled(this.depth, new Uint32Array(size));
    this.function = doubled(this.function, new Uint32Array(size));
    this.inlined = doubled(this.inlined, new Uint8Array(size));
    this.total = doubled(this.total, new Float64Array(size));
  }
}

/** `into`, which is larger, with the items of `from` at its start. */
export function doubled<T extends Uint32Array | Uint8Array | Float64Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
