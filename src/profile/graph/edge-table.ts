import { TupleInterner } from '../tuple-interner.ts';

/** Calls between nodes as columns; an edge is found by its ends. */
export class EdgeTable {
  readonly #ends = new TupleInterner(2);
  weight = new Float64Array(1024);
  weightDivisor = new Float64Array(1024);
  /** 1 where every call was inlined. */
  inline = new Uint8Array(1024);
  /** 1 where a node between both ends was left out. */
  residual = new Uint8Array(1024);
  /** 1 as soon as the edge is taken out of the graph. */
  removed = new Uint8Array(1024);
  /** The stack that added last, or -1. */
  #lastStack = new Int32Array(1024).fill(-1);

  get length(): number {
    return this.#ends.length;
  }

  caller(edge: number): number {
    return this.#ends.element(edge, 0);
  }

  callee(edge: number): number {
    return this.#ends.element(edge, 1);
  }

  /** Adds a call; an edge counts once for each stack, with the call nearest to the root. */
  add(call: Call): void {
    this.#ends.key[0] = call.caller;
    this.#ends.key[1] = call.callee;
    const before = this.#ends.length;
    const edge = this.#ends.intern();
    if (edge === this.weight.length) this.#grow();
    if (this.#lastStack[edge] === call.stack) return;
    this.#lastStack[edge] = call.stack;
    if (edge === before) this.inline[edge] = 1;
    this.weight[edge] = (this.weight[edge] ?? 0) + call.value;
    this.weightDivisor[edge] = (this.weightDivisor[edge] ?? 0) + call.divisor;
    if (call.inline === 0) this.inline[edge] = 0;
    if (call.residual === 1) this.residual[edge] = 1;
  }

  #grow(): void {
    const size = this.weight.length * 2;
    this.weight = widened(this.weight, new Float64Array(size));
    this.weightDivisor = widened(this.weightDivisor, new Float64Array(size));
    this.inline = widened(this.inline, new Uint8Array(size));
    this.residual = widened(this.residual, new Uint8Array(size));
    this.removed = widened(this.removed, new Uint8Array(size));
    this.#lastStack = widened(this.#lastStack, new Int32Array(size).fill(-1));
  }
}

/** One call on a stack; an object of this kind is used over and over. */
export interface Call {
  caller: number;
  callee: number;
  stack: number;
  value: number;
  divisor: number;
  inline: number;
  residual: number;
}

function widened<T extends Int32Array | Uint8Array | Float64Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
