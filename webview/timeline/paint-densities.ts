/** Groups: one line for all their goroutines. */
import { STATE_BLOCKED, STATE_COUNT } from '../../src/protocol/timeline.ts';
import type { Brush } from './brush.ts';
import { LABEL_WIDTH, LANE_BODY, LANE_TOP, xOf, yOf } from './geometry.ts';
import type { LanePicture } from './lane-picture.ts';

/** From the bottom up; those that wait fill the rest. */
const DENSITY_ORDER: readonly number[] = [1, 6, 7, 8, 4, 5, 2, STATE_BLOCKED];

/** Columns of a group: at the bottom who runs, above who could, who is in a syscall; the rest waits. */
export function paintDensities(
  { stage, fills, pixels: layer }: Brush,
  { window, densityRange, hidden }: LanePicture,
): void {
  const { lane, pixels, values, size } = window.densities;
  const time = (densityRange.end - densityRange.start) / pixels;
  const left = xOf(densityRange.start, stage);
  const step = xOf(densityRange.start + time, stage) - left;
  const tiles = DENSITY_ORDER.filter((state) => !hidden.has(state)).map((state) => ({
    state,
    isWaiting: state === STATE_BLOCKED,
    tile: fills.tile(state, layer.ratio, state === STATE_BLOCKED ? 0.35 : 1),
  }));
  const first = Math.max(0, Math.floor((LABEL_WIDTH - left) / step));
  const last = Math.min(pixels, Math.ceil((stage.width - left) / step));
  for (let index = 0; index < lane.length; index++) {
    const y = yOf(window.firstLane + (lane[index] ?? 0), stage) + LANE_TOP;
    if (y > stage.height || y < 0) continue;
    const unit = LANE_BODY / Math.max(1, size[index] ?? 1);
    for (let pixel = first; pixel < last; pixel++) {
      const x = left + pixel * step - LABEL_WIDTH;
      let bottom = y + LANE_BODY;
      for (const { state, isWaiting, tile } of tiles) {
        const row = (index * STATE_COUNT + state) * pixels;
        const value = values[row + pixel] ?? 0;
        if (value <= 0) continue;
        // One of thousands is still to be seen.
        const height = Math.min(bottom - y, isWaiting ? value * unit : Math.max(1, value * unit));
        const top = bottom - height;
        if (isWaiting && height >= LANE_BODY - 0.01) {
          // All wait, as most do most of the time: one rectangle for the whole stretch.
          let behind = pixel + 1;
          while (behind < last && values[row + behind] === value) behind++;
          layer.fill(x, top, (behind - pixel) * step, height, tile);
          pixel = behind - 1;
        } else if (x + step > 0) layer.fill(x, top, step, height, tile);
        bottom = top;
      }
    }
  }
}
