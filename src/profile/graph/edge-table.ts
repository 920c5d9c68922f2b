import { widened } from '../growing.ts';

/** Calls between nodes as columns; an edge is found by its ends in a hash table that is at most half full. */
export class EdgeTable {
  length = 0;
  caller = new Uint32Array(1024);
  callee = new Uint32Array(1024);
  weight = new Float64Array(1024);
  weightDivisor = new Float64Array(1024);
  /** 1 where every call was inlined. */
  inline = new Uint8Array(1024);
  /** 1 where a node between both ends was left out. */
  residual = new Uint8Array(1024);
  /** 1 as soon as the edge is taken out of the graph. */
  removed = new Uint8Array(1024);
  /** The stack that added last. */
  #lastStack = new Int32Array(1024);
  #slots = new Int32Array(4096).fill(-1);

  /** Adds a call; an edge counts once for each stack, with the call nearest to the root. */
  add(call: Call): void {
    const edge = this.#find(call.caller, call.callee);
    if (edge >= 0 && this.#lastStack[edge] === call.stack) return;
    const row = edge >= 0 ? edge : this.#append(call.caller, call.callee);
    this.#lastStack[row] = call.stack;
    this.weight[row] = (this.weight[row] ?? 0) + call.value;
    if (call.divisor !== 0) this.weightDivisor[row] = (this.weightDivisor[row] ?? 0) + call.divisor;
    if (call.inline === 0) this.inline[row] = 0;
    if (call.residual === 1) this.residual[row] = 1;
  }

  #find(caller: number, callee: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hashOf(caller, callee) & mask; ; slot = (slot + 1) & mask) {
      const edge = slots[slot] ?? -1;
      if (edge < 0) return -1;
      if (this.caller[edge] === caller && this.callee[edge] === callee) return edge;
    }
  }

  #append(caller: number, callee: number): number {
    if (this.length === this.caller.length) this.#grow();
    const edge = this.length++;
    this.caller[edge] = caller;
    this.callee[edge] = callee;
    this.inline[edge] = 1;
    this.#place(edge);
    return edge;
  }

  #place(edge: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashOf(this.caller[edge] ?? 0, this.callee[edge] ?? 0) & mask;
    while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
    slots[slot] = edge;
  }

  #grow(): void {
    const size = this.length * 2;
    this.caller = widened(this.caller, new Uint32Array(size));
    this.callee = widened(this.callee, new Uint32Array(size));
    this.weight = widened(this.weight, new Float64Array(size));
    this.weightDivisor = widened(this.weightDivisor, new Float64Array(size));
    this.inline = widened(this.inline, new Uint8Array(size));
    this.residual = widened(this.residual, new Uint8Array(size));
    this.removed = widened(this.removed, new Uint8Array(size));
    this.#lastStack = widened(this.#lastStack, new Int32Array(size));
    this.#slots = new Int32Array(size * 4).fill(-1);
    for (let edge = 0; edge < this.length; edge++) this.#place(edge);
  }
}

/** One call on a stack; an object of this kind is used over and over. */
interface Call {
  caller: number;
  callee: number;
  stack: number;
  value: number;
  divisor: number;
  inline: number;
  residual: number;
}

/**
 * Which edges cannot reach a weight, for values that are not negative: edges of one hash share a sum. The table is
 * small enough to stay in the processor's cache.
 */
export class EdgeBounds {
  readonly #sums = new Float64Array(2 ** 17);
  readonly #light = new Uint8Array(2 ** 17);

  add(caller: number, callee: number, value: number): void {
    const at = hashOf(caller, callee) & (2 ** 17 - 1);
    this.#sums[at] = (this.#sums[at] ?? 0) + value;
  }

  /** After everything was added. */
  settle(atLeast: number): void {
    for (let at = 0; at < this.#sums.length; at++) {
      this.#light[at] = (this.#sums[at] ?? 0) < atLeast ? 1 : 0;
    }
  }

  isTooLight(caller: number, callee: number): boolean {
    return this.#light[hashOf(caller, callee) & (2 ** 17 - 1)] === 1;
  }
}

function hashOf(caller: number, callee: number): number {
  // Two odd constants with well spread bits (Knuth; MurmurHash3).
  const mixed = Math.imul(caller, 0x9e3779b1) ^ Math.imul(callee, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
