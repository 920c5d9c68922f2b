/** The slices of lanes. */
import {
  LANE_PROC,
  LANE_THREAD,
  SLICE_BLOCK,
  SLICE_DOUBTFUL,
  STATE_BLOCKED,
  STATE_RUNNING,
  STATE_TASK,
} from '../../src/protocol/timeline.ts';
import type { TimelineWindow } from '../../src/protocol/timeline.ts';
import { cssColour, textOn } from '../shared/colour.ts';
import type { Brush } from './brush.ts';
import { ink } from './brush.ts';
import {
  LABEL_WIDTH,
  LANE_BODY,
  LANE_HEIGHT,
  LANE_TOP,
  RULER_HEIGHT,
  xOf,
  yOf,
} from './geometry.ts';
import type { LanePicture } from './lane-picture.ts';
import type { Tile } from './pixel-layer.ts';
import { stateColour, STYLES } from './state-styles.ts';

const LABEL_ROOM = 24;
const EDGE_ROOM = 4;
/** How much is left of slices that are not of the goroutine that is followed. */
const FADED = 0.25;

interface Box {
  readonly from: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Of the lane. */
  readonly y: number;
}

/** Those that are wide enough for an edge or a label, to be drawn over the pixels. */
export type WideSlices = readonly { readonly row: number; readonly box: Box }[];

/** All slices as pixels. */
export function fillSlices(brush: Brush, { window, hidden, followed }: LanePicture): WideSlices {
  const { stage, fills, pixels } = brush;
  const { slices, firstLane } = window;
  const right = stage.width;
  const wide: { row: number; box: Box }[] = [];
  const tiles: Record<number, Tile> = {};
  for (let row = 0; row < slices.length; row++) {
    const state = slices.state[row] ?? 0;
    const style = STYLES[state];
    if (!style || hidden.has(state)) continue;
    const y = yOf(firstLane + (slices.lane[row] ?? 0), stage);
    if (y > stage.height || y < RULER_HEIGHT - LANE_HEIGHT) continue;
    const from = Math.max(LABEL_WIDTH - 2, xOf(slices.start[row] ?? 0, stage));
    const to = Math.min(right + 2, xOf(slices.end[row] ?? 0, stage));
    if (to < LABEL_WIDTH || from > right) continue;
    const width = Math.max(1, to - from - (to - from > 3 ? 1 : 0));
    const height = Math.max(3, LANE_BODY * style.height);
    const top = y + LANE_TOP + LANE_BODY - height;
    const x = from - LABEL_WIDTH;
    const isFaded = followed >= 0 && isElsewhere(window, row, followed);
    const key = isFaded ? -1 - state : state;
    const tile = (tiles[key] ??= fills.tile(state, pixels.ratio, isFaded ? FADED : 1));
    pixels.fill(x, top, width, height, tile);
    if (width <= 2) continue;
    // Several in one: a line below says that this is not one of them.
    const isBlock = ((slices.flags[row] ?? 0) & SLICE_BLOCK) !== 0;
    if (isBlock) pixels.fill(x, top + height - 1, width, 1, fills.edgeTile(state));
    if (width > EDGE_ROOM && !isFaded) wide.push({ row, box: { from, top, width, height, y } });
  }
  return wide;
}

/** Edges and labels. */
export function paintWideSlices(brush: Brush, { window }: LanePicture, wide: WideSlices): void {
  const { slices, labels } = window;
  brush.pen.font = brush.theme.font(11);
  for (const { row, box } of wide) {
    const state = slices.state[row] ?? 0;
    paintEdges(brush, state, slices.flags[row] ?? 0, box);
    if (box.width <= LABEL_ROOM) continue;
    const label = labels[slices.label[row] ?? 0] ?? '';
    if (label !== '') paintLabel(brush, label, state, box);
  }
}

/** On processors and threads, what is not of the goroutine that is followed. */
function isElsewhere({ slices, lanes }: TimelineWindow, row: number, followed: number): boolean {
  const kind = lanes.kind[slices.lane[row] ?? 0] ?? 0;
  return (kind === LANE_PROC || kind === LANE_THREAD) && slices.goroutine[row] !== followed;
}

function paintEdges(brush: Brush, state: number, flags: number, box: Box): void {
  const { pen, theme } = brush;
  const { from, top, width, height } = box;
  const isOutlined = theme.isHighContrast || state === STATE_TASK;
  const isDoubtful = (flags & SLICE_DOUBTFUL) !== 0;
  if (!isOutlined && !isDoubtful) return;
  pen.setLineDash(isDoubtful ? [3, 2] : []);
  pen.strokeStyle = cssColour(stateColour(theme, state));
  pen.globalAlpha = state === STATE_TASK ? 0.4 : 1;
  pen.lineWidth = 1;
  pen.strokeRect(from + 0.5, top + 0.5, width - 1, height - 1);
  pen.globalAlpha = 1;
  pen.setLineDash([]);
}

function paintLabel(brush: Brush, label: string, state: number, { from, y, width }: Box): void {
  const { pen, small, fills } = brush;
  const left = Math.max(from, LABEL_WIDTH) + 4;
  const text = small.cut(label, from + width - left - 4);
  if (text === '') return;
  if (state === STATE_BLOCKED) {
    pen.fillStyle = ink(brush, 'descriptionForeground');
    pen.fillText(text, left, y + LANE_TOP + 5);
    return;
  }
  if (state !== STATE_RUNNING && state !== STATE_TASK) {
    // A pattern and text do not go together.
    pen.fillStyle = ink(brush, 'editor-background');
    pen.fillRect(left - 2, y + LANE_TOP + 1, small.width(text) + 4, LANE_BODY - 2);
    pen.fillStyle = ink(brush, 'foreground');
  } else pen.fillStyle = cssColour(textOn(fills.base(state)));
  pen.fillText(text, left, y + LANE_TOP + LANE_BODY / 2 + 0.5);
}
