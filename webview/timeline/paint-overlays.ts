/** What lies over the lanes: logs, arrows, the selection. */
import type { Brush } from './brush.ts';
import { focusInk, ink } from './brush.ts';
import { LABEL_WIDTH, LANE_HEIGHT, LANE_TOP, RULER_HEIGHT, xOf, yOf } from './geometry.ts';
import type { LanePicture } from './lane-picture.ts';

export function paintLogs(brush: Brush, { window }: LanePicture): void {
  const { pen, stage } = brush;
  pen.fillStyle = ink(brush, 'foreground');
  for (const [index, lane] of window.logs.lane.entries()) {
    const x = xOf(window.logs.time[index] ?? 0, stage);
    const y = yOf(window.firstLane + lane, stage);
    pen.beginPath();
    pen.moveTo(x, y + LANE_TOP - 2);
    pen.lineTo(x + 3, y + LANE_TOP + 3);
    pen.lineTo(x - 3, y + LANE_TOP + 3);
    pen.fill();
  }
}

/** A tick below the slices for each CPU sample. */
export function paintSamples(brush: Brush, { window }: LanePicture): void {
  const { pen, stage } = brush;
  pen.fillStyle = ink(brush, 'foreground');
  for (const [index, lane] of window.samples.lane.entries()) {
    const x = xOf(window.samples.time[index] ?? 0, stage);
    if (x < LABEL_WIDTH || x > stage.width) continue;
    pen.fillRect(x, yOf(window.firstLane + lane, stage) + LANE_HEIGHT - 4, 1, 3);
  }
}

/** From who unblocked down or up to who was unblocked. */
export function paintLinks(brush: Brush, { window }: LanePicture): void {
  const { pen, stage, theme } = brush;
  const { links, firstLane } = window;
  const stroke = ink(brush, theme.isHighContrast ? 'contrastActiveBorder' : 'foreground');
  const paper = ink(brush, 'editor-background');
  for (let row = 0; row < links.length; row++) {
    const x = xOf(links.time[row] ?? 0, stage);
    if (x < LABEL_WIDTH || x > stage.width) continue;
    const from = links.from[row] ?? 0;
    const to = links.to[row] ?? 0;
    const isDown = from < to;
    const y1 = yOf(firstLane + from, stage) + (isDown ? 15 : 6);
    const y2 = yOf(firstLane + to, stage) + (isDown ? 6 : 16);
    for (const [width, colour] of [
      [4, paper],
      [1.5, stroke],
    ] as const) {
      pen.lineWidth = width;
      pen.strokeStyle = colour;
      pen.beginPath();
      pen.moveTo(x - 8, y1);
      pen.bezierCurveTo(x - 2, y1, x, y1 + (y2 - y1) * 0.3, x, y2);
      pen.stroke();
    }
    const side = isDown ? -1 : 1;
    pen.fillStyle = stroke;
    pen.beginPath();
    pen.moveTo(x, y2);
    pen.lineTo(x - 4, y2 + 5 * side);
    pen.lineTo(x + 4, y2 + 5 * side);
    pen.fill();
  }
}

/** Behind the part that is read: nothing is known there, which is not that nothing happened. */
export function paintUnread(brush: Brush, { readEnd }: LanePicture): void {
  const { pen, stage, theme } = brush;
  const x = Math.max(LABEL_WIDTH, xOf(readEnd, stage));
  const width = stage.width - x;
  if (!(width > 0)) return;
  pen.fillStyle = ink(brush, 'editor-background');
  pen.fillRect(x, RULER_HEIGHT, width, stage.height);
  pen.fillStyle = ink(brush, 'descriptionForeground');
  pen.globalAlpha = 0.1;
  pen.fillRect(x, RULER_HEIGHT, width, stage.height);
  pen.globalAlpha = 1;
  pen.fillRect(x, RULER_HEIGHT, 1, stage.height);
  const words = 'Not read yet';
  pen.font = theme.font(11);
  if (width > pen.measureText(words).width + 16) {
    pen.fillText(words, x + 8, RULER_HEIGHT + LANE_HEIGHT / 2);
  }
}

export function paintSelection(brush: Brush, picture: LanePicture): void {
  const { pen, stage } = brush;
  const { selected, range, cursor } = picture;
  const focus = focusInk(brush);
  if (selected) {
    const from = Math.max(LABEL_WIDTH - 3, xOf(selected.start, stage));
    const to = Math.min(stage.width + 3, xOf(selected.end, stage));
    pen.strokeStyle = focus;
    pen.lineWidth = 2;
    pen.strokeRect(from, yOf(selected.lane, stage) + 2, Math.max(3, to - from), LANE_HEIGHT - 5);
  }
  if (range) {
    const from = xOf(range.start, stage);
    const to = xOf(range.end, stage);
    pen.globalAlpha = 0.4;
    pen.fillStyle = ink(brush, 'editor-background');
    pen.fillRect(LABEL_WIDTH, RULER_HEIGHT, Math.max(0, from - LABEL_WIDTH), stage.height);
    pen.fillRect(to, RULER_HEIGHT, Math.max(0, stage.width - to), stage.height);
    pen.globalAlpha = 1;
    pen.fillStyle = focus;
    pen.fillRect(from, 0, 1, stage.height);
    pen.fillRect(to, 0, 1, stage.height);
  }
  if (cursor === null) return;
  pen.globalAlpha = 0.5;
  pen.fillStyle = ink(brush, 'foreground');
  pen.fillRect(Math.round(xOf(cursor, stage)), RULER_HEIGHT, 1, stage.height);
  pen.globalAlpha = 1;
}
