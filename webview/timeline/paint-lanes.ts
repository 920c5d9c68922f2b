/** Draws lanes, their slices and what lies over them. Decides nothing: everything it draws is in its arguments. */
import {
  LANE_GOROUTINE,
  LANE_GROUP,
  LANE_HEADER,
  LANE_MORE,
  SLICE_BLOCK,
  SLICE_DOUBTFUL,
  STATE_BLOCKED,
  STATE_COUNT,
  STATE_RUNNING,
  STATE_TASK,
} from '../../src/protocol/timeline.ts';
import type { TimelineWindow } from '../../src/protocol/timeline.ts';
import { cssColour, mix, textOn } from '../shared/colour.ts';
import type { TextWidths } from '../shared/text-widths.ts';
import type { Theme } from '../shared/theme.ts';
import type { Stage } from './geometry.ts';
import {
  LABEL_WIDTH,
  LANE_BODY,
  LANE_HEIGHT,
  LANE_TOP,
  plotWidth,
  RULER_HEIGHT,
  xOf,
  yOf,
} from './geometry.ts';
import type { StateFills } from './state-styles.ts';
import { STYLES } from './state-styles.ts';
import type { Viewport } from './viewport.ts';
import { ticks, timeLabel } from './viewport.ts';

export interface LanePicture {
  readonly window: TimelineWindow;
  /** What the densities of the window were computed for. */
  readonly densityRange: Viewport;
  readonly isOpen: (group: number) => boolean;
  readonly isFolded: (section: number) => boolean;
  readonly hidden: ReadonlySet<number>;
  readonly showsLinks: boolean;
  /** Lines of the whole list; -1 for none. */
  readonly focusedLane: number;
  readonly hoveredLane: number;
  readonly range: Viewport | null;
  /** The selected slice, as a line and its times. */
  readonly selected: { readonly lane: number; readonly start: number; readonly end: number } | null;
  readonly cursor: number | null;
}

const CODICON_RIGHT = '\ueab6';
const CODICON_DOWN = '\ueab4';
const INDENT: Readonly<Record<number, number>> = {
  [LANE_GROUP]: 24,
  [LANE_GOROUTINE]: 40,
  [LANE_MORE]: 40,
};

export class LanePainter {
  readonly #theme: Theme;
  readonly #fills: StateFills;
  /** Of slices, and of the names of lanes. */
  readonly #small: TextWidths;
  readonly #names: TextWidths;

  constructor(theme: Theme, fills: StateFills, widths: (sizePixels: number) => TextWidths) {
    this.#theme = theme;
    this.#fills = fills;
    this.#small = widths(11);
    this.#names = widths(13);
  }

  draw(pen: CanvasRenderingContext2D, stage: Stage, picture: LanePicture): void {
    pen.textBaseline = 'middle';
    this.#backgrounds(pen, stage, picture);
    pen.save();
    pen.beginPath();
    pen.rect(LABEL_WIDTH, 0, plotWidth(stage), stage.height);
    pen.clip();
    this.#grid(pen, stage);
    this.#densities(pen, stage, picture);
    this.#slices(pen, stage, picture);
    this.#logs(pen, stage, picture);
    if (picture.showsLinks) this.#links(pen, stage, picture);
    this.#selection(pen, stage, picture);
    pen.restore();
    this.#labels(pen, stage, picture);
    this.#ruler(pen, stage, picture);
  }

  #colour(name: string): string {
    return cssColour(this.#theme.colour(name));
  }

  #line(): string {
    return this.#colour(this.#theme.isHighContrast ? 'contrastBorder' : 'panel-border');
  }

  #backgrounds(pen: CanvasRenderingContext2D, stage: Stage, picture: LanePicture): void {
    const { window } = picture;
    const header = mix(
      this.#theme.colour('foreground'),
      this.#theme.colour('editor-background'),
      0.05,
    );
    for (const [index, kind] of window.lanes.kind.entries()) {
      const lane = window.firstLane + index;
      const y = yOf(lane, stage);
      if (y > stage.height || y < -LANE_HEIGHT) continue;
      if (kind === LANE_HEADER && !this.#theme.isHighContrast) {
        pen.fillStyle = cssColour(header);
        pen.fillRect(0, y, stage.width, LANE_HEIGHT);
      } else if (lane === picture.focusedLane && !this.#theme.isHighContrast) {
        pen.fillStyle = this.#colour('list-inactiveSelectionBackground');
        pen.fillRect(0, y, LABEL_WIDTH - 1, LANE_HEIGHT);
      } else if (lane === picture.hoveredLane && !this.#theme.isHighContrast) {
        pen.fillStyle = this.#colour('list-hoverBackground');
        pen.fillRect(0, y, LABEL_WIDTH - 1, LANE_HEIGHT);
      }
      pen.globalAlpha = 0.5;
      pen.fillStyle = this.#line();
      pen.fillRect(0, y + LANE_HEIGHT - 1, stage.width, 1);
      pen.globalAlpha = 1;
    }
  }

  #grid(pen: CanvasRenderingContext2D, stage: Stage): void {
    pen.fillStyle = this.#colour('descriptionForeground');
    pen.globalAlpha = 0.2;
    for (const { time } of ticks(stage.viewport, plotWidth(stage) / 90)) {
      pen.fillRect(Math.round(xOf(time, stage)), RULER_HEIGHT, 1, stage.height);
    }
    pen.globalAlpha = 1;
  }

  #slices(pen: CanvasRenderingContext2D, stage: Stage, { window, hidden }: LanePicture): void {
    const { slices, firstLane, labels } = window;
    pen.font = this.#theme.font(11);
    const right = stage.width;
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
      pen.fillStyle = this.#fills.of(state, pen);
      pen.fillRect(from, top, width, height);
      this.#edges(pen, state, slices.flags[row] ?? 0, { from, top, width, height });
      const label = labels[slices.label[row] ?? 0] ?? '';
      if (label !== '' && width > 24) this.#sliceLabel(pen, label, state, { from, y, width });
    }
  }

  #edges(
    pen: CanvasRenderingContext2D,
    state: number,
    flags: number,
    box: { from: number; top: number; width: number; height: number },
  ): void {
    const { from, top, width, height } = box;
    if ((flags & SLICE_BLOCK) !== 0 && width > 2) {
      // Several in one: a line below says that this is not one of them.
      pen.fillStyle = this.#colour('foreground');
      pen.globalAlpha = 0.45;
      pen.fillRect(from, top + height - 1, width, 1);
      pen.globalAlpha = 1;
    }
    const isOutlined = this.#theme.isHighContrast || state === STATE_TASK;
    const isDoubtful = (flags & SLICE_DOUBTFUL) !== 0;
    if ((!isOutlined && !isDoubtful) || width <= 4) return;
    pen.setLineDash(isDoubtful ? [3, 2] : []);
    pen.strokeStyle = this.#colour(STYLES[state]?.colour ?? 'foreground');
    pen.globalAlpha = state === STATE_TASK ? 0.4 : 1;
    pen.lineWidth = 1;
    pen.strokeRect(from + 0.5, top + 0.5, width - 1, height - 1);
    pen.globalAlpha = 1;
    pen.setLineDash([]);
  }

  #sliceLabel(
    pen: CanvasRenderingContext2D,
    label: string,
    state: number,
    { from, y, width }: { from: number; y: number; width: number },
  ): void {
    const left = Math.max(from, LABEL_WIDTH) + 4;
    const text = this.#small.cut(label, from + width - left - 4);
    if (text === '') return;
    if (state === STATE_BLOCKED) {
      pen.fillStyle = this.#colour('descriptionForeground');
      pen.fillText(text, left, y + LANE_TOP + 5);
      return;
    }
    if (state !== STATE_RUNNING && state !== STATE_TASK) {
      // A pattern and text do not go together.
      pen.fillStyle = this.#colour('editor-background');
      pen.fillRect(left - 2, y + LANE_TOP + 1, this.#small.width(text) + 4, LANE_BODY - 2);
      pen.fillStyle = this.#colour('foreground');
    } else pen.fillStyle = cssColour(textOn(this.#fills.base(state)));
    pen.fillText(text, left, y + LANE_TOP + LANE_BODY / 2 + 0.5);
  }

  /** Columns of a group: at the bottom who runs, above who could, who is in a syscall; the rest waits. */
  #densities(
    pen: CanvasRenderingContext2D,
    stage: Stage,
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
          pen.fillStyle = this.#fills.of(state, pen);
          pen.fillRect(left + pixel * step, bottom - height, Math.max(step, 1), height);
          bottom -= height;
        }
      }
    }
    pen.globalAlpha = 1;
  }

  #logs(pen: CanvasRenderingContext2D, stage: Stage, { window }: LanePicture): void {
    pen.fillStyle = this.#colour('foreground');
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

  /** From who unblocked down or up to who was unblocked. */
  #links(pen: CanvasRenderingContext2D, stage: Stage, { window }: LanePicture): void {
    const { links, firstLane } = window;
    const ink = this.#colour(this.#theme.isHighContrast ? 'contrastActiveBorder' : 'foreground');
    const paper = this.#colour('editor-background');
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
        [1.5, ink],
      ] as const) {
        pen.lineWidth = width;
        pen.strokeStyle = colour;
        pen.beginPath();
        pen.moveTo(x - 8, y1);
        pen.bezierCurveTo(x - 2, y1, x, y1 + (y2 - y1) * 0.3, x, y2);
        pen.stroke();
      }
      const side = isDown ? -1 : 1;
      pen.fillStyle = ink;
      pen.beginPath();
      pen.moveTo(x, y2);
      pen.lineTo(x - 4, y2 + 5 * side);
      pen.lineTo(x + 4, y2 + 5 * side);
      pen.fill();
    }
  }

  #selection(pen: CanvasRenderingContext2D, stage: Stage, picture: LanePicture): void {
    const { selected, range, cursor } = picture;
    const focus = this.#colour(this.#theme.isHighContrast ? 'contrastActiveBorder' : 'focusBorder');
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
      pen.fillStyle = this.#colour('editor-background');
      pen.fillRect(LABEL_WIDTH, RULER_HEIGHT, Math.max(0, from - LABEL_WIDTH), stage.height);
      pen.fillRect(to, RULER_HEIGHT, Math.max(0, stage.width - to), stage.height);
      pen.globalAlpha = 1;
      pen.fillStyle = focus;
      pen.fillRect(from, 0, 1, stage.height);
      pen.fillRect(to, 0, 1, stage.height);
    }
    if (cursor === null) return;
    pen.globalAlpha = 0.5;
    pen.fillStyle = this.#colour('foreground');
    pen.fillRect(Math.round(xOf(cursor, stage)), RULER_HEIGHT, 1, stage.height);
    pen.globalAlpha = 1;
  }

  #labels(pen: CanvasRenderingContext2D, stage: Stage, picture: LanePicture): void {
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
        pen.fillStyle = this.#colour('icon-foreground');
        pen.fillText(isOpen ? CODICON_DOWN : CODICON_RIGHT, kind === LANE_GROUP ? 6 : 2, middle);
      }
      this.#label(pen, window, index, middle);
      if (lane === focusedLane) {
        pen.strokeStyle = this.#colour('focusBorder');
        pen.lineWidth = 1;
        pen.strokeRect(0.5, y + 0.5, LABEL_WIDTH - 2, LANE_HEIGHT - 2);
      }
    }
    pen.fillStyle = this.#line();
    pen.fillRect(LABEL_WIDTH - 1, 0, 1, stage.height);
  }

  #label(
    pen: CanvasRenderingContext2D,
    { lanes }: TimelineWindow,
    index: number,
    middle: number,
  ): void {
    const kind = lanes.kind[index] ?? 0;
    const isHeader = kind === LANE_HEADER;
    const detail = lanes.detail[index] ?? '';
    pen.font = this.#theme.font(11);
    const detailWidth = detail === '' ? 0 : pen.measureText(detail).width + 12;
    const left = isHeader ? 20 : (INDENT[kind] ?? 16);
    pen.font = this.#theme.font(isHeader ? 11 : 13, isHeader ? 600 : 400);
    pen.fillStyle = this.#colour(kind === LANE_MORE ? 'textLink-foreground' : 'foreground');
    const label = lanes.label[index] ?? '';
    const room = LABEL_WIDTH - left - detailWidth - 8;
    const shown = this.#names.cut(label, room);
    pen.fillText(shown, left, middle);
    const labelWidth = pen.measureText(shown).width;
    if (detail === '') return;
    pen.font = this.#theme.font(11);
    pen.fillStyle = this.#colour('descriptionForeground');
    if (isHeader) pen.fillText(detail, left + labelWidth + 8, middle);
    else {
      pen.textAlign = 'right';
      pen.fillText(detail, LABEL_WIDTH - 8, middle);
      pen.textAlign = 'left';
    }
  }

  #ruler(pen: CanvasRenderingContext2D, stage: Stage, { range }: LanePicture): void {
    pen.fillStyle = this.#colour('editor-background');
    pen.fillRect(0, 0, stage.width, RULER_HEIGHT);
    pen.fillStyle = this.#line();
    pen.fillRect(0, RULER_HEIGHT - 1, stage.width, 1);
    pen.font = this.#theme.font(11);
    pen.fillStyle = this.#colour('descriptionForeground');
    pen.textAlign = 'center';
    for (const { time, label } of ticks(stage.viewport, plotWidth(stage) / 90)) {
      const x = xOf(time, stage);
      if (x > LABEL_WIDTH + 24 && x < stage.width - 24) pen.fillText(label, x, 10);
    }
    if (range) this.#rangeLabel(pen, stage, range);
    pen.textAlign = 'left';
  }

  #rangeLabel(pen: CanvasRenderingContext2D, stage: Stage, range: Viewport): void {
    const from = Math.max(LABEL_WIDTH, xOf(range.start, stage));
    const to = Math.min(stage.width, xOf(range.end, stage));
    if (to < LABEL_WIDTH || from > stage.width) return;
    const length = range.end - range.start;
    const label = timeLabel(length, length / 100);
    pen.fillStyle = this.#colour('focusBorder');
    pen.fillRect(from, RULER_HEIGHT - 4, to - from, 3);
    pen.font = this.#theme.font(11, 600);
    const width = pen.measureText(label).width + 12;
    const middle = Math.min(
      Math.max((from + to) / 2, LABEL_WIDTH + width / 2),
      stage.width - width / 2,
    );
    pen.fillRect(middle - width / 2, 1, width, 17);
    pen.fillStyle = cssColour(textOn(this.#theme.colour('focusBorder')));
    pen.fillText(label, middle, 10);
  }
}

/** From the bottom up; those that wait fill the rest. */
const DENSITY_ORDER: readonly number[] = [1, 6, 7, 8, 4, 5, 2, STATE_BLOCKED];
