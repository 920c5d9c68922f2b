import type { CriticalPath, TimelineWindow } from '../../src/protocol/timeline.ts';
import type { Brush } from './brush.ts';
import { ink } from './brush.ts';
import { LABEL_WIDTH, LANE_HEIGHT, xOf, yOf } from './geometry.ts';
import { pathStretches } from './path-model.ts';

/** Of the line of the path from the top of its lane: below the slices, where nothing else is drawn. */
const PATH_TOP = LANE_HEIGHT - 3.5;

/** A line along whoever had it in hand, and down or up to the next one where it changed hands. */
export function paintPath(brush: Brush, window: TimelineWindow, path: CriticalPath): void {
  const { pen, stage } = brush;
  const stretches = pathStretches(window, path);
  pen.beginPath();
  let lastY: number | null = null;
  for (const { line, start, end } of stretches) {
    if (line < 0) {
      lastY = null;
      continue;
    }
    const y = yOf(line, stage) + PATH_TOP;
    const from = Math.min(Math.max(xOf(start, stage), LABEL_WIDTH - 10), stage.width + 10);
    const to = Math.min(Math.max(xOf(end, stage), LABEL_WIDTH - 10), stage.width + 10);
    if (lastY === null) pen.moveTo(from, y);
    else pen.lineTo(from, y);
    pen.lineTo(to, y);
    lastY = y;
  }
  pen.lineJoin = 'round';
  for (const [width, colour] of [
    [6, 'editor-background'],
    [3, 'charts-red'],
  ] as const) {
    pen.lineWidth = width;
    pen.strokeStyle = ink(brush, colour);
    pen.stroke();
  }
  pen.lineJoin = 'miter';
}
