/** Groups: one line for all their goroutines. */
import { STATE_BLOCKED, STATE_COUNT } from '../../src/protocol/timeline.ts';
import type { Brush } from './brush.ts';
import { LABEL_WIDTH, LANE_BODY, LANE_TOP, xOf, yOf } from './geometry.ts';
import type { LanePicture } from './lane-picture.ts';

/** From the bottom up; those that wait fill the rest. */
const DENSITY_ORDER: readonly number[] = [1, 6, 7, 8, 4, 5, 2, STATE_BLOCKED];

/** Columns of a group: at the bottom who runs, above who could, who is in a syscall; the rest waits. */
export function paintDensities(
  { pen, stage, fills }: Brush,
  { window, densityRange, hidden }: LanePicture,
): void {
  const { lane, pixels, values, size } = window.densities;
  const time = (densityRange.end - densityRange.start) / pixels;
  const left = xOf(densityRange.start, stage);
  const step = xOf(densityRange.start + time, stage) - left;
  for (let index = 0; index < lane.length; index++) {
    const y = yOf(window.firstLane + (lane[index] ?? 0), stage) + LANE_TOP;
    if (y > stage.height || y < 0) continue;
    const first = Math.max(0, Math.floor((LABEL_WIDTH - left) / step));
    const last = Math.min(pixels, Math.ceil((stage.width - left) / step));
    const unit = LANE_BODY / Math.max(1, size[index] ?? 1);
    for (let pixel = first; pixel < last; pixel++) {
      let bottom = y + LANE_BODY;
      for (const state of DENSITY_ORDER) {
        if (hidden.has(state)) continue;
        const value = values[(index * STATE_COUNT + state) * pixels + pixel] ?? 0;
        if (value <= 0) continue;
        const isWaiting = state === STATE_BLOCKED;
        // One of thousands is still to be seen.
        const height = Math.min(bottom - y, isWaiting ? value * unit : Math.max(1, value * unit));
        pen.globalAlpha = isWaiting ? 0.35 : 1;
        pen.fillStyle = fills.of(state, pen);
        pen.fillRect(left + pixel * step, bottom - height, Math.max(step, 1), height);
        bottom -= height;
      }
    }
  }
  pen.globalAlpha = 1;
}
