/** How durations are spread: exact where they are few, to 1 % where they are many. */

export interface Latency {
  readonly count: number;
  readonly total: number;
  readonly highest: number;
  /** Nanoseconds that this share of the durations does not exceed, to 1 %. */
  quantile(share: number): number;
  /** How many there are by power of two: those of `2 ** k` to `2 ** (k + 1)` at k, those below 1 at 0. */
  readonly byPower: Float64Array;
}

/** Counts durations in buckets: 64 for each power of two. */
export class LatencyBuilder implements Latency {
  count = 0;
  total = 0;
  highest = 0;
  readonly #buckets = new Float64Array(POWERS * STEPS);

  add(nanos: number): void {
    this.count++;
    this.total += nanos;
    if (nanos > this.highest) this.highest = nanos;
    const power = nanos < 1 ? 0 : Math.min(POWERS - 1, Math.floor(Math.log2(nanos)));
    const step = Math.floor((nanos / 2 ** power - 1) * STEPS);
    const bucket = power * STEPS + Math.max(0, Math.min(STEPS - 1, step));
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
  }

  quantile(share: number): number {
    if (this.count === 0) return 0;
    let left = Math.ceil(share * this.count);
    for (const [bucket, count] of this.#buckets.entries()) {
      left -= count;
      if (left > 0 || count === 0) continue;
      const power = Math.floor(bucket / STEPS);
      return Math.min(this.highest, 2 ** power * (1 + ((bucket % STEPS) + 0.5) / STEPS));
    }
    return this.highest;
  }

  get byPower(): Float64Array {
    const powers = new Float64Array(POWERS);
    for (const [bucket, count] of this.#buckets.entries()) {
      const power = Math.floor(bucket / STEPS);
      powers[power] = (powers[power] ?? 0) + count;
    }
    return powers;
  }
}

const POWERS = 48;
const STEPS = 64;
