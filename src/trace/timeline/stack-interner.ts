/** Stacks and frames of all generations as one table: equal stacks get the same row. Row 0 is the empty stack. */
import type { FrameTable, StackTable } from '../stack-batch.ts';

export class StackInterner {
  readonly #start: number[] = [0, 0];
  readonly #frame: number[] = [];
  readonly #frameRows = new Map<string, number>();
  readonly #frames: { low: number; high: number; function: number; file: number; line: number }[] =
    [];
  /** Rows by hash of their frames; chained in `#nextOf`. */
  readonly #rows = new Map<number, number>();
  readonly #nextOf: number[] = [-1];

  /** Rows of the stacks of a table. Texts go through `text`. */
  rowsOf(stacks: StackTable, frames: FrameTable, text = (row: number): number => row): Uint32Array {
    const frameRows = new Uint32Array(frames.length);
    for (let frame = 0; frame < frames.length; frame++) {
      frameRows[frame] = this.#frameRow(
        frames.pcLow[frame] ?? 0,
        frames.pcHigh[frame] ?? 0,
        text(frames.function[frame] ?? 0),
        text(frames.file[frame] ?? 0),
        frames.line[frame] ?? 0,
      );
    }
    const rows = new Uint32Array(stacks.length);
    for (let stack = 1; stack < stacks.length; stack++) {
      const from = stacks.start[stack] ?? 0;
      let to = stacks.start[stack + 1] ?? 0;
      // The runtime writes a frame of zeros where it has none.
      while (to > from && isNothing(frames, stacks.frame[to - 1] ?? 0)) to--;
      rows[stack] = this.#stackRow(stacks.frame, from, to, frameRows);
    }
    return rows;
  }

  take(): { readonly stacks: StackTable; readonly frames: FrameTable } {
    const frames = this.#frames;
    return {
      stacks: {
        length: this.#start.length - 1,
        start: Uint32Array.from(this.#start),
        frame: Uint32Array.from(this.#frame),
      },
      frames: {
        length: frames.length,
        pcLow: Uint32Array.from(frames, ({ low }) => low),
        pcHigh: Uint32Array.from(frames, ({ high }) => high),
        function: Uint32Array.from(frames, (frame) => frame.function),
        file: Uint32Array.from(frames, ({ file }) => file),
        line: Uint32Array.from(frames, ({ line }) => line),
      },
    };
  }

  #frameRow(low: number, high: number, name: number, file: number, line: number): number {
    const key = `${low} ${high} ${name} ${file} ${line}`;
    const known = this.#frameRows.get(key);
    if (known !== undefined) return known;
    const row = this.#frames.length;
    this.#frames.push({ low, high, function: name, file, line });
    this.#frameRows.set(key, row);
    return row;
  }

  #stackRow(frame: Uint32Array, from: number, to: number, frameRows: Uint32Array): number {
    if (from === to) return 0;
    let hash = to - from;
    for (let k = from; k < to; k++) {
      hash = Math.imul(hash ^ (frameRows[frame[k] ?? 0] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    const first = this.#rows.get(hash) ?? -1;
    for (let row = first; row >= 0; row = this.#nextOf[row] ?? -1) {
      if (this.#isEqual(row, frame, from, to, frameRows)) return row;
    }
    const row = this.#start.length - 1;
    for (let k = from; k < to; k++) this.#frame.push(frameRows[frame[k] ?? 0] ?? 0);
    this.#start.push(this.#frame.length);
    this.#nextOf[row] = first;
    this.#rows.set(hash, row);
    return row;
  }

  #isEqual(
    row: number,
    frame: Uint32Array,
    from: number,
    to: number,
    frameRows: Uint32Array,
  ): boolean {
    const start = this.#start[row] ?? 0;
    if ((this.#start[row + 1] ?? 0) - start !== to - from) return false;
    for (let k = from; k < to; k++) {
      if (this.#frame[start + k - from] !== frameRows[frame[k] ?? 0]) return false;
    }
    return true;
  }
}

function isNothing({ pcLow, pcHigh, function: name }: FrameTable, frame: number): boolean {
  return pcLow[frame] === 0 && pcHigh[frame] === 0 && name[frame] === 0;
}
