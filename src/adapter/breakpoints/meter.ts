const WINDOW_MILLIS = 1000;

/** What verdicts cost over the last second. */
export class Meter {
  readonly #at: number[] = [];
  readonly #millis: number[] = [];

  add(now: number, millis: number): void {
    this.#at.push(now);
    this.#millis.push(millis);
    this.#forget(now);
  }

  /** Verdicts a second. */
  rate(now: number): number {
    this.#forget(now);
    return this.#at.length / (WINDOW_MILLIS / 1000);
  }

  /** The share of the time that the program stood for them, 0 to 1. */
  share(now: number): number {
    this.#forget(now);
    return Math.min(1, this.#millis.reduce((sum, each) => sum + each, 0) / WINDOW_MILLIS);
  }

  /** Of one verdict; 0 when there was none. */
  millisEach(now: number): number {
    this.#forget(now);
    const count = this.#millis.length;
    return count === 0 ? 0 : this.#millis.reduce((sum, each) => sum + each, 0) / count;
  }

  #forget(now: number): void {
    let old = 0;
    while (old < this.#at.length && (this.#at[old] ?? 0) <= now - WINDOW_MILLIS) old++;
    this.#at.splice(0, old);
    this.#millis.splice(0, old);
  }
}
