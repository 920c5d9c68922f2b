/** Arrow keys in the flame graph of a range. */
import type { TraceFlame } from '../../src/protocol/timeline.ts';

/** Frames that only touch overlap by what rounding leaves. */
const TOUCHING = 1e-9;

/** The frame that a key leads to: callee, caller, or the next one of the row; -1 for another key, or where none is. */
export function frameBeside(flame: TraceFlame, frame: number, key: string): number {
  if (!/^Arrow(Up|Down|Left|Right)$/.test(key)) return -1;
  if (frame < 0) return flame.length > 0 ? 0 : -1;
  const row = flame.row[frame] ?? 0;
  const left = flame.x[frame] ?? 0;
  const right = left + (flame.width[frame] ?? 0);
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const wanted = key === 'ArrowUp' ? row - 1 : row + 1;
    return widest(flame, wanted, (x, end) => right - x > TOUCHING && end - left > TOUCHING);
  }
  const isAfter = key === 'ArrowRight';
  let best = -1;
  for (let other = 0; other < flame.length; other++) {
    const x = flame.x[other] ?? 0;
    if (flame.row[other] !== row || (isAfter ? x <= left : x >= left)) continue;
    const bestX = flame.x[best];
    if (bestX === undefined || (isAfter ? x < bestX : x > bestX)) best = other;
  }
  return best;
}

function widest(
  flame: TraceFlame,
  row: number,
  isNear: (x: number, end: number) => boolean,
): number {
  let best = -1;
  for (let frame = 0; frame < flame.length; frame++) {
    const x = flame.x[frame] ?? 0;
    const width = flame.width[frame] ?? 0;
    if (flame.row[frame] !== row || !isNear(x, x + width)) continue;
    if (best < 0 || width > (flame.width[best] ?? 0)) best = frame;
  }
  return best;
}
