/** Brings state and canvases together: pictures, hover card, swatches, and the hidden list for screen readers. */
import { html, nothing, render } from 'lit';
import type { TemplateResult } from 'lit';
import { quantityText } from '../../src/base/format.ts';
import { SLICE_BLOCK, SLICE_DOUBTFUL } from '../../src/protocol/timeline.ts';
import type { TraceMark } from '../../src/protocol/timeline.ts';
import { TextWidths } from '../shared/text-widths.ts';
import type { Theme } from '../shared/theme.ts';
import type { Stage } from './geometry.ts';
import {
  LABEL_WIDTH,
  lanesInSight,
  markUnder,
  plotWidth,
  RULER_HEIGHT,
  sliceUnder,
  timeAt,
} from './geometry.ts';
import { markNear } from './marks-model.ts';
import { infoOf, isOpen, lineOf, readEnd, traceEnd } from './model.ts';
import type { PageState } from './model.ts';
import { ChartsPainter } from './paint-charts.ts';
import { LanePainter } from './paint-lanes.ts';
import { sliceText } from './slice-text.ts';
import type { StageView } from './stage-view.ts';
import { StateFills, STYLES } from './state-styles.ts';
import { timeLabel } from './viewport.ts';

const CARD_GAP = 14;
const DESCRIBE_MILLIS = 80;
/** How near to a bookmark the pointer has to be. */
export const MARK_PIXELS = 6;
const SECTION_NAMES = ['runtime', 'processors', 'threads', 'goroutines', 'tasks'] as const;

export class Painter {
  readonly #theme: Theme;
  readonly #view: StageView;
  readonly #card = document.createElement('div');
  readonly #list = document.createElement('ul');
  /** The lane in focus and the slice on it, as keys move on. */
  readonly #focus = document.createElement('p');
  #fills: StateFills;
  #lanes: LanePainter;
  readonly #charts: ChartsPainter;
  #describeTimer: ReturnType<typeof setTimeout> | undefined;
  #hover: { readonly x: number; readonly y: number; readonly lane: number } | null = null;

  constructor(theme: Theme, view: StageView, body: HTMLElement) {
    this.#theme = theme;
    this.#view = view;
    this.#fills = new StateFills(theme);
    this.#lanes = this.#createLanes();
    this.#charts = new ChartsPainter(theme);
    this.#card.className = 'hoverc slice-card';
    this.#card.setAttribute('aria-hidden', 'true');
    this.#card.hidden = true;
    this.#list.className = 'sr-only';
    this.#list.setAttribute('aria-label', 'Lanes in sight');
    this.#focus.className = 'sr-only';
    this.#focus.setAttribute('aria-live', 'polite');
    body.append(this.#card);
    view.element.append(this.#list, this.#focus);
    theme.onChange(() => {
      this.#fills = new StateFills(theme);
      this.#lanes = this.#createLanes();
    });
  }

  isLabel(x: number): boolean {
    return x < LABEL_WIDTH;
  }

  hover(state: PageState, stage: Stage, at: { x: number; y: number; lane: number }): void {
    this.#hover = at;
    const { window } = state;
    const row = window && !this.isLabel(at.x) ? sliceUnder(window.data, at.x, at.y, stage) : -1;
    const words = window && !this.isLabel(at.x) ? markUnder(window.data, at.x, at.lane, stage) : '';
    const mark = at.y < RULER_HEIGHT ? this.#markAt(state, stage, at.x) : undefined;
    if (mark && mark.note !== '') render(html`<div>${mark.note}</div>`, this.#card);
    else if (words !== '') render(html`<div>${words}</div>`, this.#card);
    else if (window && row >= 0) render(cardTemplate(window.data, row), this.#card);
    else {
      this.#card.hidden = true;
      return;
    }
    this.#place(at.x, at.y);
  }

  /** The time under the pointer; null when it is elsewhere. */
  pointerTime(stage: Stage): number | null {
    return this.#hover && !this.isLabel(this.#hover.x) ? timeAt(this.#hover.x, stage) : null;
  }

  #markAt({ marks }: PageState, stage: Stage, x: number): TraceMark | undefined {
    const slack = timeAt(x + MARK_PIXELS, stage) - timeAt(x, stage);
    return marks[markNear(marks, timeAt(x, stage), slack)];
  }

  leave(): void {
    this.#hover = null;
    this.#card.hidden = true;
  }

  paint(state: PageState, stage: Stage): void {
    const end = traceEnd(state);
    const cursor = this.pointerTime(stage);
    const chartsPen = this.#view.charts.begin();
    if (state.charts) {
      const picture = { charts: state.charts, viewport: state.viewport, traceEnd: end, cursor };
      this.#charts.paint(chartsPen, stage.width, picture);
    }
    const pen = this.#view.lanes.begin();
    const { window, slice } = state;
    if (!window) return;
    const selectedLine = slice ? lineOf(state, slice.lane) : -1;
    this.#lanes.draw(pen, stage, {
      window: window.data,
      densityRange: window.range,
      isOpen: (key) => isOpen(state, key),
      isFolded: (section) => state.folded.includes(SECTION_NAMES[section] ?? 'runtime'),
      hidden: state.hidden,
      showsLinks: state.showsLinks,
      followed: state.followed,
      focusedLane: state.focusedLane,
      hoveredLane: this.#hover?.lane ?? -1,
      doubtful: infoOf(state)?.doubtful ?? [],
      readEnd: readEndOf(state),
      range: state.range,
      selected:
        slice && selectedLine >= 0
          ? { lane: selectedLine, start: slice.start, end: slice.end }
          : null,
      path: state.path,
      marks: state.marks,
      cursor,
    });
    // Not per frame: it is read, not watched.
    clearTimeout(this.#describeTimer);
    this.#describeTimer = setTimeout(() => this.#describe(state, stage), DESCRIBE_MILLIS);
  }

  /** A small canvas that `paintSwatches` fills: patterns are no CSS. */
  swatch(state: number): TemplateResult {
    return html`<canvas class="swatch" data-state=${state} aria-hidden="true"></canvas>`;
  }

  paintSwatches(root: HTMLElement): void {
    for (const canvas of root.querySelectorAll<HTMLCanvasElement>('canvas[data-state]')) {
      const width = canvas.clientWidth || 16;
      const height = canvas.clientHeight || 12;
      const ratio = window.devicePixelRatio || 1;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      const pen = canvas.getContext('2d');
      const state = Number(canvas.dataset['state']);
      if (!pen) continue;
      pen.scale(ratio, ratio);
      const share = canvas.parentElement?.parentElement?.classList.contains('state-bar')
        ? 1
        : (STYLES[state]?.height ?? 1);
      const tall = Math.max(3, height * share);
      pen.fillStyle = this.#fills.of(state, pen);
      pen.fillRect(0, height - tall, width, tall);
    }
  }

  #createLanes(): LanePainter {
    const measure = document.createElement('canvas').getContext('2d');
    const widths = (sizePixels: number): TextWidths =>
      new TextWidths((text) => {
        if (!measure) return text.length * 6;
        measure.font = this.#theme.font(sizePixels);
        return measure.measureText(text).width;
      });
    return new LanePainter(this.#theme, this.#fills, widths);
  }

  #place(x: number, y: number): void {
    const box = this.#view.scroller.getBoundingClientRect();
    this.#card.hidden = false;
    const left = Math.min(box.left + x + CARD_GAP, window.innerWidth - this.#card.offsetWidth - 8);
    const below = box.top + y + CARD_GAP;
    const top =
      below + this.#card.offsetHeight > window.innerHeight
        ? below - this.#card.offsetHeight - 2 * CARD_GAP
        : below;
    this.#card.style.setProperty('left', `${left}px`);
    this.#card.style.setProperty('top', `${top}px`);
  }

  /** What a screen reader is told: the lanes in sight and what each shows. */
  #describe(state: PageState, stage: Stage): void {
    const data = state.window?.data;
    if (!data || !infoOf(state)) return;
    const { first, count } = lanesInSight(stage);
    const counts = new Map<number, number>();
    for (const lane of data.slices.lane) counts.set(lane, (counts.get(lane) ?? 0) + 1);
    const lines = data.lanes.label.flatMap((label, index) => {
      const line = data.firstLane + index;
      if (line < first || line >= first + count) return [];
      const slices = counts.get(index) ?? 0;
      const detail = data.lanes.detail[index] ?? '';
      return [`${label} ${detail}${slices > 0 ? `, ${slices} slices in sight` : ''}`];
    });
    render(
      lines.map((line) => html`<li>${line}</li>`),
      this.#list,
    );
    this.#focus.textContent = focusWords(state);
    const { start, end } = state.viewport;
    const step = (end - start) / plotWidth(stage);
    this.#view.scroller.setAttribute(
      'aria-label',
      `Timeline from ${timeLabel(start, step)} to ${timeLabel(end, step)}`,
    );
  }
}

function focusWords(state: PageState): string {
  const { window, focusedLane, slice } = state;
  const index = focusedLane - (window?.data.firstLane ?? 0);
  const label = window?.data.lanes.label[index] ?? '';
  const isOnLane = slice !== null && lineOf(state, slice.lane) === focusedLane;
  return isOnLane ? (sliceText(slice).split('\n')[0] ?? label) : label;
}

function readEndOf(state: PageState): number {
  // Lanes of the beginning stay until those of the whole trace are there.
  const info = state.window?.info ?? infoOf(state);
  return info && info.readShare < 1 ? readEnd(info) : Number.POSITIVE_INFINITY;
}

function cardTemplate(
  { slices, lanes, labels }: NonNullable<PageState['window']>['data'],
  row: number,
): TemplateResult {
  const lane = slices.lane[row] ?? 0;
  const state = slices.state[row] ?? 0;
  const flags = slices.flags[row] ?? 0;
  const count = slices.count[row] ?? 1;
  const label = labels[slices.label[row] ?? 0] ?? '';
  const length = quantityText((slices.end[row] ?? 0) - (slices.start[row] ?? 0), 'nanoseconds');
  const isBlock = (flags & SLICE_BLOCK) !== 0;
  return html`<div>
      <b>${lanes.label[lane] ?? ''}</b>
      <span class="mut">${isBlock ? 'mostly ' : ''}${STYLES[state]?.name ?? ''}</span>
    </div>
    <div>
      ${isBlock ? `${count} slices in ${length}` : length}${label === '' || isBlock ? nothing : html`<span class="sep">·</span>${label}`}
    </div>
    ${(flags & SLICE_DOUBTFUL) === 0 ? nothing : html`<div class="mut">From a damaged part of the trace: may be wrong</div>`}`;
}
