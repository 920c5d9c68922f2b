/**
 * CPU samples of a generation (addCPUSamples and fixUpCPUSamples in internal/trace/generation.go):
 *
 * 1. Read `(07 time m p g stack)*`; times are absolute, and in no order.
 * 2. When the frequency is known, make nanoseconds of the times and sort.
 */
import { Float64Builder } from '../base/columns.ts';
import type { Problem } from '../base/problem.ts';
import { ByteReader } from './byte-reader.ts';
import type { Batch } from './batches.ts';
import { CPU_SAMPLE } from './event-types.ts';

/** Ids as in the file, -1 for none; in the order of time. */
export interface SampleTable {
  readonly length: number;
  /** In units of the trace clock. */
  readonly time: Float64Array;
  readonly thread: Float64Array;
  readonly proc: Float64Array;
  readonly goroutine: Float64Array;
  readonly stackId: Float64Array;
}

export class SampleBuilder {
  readonly #time = new Float64Builder(16);
  readonly #thread = new Float64Builder(16);
  readonly #proc = new Float64Builder(16);
  readonly #goroutine = new Float64Builder(16);
  readonly #stackId = new Float64Builder(16);

  /** Problem: `sample-batch`. */
  add(bytes: Uint8Array, batch: Batch): Problem | null {
    const reader = new ByteReader(bytes, batch.start + 1, batch.end);
    while (!reader.isAtEnd) {
      const offset = reader.offset;
      const type = reader.byte();
      if (type !== CPU_SAMPLE) {
        const message = `expected a CPU sample, got event ${type}`;
        return { code: 'sample-batch', offset, message };
      }
      const time = reader.unsigned();
      const thread = reader.signed();
      const proc = reader.signed();
      const goroutine = reader.signed();
      const stackId = reader.unsigned();
      if (reader.failed) {
        const message = `a CPU sample is cut: ${batch.end - offset} bytes left`;
        return { code: 'sample-batch', offset, message };
      }
      this.#time.push(time);
      this.#thread.push(thread);
      this.#proc.push(proc);
      this.#goroutine.push(goroutine === 0 ? -1 : goroutine);
      this.#stackId.push(stackId);
    }
    return null;
  }

  finish(nanosPerUnit: number): SampleTable {
    const time = this.#time.take();
    const order = Uint32Array.from(time.keys());
    // Compared as Go compares them, in whole nanoseconds; equal ones stay in the order of the file.
    order.sort(
      (a, b) =>
        Math.trunc((time[a] ?? 0) * nanosPerUnit) - Math.trunc((time[b] ?? 0) * nanosPerUnit),
    );
    return {
      length: order.length,
      time: sorted(time, order),
      thread: sorted(this.#thread.take(), order),
      proc: sorted(this.#proc.take(), order),
      goroutine: sorted(this.#goroutine.take(), order),
      stackId: sorted(this.#stackId.take(), order),
    };
  }
}

function sorted(column: Float64Array, order: Uint32Array): Float64Array {
  return Float64Array.from(order, (row) => column[row] ?? 0);
}
