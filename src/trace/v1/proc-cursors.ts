import type { OldFile } from './old-file.ts';

/** A cursor per proc over its batches, and a last one over the CPU samples. */
export class ProcCursors {
  readonly length: number;
  /** Row of the next event, and its time in ticks. */
  readonly event: Uint32Array;
  readonly time: Float64Array;
  readonly #ticks: Float64Array;
  /** By cursor: behind the last event of its batch, and the next batch; -1 for none. */
  readonly #end: Uint32Array;
  readonly #next: Int32Array;
  /** By batch: where it begins and ends, and the next batch of its proc. */
  readonly #firstEvent: Uint32Array;
  readonly #endEvent: Uint32Array;
  readonly #nextBatch: Int32Array;

  constructor({ events, batches, firstSample, procs }: OldFile) {
    this.length = procs.length + 1;
    this.event = new Uint32Array(this.length);
    this.time = new Float64Array(this.length);
    this.#ticks = events.ticks;
    this.#end = new Uint32Array(this.length);
    this.#next = new Int32Array(this.length).fill(-1);
    this.#firstEvent = batches.firstEvent;
    this.#endEvent = new Uint32Array(batches.length);
    this.#nextBatch = new Int32Array(batches.length).fill(-1);
    for (let batch = batches.length - 1; batch >= 0; batch--) {
      const proc = batches.proc[batch] ?? 0;
      const end = batches.firstEvent[batch + 1] ?? firstSample;
      this.#endEvent[batch] = end;
      this.#nextBatch[batch] = this.#next[proc] ?? -1;
      this.#next[proc] = batch;
    }
    const samples = this.length - 1;
    this.event[samples] = firstSample - 1;
    this.#end[samples] = events.length;
    for (let proc = 0; proc < samples; proc++) this.event[proc] = -1;
  }

  /** Goes on to the next event of a cursor, at the beginning to the first one; false when there is none. */
  next(cursor: number): boolean {
    let event = ((this.event[cursor] ?? 0) + 1) >>> 0;
    while (event >= (this.#end[cursor] ?? 0)) {
      const batch = this.#next[cursor] ?? -1;
      if (batch < 0) return false;
      this.#next[cursor] = this.#nextBatch[batch] ?? -1;
      event = this.#firstEvent[batch] ?? 0;
      this.#end[cursor] = this.#endEvent[batch] ?? 0;
    }
    this.event[cursor] = event;
    this.time[cursor] = this.#ticks[event] ?? 0;
    return true;
  }
}
