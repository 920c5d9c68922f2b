/** The names of lanes at the left, and the times above. */
import { LANE_GOROUTINE, LANE_GROUP, LANE_HEADER, LANE_MORE } from '../../src/protocol/timeline.ts';
import type { TimelineWindow } from '../../src/protocol/timeline.ts';
import { cssColour, textOn } from '../shared/colour.ts';
import type { Brush } from './brush.ts';
import { ink, lineInk } from './brush.ts';
import { LABEL_WIDTH, LANE_HEIGHT, plotWidth, RULER_HEIGHT, xOf, yOf } from './geometry.ts';
import type { LanePicture } from './lane-picture.ts';
import type { Viewport } from './viewport.ts';
import { ticks, timeLabel } from './viewport.ts';

const CODICON_RIGHT = '\ueab6';
const CODICON_DOWN = '\ueab4';
const INDENT: Readonly<Record<number, number>> = {
  [LANE_GROUP]: 24,
  [LANE_GOROUTINE]: 40,
  [LANE_MORE]: 40,
};

export function paintLabels(brush: Brush, picture: LanePicture): void {
  const { pen, stage } = brush;
  const { window, focusedLane } = picture;
  for (const [index, kind] of window.lanes.kind.entries()) {
    const lane = window.firstLane + index;
    const y = yOf(lane, stage);
    if (y > stage.height || y < RULER_HEIGHT - LANE_HEIGHT) continue;
    const middle = y + LANE_HEIGHT / 2 + 0.5;
    const key = window.lanes.key[index] ?? 0;
    if (kind === LANE_GROUP || kind === LANE_HEADER) {
      const isOpen = kind === LANE_GROUP ? picture.isOpen(key) : !picture.isFolded(key);
      pen.font = '16px codicon';
      pen.fillStyle = ink(brush, 'icon-foreground');
      pen.fillText(isOpen ? CODICON_DOWN : CODICON_RIGHT, kind === LANE_GROUP ? 6 : 2, middle);
    }
    paintLabel(brush, window, index, middle);
    if (lane === focusedLane) {
      pen.strokeStyle = ink(brush, 'focusBorder');
      pen.lineWidth = 1;
      pen.strokeRect(0.5, y + 0.5, LABEL_WIDTH - 2, LANE_HEIGHT - 2);
    }
  }
  pen.fillStyle = lineInk(brush);
  pen.fillRect(LABEL_WIDTH - 1, 0, 1, stage.height);
}

function paintLabel(brush: Brush, { lanes }: TimelineWindow, index: number, middle: number): void {
  const { pen, theme, names, small } = brush;
  const kind = lanes.kind[index] ?? 0;
  const isHeader = kind === LANE_HEADER;
  const detail = lanes.detail[index] ?? '';
  const detailWidth = detail === '' ? 0 : small.width(detail) + 12;
  const left = isHeader ? 20 : (INDENT[kind] ?? 16);
  pen.font = theme.font(isHeader ? 11 : 13, isHeader ? 600 : 400);
  pen.fillStyle = ink(brush, kind === LANE_MORE ? 'textLink-foreground' : 'foreground');
  const label = lanes.label[index] ?? '';
  const room = LABEL_WIDTH - left - detailWidth - 8;
  const shown = names.cut(label, room);
  pen.fillText(shown, left, middle);
  if (detail === '') return;
  const after = isHeader ? left + pen.measureText(shown).width + 8 : 0;
  pen.font = theme.font(11);
  pen.fillStyle = ink(brush, 'descriptionForeground');
  if (isHeader) pen.fillText(detail, after, middle);
  else {
    pen.textAlign = 'right';
    pen.fillText(detail, LABEL_WIDTH - 8, middle);
    pen.textAlign = 'left';
  }
}

export function paintRuler(brush: Brush, { range }: LanePicture): void {
  const { pen, stage, theme } = brush;
  pen.fillStyle = ink(brush, 'editor-background');
  pen.fillRect(0, 0, stage.width, RULER_HEIGHT);
  pen.fillStyle = lineInk(brush);
  pen.fillRect(0, RULER_HEIGHT - 1, stage.width, 1);
  pen.font = theme.font(11);
  pen.fillStyle = ink(brush, 'descriptionForeground');
  pen.textAlign = 'center';
  for (const { time, label } of ticks(stage.viewport, plotWidth(stage) / 90)) {
    const x = xOf(time, stage);
    if (x > LABEL_WIDTH + 24 && x < stage.width - 24) pen.fillText(label, x, 10);
  }
  if (range) paintRangeLabel(brush, range);
  pen.textAlign = 'left';
}

function paintRangeLabel(brush: Brush, range: Viewport): void {
  const { pen, stage, theme } = brush;
  const from = Math.max(LABEL_WIDTH, xOf(range.start, stage));
  const to = Math.min(stage.width, xOf(range.end, stage));
  if (to < LABEL_WIDTH || from > stage.width) return;
  const length = range.end - range.start;
  const label = timeLabel(length, length / 100);
  pen.fillStyle = ink(brush, 'focusBorder');
  pen.fillRect(from, RULER_HEIGHT - 4, to - from, 3);
  pen.font = theme.font(11, 600);
  const width = pen.measureText(label).width + 12;
  const middle = Math.min(
    Math.max((from + to) / 2, LABEL_WIDTH + width / 2),
    stage.width - width / 2,
  );
  pen.fillRect(middle - width / 2, 1, width, 17);
  pen.fillStyle = cssColour(textOn(theme.colour('focusBorder')));
  pen.fillText(label, middle, 10);
}
