/** CPU samples of an old trace: written some time after they were taken, in a buffer of their own. */
import { Float64Builder } from '../../base/columns.ts';
import { CPU_SAMPLE } from './event-types.ts';
import type { RawEventBuilder } from './raw-events.ts';

export class SampleRows {
  readonly #ticks = new Float64Builder(16);
  readonly #goroutine = new Float64Builder(16);
  readonly #proc = new Float64Builder(16);
  readonly #stack = new Float64Builder(16);

  get length(): number {
    return this.#ticks.length;
  }

  /** Goroutine and proc are rows plus one. */
  push(ticks: number, goroutine: number, proc: number, stack: number): void {
    this.#ticks.push(ticks);
    this.#goroutine.push(goroutine);
    this.#proc.push(proc);
    this.#stack.push(stack);
  }

  /** Adds them in the order of time, equal ones in the order of the file. */
  addTo(events: RawEventBuilder): void {
    const rows = Uint32Array.from({ length: this.length }, (_, row) => row);
    rows.sort((a, b) => this.#ticks.at(a) - this.#ticks.at(b));
    for (const row of rows) {
      events.ticks = this.#ticks.at(row);
      events.first = 0;
      events.second = 0;
      events.add(CPU_SAMPLE, this.#goroutine.at(row), this.#proc.at(row), this.#stack.at(row));
    }
  }
}
