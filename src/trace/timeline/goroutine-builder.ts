/** What is known of each goroutine beyond its spans, by row of the trace's goroutines. */
export interface GoroutineTable {
  readonly length: number;
  /** When it was created, or when the part of the trace begins in which it was there from the start; NaN: only named. */
  readonly created: Float64Array;
  /** When a status first told of it; NaN where its creation was seen. */
  readonly seen: Float64Array;
  /** NaN while it lives. */
  readonly ended: Float64Array;
  /** Row of the goroutine that created it; -1 where the creation was not seen, or the runtime did it. */
  readonly creator: Int32Array;
  /** Where it was created, a stack of the creator; 0 for none. */
  readonly creationStack: Uint32Array;
  /** A stack whose outermost frame is where it started; 0 for none. */
  readonly startStack: Uint32Array;
}

export class GoroutineBuilder {
  length = 0;
  #created = new Float64Array(256).fill(Number.NaN);
  #seen = new Float64Array(256).fill(Number.NaN);
  #ended = new Float64Array(256).fill(Number.NaN);
  #creator = new Int32Array(256).fill(-1);
  #creationStack = new Uint32Array(256);
  #startStack = new Uint32Array(256);

  /** Makes room for rows below `length`. */
  reserve(length: number): void {
    if (length <= this.length) return;
    this.length = length;
    const old = this.#created.length;
    if (length <= old) return;
    const capacity = Math.max(length, old * 2);
    this.#created = grown(this.#created, new Float64Array(capacity).fill(Number.NaN, old));
    this.#seen = grown(this.#seen, new Float64Array(capacity).fill(Number.NaN, old));
    this.#ended = grown(this.#ended, new Float64Array(capacity).fill(Number.NaN, old));
    this.#creator = grown(this.#creator, new Int32Array(capacity).fill(-1, old));
    this.#creationStack = grown(this.#creationStack, new Uint32Array(capacity));
    this.#startStack = grown(this.#startStack, new Uint32Array(capacity));
  }

  /** A row that was used before starts afresh. */
  create(row: number, time: number, creator: number, creationStack: number, start: number): void {
    this.reserve(row + 1);
    this.#created[row] = time;
    this.#seen[row] = Number.NaN;
    this.#ended[row] = Number.NaN;
    this.#creator[row] = creator;
    this.#creationStack[row] = creationStack;
    this.#startStack[row] = start;
  }

  /** It was there when this part of the trace began. */
  find(row: number, began: number, seen: number): void {
    this.create(row, began, -1, 0, 0);
    this.#seen[row] = seen;
  }

  has(row: number): boolean {
    return !Number.isNaN(this.#created[row] ?? Number.NaN);
  }

  end(row: number, time: number): void {
    this.#ended[row] = time;
  }

  /** Any stack of a goroutine ends where it started. */
  note(row: number, stack: number): void {
    if (this.#startStack[row] === 0) this.#startStack[row] = stack;
  }

  take(): GoroutineTable {
    const { length } = this;
    return {
      length,
      created: this.#created.slice(0, length),
      seen: this.#seen.slice(0, length),
      ended: this.#ended.slice(0, length),
      creator: this.#creator.slice(0, length),
      creationStack: this.#creationStack.slice(0, length),
      startStack: this.#startStack.slice(0, length),
    };
  }
}

function grown<T extends { set(from: ArrayLike<number>): void }>(
  from: ArrayLike<number>,
  to: T,
): T {
  to.set(from);
  return to;
}
