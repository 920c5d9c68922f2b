import { EVENT_KINDS, type EventTable, type TraceTables } from '../trace/index.ts';

/**
 * Hash over kind, time, goroutine, proc and thread of every event, in order: FNV-1a by words of 32 bits. The same
 * can be computed over what golang.org/x/exp/trace reads, to compare two traces of any size by one line.
 */
export class TraceHash {
  #count = 0;
  #hash = 2_166_136_261;

  add(events: EventTable, startTime: bigint, { goroutines, procs, threads }: TraceTables): void {
    const startLow = Number(startTime & 0xffff_ffffn);
    const startHigh = Number(startTime >> 32n);
    let hash = this.#hash;
    for (let row = 0; row < events.length; row++) {
      // Absolute time in two halves: as one double it might not be exact.
      const time = events.time[row] ?? 0;
      const high = Math.floor(time / 2 ** 32);
      const low = startLow + (time - high * 2 ** 32);
      const carry = low >= 2 ** 32 ? 1 : 0;
      hash = Math.imul(hash ^ (EVENT_KINDS[events.type[row] ?? 0] ?? 0), PRIME);
      hash = Math.imul(hash ^ low, PRIME);
      hash = Math.imul(hash ^ (startHigh + high + carry), PRIME);
      hash = Math.imul(hash ^ idOf(goroutines, events.goroutine[row] ?? -1), PRIME);
      hash = Math.imul(hash ^ idOf(procs, events.proc[row] ?? -1), PRIME);
      hash = Math.imul(hash ^ idOf(threads, events.thread[row] ?? -1), PRIME);
    }
    this.#hash = hash;
    this.#count += events.length;
  }

  /** `n=… hash=…` */
  text(): string {
    return `n=${this.#count} hash=${(this.#hash >>> 0).toString(16).padStart(8, '0')}`;
  }
}

const PRIME = 16_777_619;

function idOf(ids: Float64Array, row: number): number {
  return row < 0 ? -1 : (ids[row] ?? -1);
}
