import type { CancellationToken } from '../../base/cancellation.ts';
import { throwIfCancelled } from '../../base/cancellation.ts';

const FIRST_MILLIS = 200;
const LONGEST_MILLIS = 2000;
/** How soon a cancelled wait ends. */
const STEP_MILLIS = 100;

/** Pauses between attempts: each half as long again as the one before, up to two seconds. */
export class BackOff {
  readonly #token: CancellationToken;
  #next = FIRST_MILLIS;

  constructor(token: CancellationToken) {
    this.#token = token;
  }

  /** Rejects with `CancelledError` when cancelled. */
  async wait(): Promise<void> {
    const end = Date.now() + this.#next;
    this.#next = Math.min(LONGEST_MILLIS, this.#next * 1.5);
    while (Date.now() < end) {
      throwIfCancelled(this.#token);
      const left = Math.max(1, Math.min(STEP_MILLIS, end - Date.now()));
      await new Promise((resolve) => setTimeout(resolve, left));
    }
    throwIfCancelled(this.#token);
  }
}
