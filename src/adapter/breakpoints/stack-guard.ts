import type { RpcClient } from '../../delve/rpc-client.ts';

/** Checks that failed before dlv is made to remember. */
const TRIES = 32;
/** Goroutines that a condition names. */
const MOST_NAMED = 16;
/** It does not help when so many checks are left over within a second. */
const WINDOW = 64;
const WINDOW_MILLIS = 1000;
/** A marker stops after as many entries, to be taken away when they came within a few seconds. */
export const MARKER_STOPS = '% 1024';
const ENTRIES_MILLIS = 5000;

/**
 * Makes a hot `@stack(f)` cheap. dlv cannot walk a stack in a condition, but it counts by goroutine who enters a
 * function. A goroutine whose stack was seen without f, and that has not entered f since, has no f on its stack. So:
 *   1. after some checks that failed, markers count entries of f;
 *   2. goroutines seen without f are named in the condition: dlv passes over them as long as nobody enters f;
 *   3. when somebody has, those of them that did are named no longer.
 * Where f is entered all the time, or each goroutine comes by but once, that costs more than it saves: given up.
 */
export class StackGuard {
  #failures = 0;
  #isGivenUp = false;
  /** Entries at the last look, by marker. */
  #totals = new Map<number, number>();
  /** Entries of a goroutine when its stack was seen without f. */
  readonly #named = new Map<number, number>();
  #checks = 0;
  #windowBegan = 0;
  #entriesBegan = 0;

  get wantsMarkers(): boolean {
    return !this.#isGivenUp && this.#totals.size === 0 && this.#failures >= TRIES;
  }

  get markers(): readonly number[] {
    return [...this.#totals.keys()];
  }

  /** True in dlv for everybody whose stack must be looked at; empty: for all. */
  get condition(): string {
    if (this.#named.size === 0) return '';
    const entered = [...this.#totals].map(([id, total]) => `delve.bphitcount[${id}] != ${total}`);
    const others = [...this.#named.keys()].map((goroutine) => `runtime.curg.goid != ${goroutine}`);
    return `(${entered.join(' || ')} || (${others.join(' && ')}))`;
  }

  begin(markers: readonly number[]): void {
    this.#windowBegan = this.#entriesBegan = performance.now();
    for (const id of markers) this.#totals.set(id, 0);
  }

  giveUp(): void {
    this.#isGivenUp = true;
    this.#totals.clear();
    this.#named.clear();
  }

  /** A marker has stopped the program. */
  markerStopped(): void {
    const now = performance.now();
    if (now - this.#entriesBegan < ENTRIES_MILLIS) this.giveUp();
    this.#entriesBegan = now;
  }

  /** Before a stack is looked at: whether it is known that f is not on it. */
  async isWithout(goroutine: number, rpc: RpcClient): Promise<boolean> {
    if (this.#totals.size === 0) return false;
    if (++this.#checks > WINDOW) {
      const now = performance.now();
      if (now - this.#windowBegan < WINDOW_MILLIS) this.giveUp();
      this.#windowBegan = now;
      this.#checks = 0;
    }
    const entries = await this.#look(rpc);
    for (const [named, count] of this.#named) {
      if ((entries.get(named) ?? 0) !== count) this.#named.delete(named);
    }
    return this.#named.has(goroutine);
  }

  /** Its stack was looked at, and f is not on it. */
  async seenWithout(goroutine: number, rpc: RpcClient): Promise<void> {
    this.#failures++;
    if (this.#totals.size === 0) return;
    const entries = await this.#look(rpc);
    const [oldest] = this.#named.keys();
    if (this.#named.size >= MOST_NAMED && oldest !== undefined) this.#named.delete(oldest);
    this.#named.set(goroutine, entries.get(goroutine) ?? 0);
  }

  /** Entries by goroutine, of all markers. */
  async #look(rpc: RpcClient): Promise<ReadonlyMap<number, number>> {
    const entries = new Map<number, number>();
    for (const Id of this.#totals.keys()) {
      const { Breakpoint } = await rpc.call('GetBreakpoint', { Id, Name: '' });
      this.#totals.set(Id, Breakpoint.totalHitCount);
      for (const [key, count] of Object.entries(Breakpoint.hitCount ?? {})) {
        entries.set(Number(key), (entries.get(Number(key)) ?? 0) + count);
      }
    }
    return entries;
  }
}
