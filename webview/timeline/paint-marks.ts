import { LANE_GOROUTINE } from '../../src/protocol/timeline.ts';
import type { Brush } from './brush.ts';
import { focusInk, ink } from './brush.ts';
import { LABEL_WIDTH, LANE_HEIGHT, RULER_HEIGHT, xOf, yOf } from './geometry.ts';
import type { LanePicture } from './lane-picture.ts';

/** A flag in the ruler, a dashed line below, and a frame around the moment on the lane of its goroutine. */
export function paintMarks(brush: Brush, { marks, window }: LanePicture): void {
  if (marks.length === 0) return;
  const { pen, stage } = brush;
  const lines = new Map(
    window.lanes.label.map((label, index) => [
      window.lanes.kind[index] === LANE_GOROUTINE ? label : '',
      window.firstLane + index,
    ]),
  );
  pen.fillStyle = focusInk(brush);
  pen.strokeStyle = pen.fillStyle;
  pen.lineWidth = 1;
  for (const { time, goroutine } of marks) {
    const x = Math.round(xOf(time, stage)) + 0.5;
    if (x < LABEL_WIDTH || x > stage.width) continue;
    pen.beginPath();
    pen.moveTo(x, 4);
    pen.lineTo(x + 9, 7.5);
    pen.lineTo(x, 11);
    pen.fill();
    pen.fillRect(x - 0.5, 4, 1, RULER_HEIGHT - 4);
    pen.setLineDash([2, 4]);
    pen.beginPath();
    pen.moveTo(x, RULER_HEIGHT);
    pen.lineTo(x, stage.height);
    pen.stroke();
    pen.setLineDash([]);
    const line = goroutine === null ? undefined : lines.get(`G ${goroutine}`);
    if (line !== undefined) pen.strokeRect(x - 3, yOf(line, stage) + 2, 6, LANE_HEIGHT - 5);
  }
}

/** A hatched band at the foot of the ruler. */
export function paintDoubtful(brush: Brush, { doubtful }: LanePicture): void {
  const { pen, stage } = brush;
  pen.strokeStyle = ink(brush, 'editorWarning-foreground');
  pen.lineWidth = DOUBTFUL_HEIGHT;
  pen.setLineDash([3, 3]);
  for (const { start, end } of doubtful) {
    const from = Math.max(LABEL_WIDTH, xOf(start, stage));
    const to = Math.min(stage.width, xOf(end, stage));
    if (from >= to) continue;
    pen.beginPath();
    pen.moveTo(from, RULER_HEIGHT - DOUBTFUL_HEIGHT / 2);
    pen.lineTo(Math.max(from + 1, to), RULER_HEIGHT - DOUBTFUL_HEIGHT / 2);
    pen.stroke();
  }
  pen.setLineDash([]);
}

const DOUBTFUL_HEIGHT = 3;
