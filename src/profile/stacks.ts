/** Translates lists of location ids to frames, innermost line of the leaf first. */
import type { ProblemList } from '../base/problem.ts';
import { GrowingIds, widened } from './growing.ts';
import type { IdAliases } from './id-aliases.ts';
import type { StackTable } from './model.ts';
import type { Symbols } from './resolve.ts';
import { WireReader } from './wire.ts';

/** Problems: `location-missing`, `stacks-too-large`. */
export function framesOfStacks(
  { bytes, starts }: { readonly bytes: Uint8Array; readonly starts: Uint32Array },
  aliases: IdAliases,
  { locations: { frameStart }, locationIds }: Symbols,
  problems: ProblemList,
): StackTable {
  const length = starts.length - 1;
  const reader = new WireReader(bytes, aliases);
  // A location may have many lines and may be named by one byte: the product is a claim to be checked.
  const limit = bytes.length * 2 + 2 ** 20;
  const start = new Uint32Array(length + 1);
  const ids = new GrowingIds();
  // Nearly every id is one frame and takes more than a byte; memory that is not touched costs nothing.
  let frame = new Uint32Array(bytes.length + 16);
  let size = 0;
  let missing = 0;
  let cut = 0;
  for (let stack = 0; stack < length; stack++) {
    start[stack] = size;
    ids.length = 0;
    reader.offset = starts[stack] ?? 0;
    reader.packedIds(starts[stack + 1] ?? 0, ids);
    const { items, length: count } = ids;
    for (let k = 0; k < count; k++) {
      const location = locationIds.row(items[k] ?? 0);
      if (location < 0) {
        missing++;
        continue;
      }
      const from = frameStart[location] ?? 0;
      const to = frameStart[location + 1] ?? 0;
      if (size + to - from > limit) {
        cut++;
        continue;
      }
      if (size + to - from > frame.length) {
        const room = Math.max(size + to - from, 4 * frame.length);
        frame = widened(frame, new Uint32Array(Math.min(limit, room)));
      }
      for (let row = from; row < to; row++) frame[size++] = row;
    }
  }
  start[length] = size;
  if (cut > 0) {
    problems.push({
      code: 'stacks-too-large',
      message: `${cut} entries of stacks are left out: ${bytes.length} bytes of them make more than ${limit} calls`,
    });
  }
  if (missing > 0) {
    problems.push({
      code: 'location-missing',
      message: `${missing} entries of ${length} different stacks name a location that the file does not have, and are left out`,
    });
  }
  return { length, start, frame: frame.subarray(0, size) };
}
