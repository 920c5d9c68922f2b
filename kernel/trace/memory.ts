/** Columns in raw memory: nothing here is collected. */

/** Bytes `from`, `oldSize` of them, in new memory of `size`; the rest holds `fill` in every byte. */
export function grown(from: usize, oldSize: usize, size: usize, fill: i32): usize {
  const to = moved(from, oldSize, size);
  memory.fill(to + oldSize, <u8>fill, size - oldSize);
  return to;
}

/** As `grown`, but the rest holds anything: what nobody touches takes no memory. */
export function moved(from: usize, oldSize: usize, size: usize): usize {
  const to = heap.alloc(size);
  if (oldSize > 0) {
    memory.copy(to, from, oldSize);
    heap.free(from);
  }
  return to;
}
