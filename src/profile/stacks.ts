/** Translates lists of location ids to frames, innermost line of the leaf first. */
import type { ProblemList } from '../base/problem.ts';
import type { StackTable } from './model.ts';
import type { Symbols } from './resolve.ts';
import type { StackLists } from './stack-lists.ts';

/** Problems: `location-missing`, `stacks-too-large`. */
export function framesOfStacks(
  lists: StackLists,
  { locations: { frameStart }, locationIds }: Symbols,
  problems: ProblemList,
): StackTable {
  const { length } = lists;
  const starts = lists.starts();
  const ids = lists.ids.view();
  // A location may have many lines and may be named by one byte: the product is a claim to be checked.
  const limit = ids.length * 4 + 2 ** 20;
  const start = new Uint32Array(length + 1);
  // Most locations are one line, a few more: there are rarely more frames than one and a half times the ids.
  let frame = new Uint32Array(Math.ceil(ids.length * 1.25) + 16);
  let size = 0;
  let missing = 0;
  let cut = 0;
  for (let stack = 0; stack < length; stack++) {
    start[stack] = size;
    const last = starts[stack + 1] ?? 0;
    for (let k = starts[stack] ?? 0; k < last; k++) {
      const location = locationIds.row(ids[k] ?? 0);
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
      if (size + to - from > frame.length) frame = widened(frame, size + to - from);
      for (let row = from; row < to; row++) frame[size++] = row;
    }
  }
  start[length] = size;
  if (cut > 0) {
    problems.push({
      code: 'stacks-too-large',
      message: `${cut} entries of stacks are left out: ${ids.length} entries make more than ${limit} calls`,
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

function widened(frame: Uint32Array, needed: number): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(Math.max(needed, Math.ceil(frame.length * 1.5)));
  wider.set(frame);
  return wider;
}
