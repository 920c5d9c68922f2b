/** Translates lists of location ids to frames, innermost line of the leaf first. */
import type { ProblemList } from '../base/problem.ts';
import { GrowingIds, widened } from './growing.ts';
import type { IdAliases } from './id-aliases.ts';
import type { LocationTable, StackTable } from './model.ts';
import type { Symbols } from './resolve.ts';
import { WireReader } from './wire.ts';

/** Problems: `location-missing`, `stacks-too-large`. */
export function framesOfStacks(
  { bytes, starts }: { readonly bytes: Uint8Array; readonly starts: Uint32Array },
  aliases: IdAliases,
  { locations, locationIds }: Symbols,
  problems: ProblemList,
): StackTable {
  const { frameStart } = locations;
  const frameOf = singleFrames(locations);
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
      const single = frameOf[items[k] ?? 0] ?? -1;
      if (single >= 0 && size < frame.length) {
        frame[size++] = single;
        continue;
      }
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

/** By small id the frame of a location that has one; -1 elsewhere. Nearly all are found here. */
function singleFrames({ length, id, frameStart }: LocationTable): Int32Array {
  const frameOf = new Int32Array(2 * length + 16).fill(-1);
  for (let row = 0; row < length; row++) {
    const frame = frameStart[row] ?? 0;
    frameOf[id[row] ?? 0] = frameStart[row + 1] === frame + 1 ? frame : -1;
  }
  return frameOf;
}
