/**
 * The clock of a generation (setSyncBatch in internal/trace/generation.go). Until Go 1.23 the batch is a lone
 * `08 frequency`; since 1.25 it starts with `50`, and `51 dt mono seconds nanoseconds` says which moment of the
 * trace clock is which moment of the monotonic and of the wall clock.
 */
import type { Problem } from '../base/problem.ts';
import { ByteReader } from './byte-reader.ts';
import type { Batch } from './batches.ts';
import { CLOCK_SNAPSHOT, FREQUENCY } from './event-types.ts';

/** One moment on three clocks. */
export interface ClockSnapshot {
  /** In units of the trace clock. */
  readonly time: number;
  /** Nanoseconds of the monotonic clock. */
  readonly mono: bigint;
  /** Nanoseconds since 1970. */
  readonly wall: bigint;
}

export class ClockBuilder {
  /** Nanoseconds per unit of the trace clock; 0 while it is unknown. */
  nanosPerUnit = 0;
  snapshot: ClockSnapshot | null = null;

  /** Problem: `sync-batch`. */
  add(bytes: Uint8Array, batch: Batch, version: number): Problem | null {
    // 1.25 put a marker before the frequency.
    const start = batch.start + (version >= 25 ? 1 : 0);
    const reader = new ByteReader(bytes, start, batch.end);
    let time = batch.time;
    while (!reader.isAtEnd) {
      const offset = reader.offset;
      const type = reader.byte();
      if (type === FREQUENCY) {
        if (this.nanosPerUnit !== 0) return broken(offset, 'the generation has two frequencies');
        const frequency = reader.unsigned();
        if (frequency === 0) return broken(offset, 'the frequency of the trace clock is 0');
        // As Go computes it: another order of the divisions would round differently.
        this.nanosPerUnit = 1.0 / (frequency / 1e9);
      } else if (type === CLOCK_SNAPSHOT && version >= 25) {
        if (this.snapshot !== null) return broken(offset, 'the generation has two clock snapshots');
        time += reader.unsigned();
        const mono = reader.wide();
        const wall = reader.wide() * 1_000_000_000n + reader.wide();
        this.snapshot = { time, mono, wall };
      } else {
        return broken(offset, `expected a frequency or a clock snapshot, got event ${type}`);
      }
      if (reader.failed) return broken(offset, 'the clock of the generation is cut');
    }
    return null;
  }
}

function broken(offset: number, message: string): Problem {
  return { code: 'sync-batch', offset, message };
}
