import type { CancellationToken } from '../base/cancellation.ts';

/** A flag that two threads share: one raises it, and the other finds it raised in the middle of what it does. */
export class SharedFlag implements CancellationToken {
  readonly buffer: SharedArrayBuffer;
  readonly #cells: Int32Array;

  constructor(buffer = new SharedArrayBuffer(4)) {
    this.buffer = buffer;
    this.#cells = new Int32Array(buffer);
  }

  set(isRaised: boolean): void {
    Atomics.store(this.#cells, 0, isRaised ? 1 : 0);
  }

  get isCancellationRequested(): boolean {
    return Atomics.load(this.#cells, 0) === 1;
  }
}
