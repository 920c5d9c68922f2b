/** The charts above the lanes: the whole trace, with the part in sight marked. */
import { countText, percentText, quantityText } from '../../src/base/format.ts';
import type { Charts } from '../../src/protocol/timeline.ts';
import { cssColour } from '../shared/colour.ts';
import type { Theme } from '../shared/theme.ts';
import { LABEL_WIDTH } from './geometry.ts';
import type { Viewport } from './viewport.ts';

export const CHARTS_HEIGHT = 62;

export interface ChartsPicture {
  readonly charts: Charts;
  readonly viewport: Viewport;
  readonly traceEnd: number;
  readonly cursor: number | null;
}

interface Row {
  readonly name: string;
  readonly colour: string;
  readonly top: number;
  readonly height: number;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Full height. */
  readonly most: number;
  readonly words: (value: number) => string;
}

/** Draws the charts; their curves are kept as a picture until they, the size or the theme change. */
export class ChartsPainter {
  readonly #theme: Theme;
  readonly #curves = new OffscreenCanvas(1, 1);
  #key: readonly unknown[] = [];

  constructor(theme: Theme) {
    this.#theme = theme;
    theme.onChange(() => (this.#key = []));
  }

  paint(pen: CanvasRenderingContext2D, width: number, picture: ChartsPicture): void {
    const plot = Math.max(1, width - LABEL_WIDTH);
    this.#draw(plot, picture);
    pen.drawImage(this.#curves, LABEL_WIDTH, 0, plot, CHARTS_HEIGHT);
    paintFigures(pen, this.#theme, picture);
    paintViewport(pen, plot, this.#theme, picture);
  }

  #draw(plot: number, { charts, traceEnd }: ChartsPicture): void {
    const ratio = window.devicePixelRatio || 1;
    const key = [charts, plot, ratio];
    if (key.every((part, index) => part === this.#key[index])) return;
    this.#key = key;
    this.#curves.width = Math.round(plot * ratio);
    this.#curves.height = Math.round(CHARTS_HEIGHT * ratio);
    const pen = this.#curves.getContext('2d', { willReadFrequently: true });
    if (!pen) return;
    pen.scale(ratio, ratio);
    for (const row of rowsOf(charts)) paintRow(pen, row, plot, this.#theme);
    paintGoal(pen, charts, plot, this.#theme);
    pen.fillStyle = cssColour(this.#theme.colour('charts-red'));
    for (let index = 0; index < charts.gc.length; index += 2) {
      const from = ((charts.gc[index] ?? 0) / traceEnd) * plot;
      const to = ((charts.gc[index + 1] ?? 0) / traceEnd) * plot;
      pen.fillRect(from, 0, Math.max(1, to - from), 2);
    }
  }
}

/** Names, and the values at the pointer, or at the end of what is in sight. */
function paintFigures(
  pen: CanvasRenderingContext2D,
  theme: Theme,
  { charts, viewport, traceEnd, cursor }: ChartsPicture,
): void {
  pen.textBaseline = 'middle';
  pen.font = theme.font(11);
  const at = cursor ?? viewport.end;
  const pixel = Math.min(
    charts.busy.length - 1,
    Math.max(0, Math.floor((at / traceEnd) * charts.busy.length)),
  );
  for (const row of rowsOf(charts)) {
    const middle = row.top + row.height / 2;
    pen.fillStyle = cssColour(theme.colour('foreground'));
    pen.fillText(row.name, 16, middle);
    pen.fillStyle = cssColour(theme.colour('descriptionForeground'));
    pen.textAlign = 'right';
    const value = row.high[pixel] ?? Number.NaN;
    pen.fillText(Number.isNaN(value) ? '–' : row.words(value), LABEL_WIDTH - 8, middle);
    pen.textAlign = 'left';
  }
}

function rowsOf(charts: Charts): Row[] {
  const heapMost = Math.max(1, largest(charts.heapHigh), largest(charts.goalHigh));
  return [
    {
      name: 'Heap',
      colour: 'charts-blue',
      top: 2,
      height: 22,
      low: charts.heapLow,
      high: charts.heapHigh,
      most: heapMost,
      words: (value) => quantityText(value, 'bytes'),
    },
    {
      name: 'Goroutines',
      colour: 'charts-purple',
      top: 26,
      height: 16,
      low: charts.goroutinesLow,
      high: charts.goroutinesHigh,
      most: Math.max(1, largest(charts.goroutinesHigh)),
      words: countText,
    },
    {
      name: 'Processors',
      colour: 'charts-green',
      top: 44,
      height: 16,
      low: charts.busy,
      high: charts.busy,
      most: Math.max(1, charts.procCount),
      words: (value) => percentText(value, charts.procCount),
    },
  ];
}

/** One column per pixel: filled up to the highest value, a line at the top. Gaps stay gaps. */
function paintRow(
  pen: OffscreenCanvasRenderingContext2D,
  row: Row,
  plot: number,
  theme: Theme,
): void {
  const bottom = row.top + row.height - 1;
  const step = plot / Math.max(1, row.high.length);
  const y = (value: number): number => bottom - (value / row.most) * (row.height - 2);
  pen.fillStyle = cssColour(theme.colour(row.colour));
  for (let pixel = 0; pixel < row.high.length; pixel++) {
    const high = row.high[pixel] ?? Number.NaN;
    if (Number.isNaN(high)) continue;
    const x = pixel * step;
    const low = row.low[pixel] ?? high;
    pen.globalAlpha = 0.18;
    pen.fillRect(x, y(high), step + 0.3, bottom - y(high));
    pen.globalAlpha = 1;
    pen.fillRect(x, y(high), step + 0.3, Math.max(1.2, y(low) - y(high)));
  }
}

/** What the GC lets the heap grow to: a dotted line over the heap. */
function paintGoal(
  pen: OffscreenCanvasRenderingContext2D,
  charts: Charts,
  plot: number,
  theme: Theme,
): void {
  const [heap] = rowsOf(charts);
  if (!heap) return;
  const step = plot / Math.max(1, charts.goalHigh.length);
  pen.fillStyle = cssColour(theme.colour('charts-red'));
  for (let pixel = 0; pixel < charts.goalHigh.length; pixel += 3) {
    const goal = charts.goalHigh[pixel] ?? Number.NaN;
    if (Number.isNaN(goal)) continue;
    const y = heap.top + heap.height - 1 - (goal / heap.most) * (heap.height - 2);
    pen.fillRect(pixel * step, y, Math.max(1, step), 1);
  }
}

function paintViewport(
  pen: CanvasRenderingContext2D,
  plot: number,
  theme: Theme,
  { viewport, traceEnd }: ChartsPicture,
): void {
  const from = LABEL_WIDTH + (viewport.start / traceEnd) * plot;
  const to = LABEL_WIDTH + (viewport.end / traceEnd) * plot;
  if (to - from >= plot - 1) return;
  pen.globalAlpha = 0.5;
  pen.fillStyle = cssColour(theme.colour('editor-background'));
  pen.fillRect(LABEL_WIDTH, 0, from - LABEL_WIDTH, CHARTS_HEIGHT);
  pen.fillRect(to, 0, LABEL_WIDTH + plot - to, CHARTS_HEIGHT);
  pen.globalAlpha = 1;
  const focus = theme.isHighContrast ? 'contrastActiveBorder' : 'focusBorder';
  pen.strokeStyle = cssColour(theme.colour(focus));
  pen.lineWidth = 1.5;
  pen.strokeRect(from, 0.75, Math.max(2, to - from), CHARTS_HEIGHT - 1.5);
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}
