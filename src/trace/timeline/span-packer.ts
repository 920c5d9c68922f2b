/** Packs spans that are in the order of their lanes: see `SpanColumns`. */
import { SPAN_STRIDE, type SpanColumns } from './span-columns.ts';
import { SpanKeys } from './span-keys.ts';

/** Spans by row. */
export interface SpanRows {
  readonly start: Uint32Array;
  readonly word: Uint32Array;
  readonly stack: Uint32Array;
}

/** `order` has the rows of the spans, lane by lane. */
export function packSpans(
  lanes: Pick<SpanColumns, 'lane' | 'from' | 'to'>,
  order: Uint32Array,
  rows: SpanRows,
): SpanColumns {
  const { length } = order;
  const laneCount = lanes.lane.length;
  const marks = Math.ceil(length / SPAN_STRIDE);
  const columns = {
    place: new Uint32Array(laneCount),
    start: new Uint32Array(laneCount),
    firstKey: new Uint32Array(laneCount),
    lastKey: new Uint32Array(laneCount),
    markPlace: new Uint32Array(marks),
    markStart: new Uint32Array(marks),
  };
  const keys = new SpanKeys();
  const out = new VarintWriter(length * 4 + 16);
  for (let lane = 0; lane < laneCount; lane++) {
    const first = lanes.from[lane] ?? 0;
    const behind = lanes.to[lane] ?? 0;
    columns.place[lane] = out.length;
    let begin = 0;
    let key = 0;
    for (let span = first; span < behind; span++) {
      const row = order[span] ?? 0;
      const start = rows.start[row] ?? 0;
      key = keys.keyOf(rows.word[row] ?? 0, rows.stack[row] ?? 0);
      if (span === first) {
        columns.start[lane] = start;
        columns.firstKey[lane] = key;
      } else out.write(start - begin);
      if (span % SPAN_STRIDE === 0) {
        columns.markPlace[span / SPAN_STRIDE] = out.length;
        columns.markStart[span / SPAN_STRIDE] = start;
      }
      if (span !== first) out.write(key);
      begin = start;
    }
    columns.lastKey[lane] = key;
  }
  const memo = { sums: null };
  return { length, ...lanes, ...columns, bytes: out.take(), ...keys.take(), early: 0, memo };
}

/** Seven bits a byte, the lowest first. */
class VarintWriter {
  length = 0;
  #bytes: Uint8Array;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  write(value: number): void {
    if (this.length + 5 > this.#bytes.length) this.#grow();
    let left = value;
    for (; left >= 0x80; left >>>= 7) this.#bytes[this.length++] = (left & 0x7f) | 0x80;
    this.#bytes[this.length++] = left;
  }

  take(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }

  #grow(): void {
    const bigger = new Uint8Array(this.#bytes.length * 2);
    bigger.set(this.#bytes);
    this.#bytes = bigger;
  }
}
