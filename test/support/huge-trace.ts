/** A trace of Go 1.22 so large that offsets do not fit into 32 bits. It is made where it is read; batches are of zeros. */

const BATCH = 1 << 16;
export const HUGE_BYTES = 5 * 2 ** 30;
export const HUGE_GENERATION = 128 * BATCH;
const HEADER = new TextEncoder().encode('go 1.22 trace\0\0\0');

/** Batch k begins at `k * BATCH`, the first one behind the header: threads 1 to 3 in turns, 9 in the last quarter. */
export function hugeTrace(offset: number, length: number): Uint8Array {
  const end = Math.min(HUGE_BYTES, offset + length);
  const bytes = new Uint8Array(Math.max(0, end - offset));
  const put = (place: number, what: ArrayLike<number>): void => {
    for (let at = 0; at < what.length; at++) {
      const to = place + at - offset;
      if (to >= 0 && to < bytes.length) bytes[to] = what[at] ?? 0;
    }
  };
  put(0, HEADER);
  for (let k = Math.floor(offset / BATCH); k * BATCH < end; k++) {
    const start = k === 0 ? HEADER.length : k * BATCH;
    const thread = k * BATCH < 0.75 * HUGE_BYTES ? 1 + (k % 3) : 9;
    const generation = 1 + Math.floor((k * BATCH) / HUGE_GENERATION);
    const header = [1, ...varint(generation), thread, ...varint(1e9 + k * 1e6)];
    // The size takes three bytes.
    const size = (k + 1) * BATCH - start - header.length - 3;
    put(start, [...header, ...varint(size)]);
  }
  return bytes;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}
