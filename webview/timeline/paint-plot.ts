import { cssColour } from '../shared/colour.ts';
import type { Theme } from '../shared/theme.ts';
import { axisTicks, shareOf } from './plot.ts';
import type { Plot, PlotSeries } from './plot.ts';

/** Room for what stands beside the axes. */
export const PLOT_LEFT = 64;
export const PLOT_RIGHT = 12;
const PLOT_TOP = 18;
const PLOT_BOTTOM = 20;

export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

interface Frame {
  readonly pen: CanvasRenderingContext2D;
  readonly theme: Theme;
  readonly plot: Plot;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly bottom: number;
  readonly right: number;
}

export function paintPlot(
  pen: CanvasRenderingContext2D,
  { width, height }: PlotSize,
  { theme, plot, hovered }: { theme: Theme; plot: Plot; hovered: number },
): void {
  const right = width - PLOT_RIGHT;
  const bottom = height - PLOT_BOTTOM;
  const frame: Frame = {
    pen,
    theme,
    plot,
    x: (value) => PLOT_LEFT + shareOf(plot.x, value) * (right - PLOT_LEFT),
    y: (value) => bottom - Math.min(1, Math.max(0, shareOf(plot.y, value))) * (bottom - PLOT_TOP),
    bottom,
    right,
  };
  pen.font = theme.font(11);
  pen.textBaseline = 'middle';
  paintAxes(frame);
  for (const series of plot.series) paintSeries(frame, series, hovered);
  paintMarks(frame);
  paintHovered(frame, hovered);
}

function paintAxes({ pen, theme, plot, x, y, bottom, right }: Frame): void {
  const muted = cssColour(theme.colour('descriptionForeground'));
  pen.fillStyle = muted;
  pen.textAlign = 'right';
  for (const tick of axisTicks(plot.y, (bottom - PLOT_TOP) / 28)) {
    const at = Math.round(y(tick));
    pen.fillText(plot.y.words(tick), PLOT_LEFT - 8, at);
    pen.globalAlpha = 0.2;
    pen.fillRect(PLOT_LEFT, at, right - PLOT_LEFT, 1);
    pen.globalAlpha = 1;
  }
  pen.textAlign = 'center';
  for (const tick of axisTicks(plot.x, (right - PLOT_LEFT) / 80)) {
    const at = Math.round(x(tick));
    if (at < PLOT_LEFT || at > right) continue;
    pen.fillText(
      plot.x.words(tick),
      Math.min(Math.max(at, PLOT_LEFT + 12), right - 16),
      bottom + 11,
    );
    pen.globalAlpha = 0.2;
    pen.fillRect(at, PLOT_TOP, 1, bottom - PLOT_TOP);
    pen.globalAlpha = 1;
  }
  pen.textAlign = 'left';
  pen.fillRect(PLOT_LEFT, bottom, right - PLOT_LEFT, 1);
}

function paintSeries(frame: Frame, series: PlotSeries, hovered: number): void {
  const { pen, theme, x, y, bottom } = frame;
  const colour = cssColour(theme.colour(series.colour));
  pen.fillStyle = colour;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  if (series.style === 'bars') {
    for (let index = 0; index < series.y.length; index++) {
      const value = series.y[index] ?? 0;
      if (value <= 0) continue;
      const from = x(series.x[index] ?? 0);
      const width = Math.max(1, x(series.x[index + 1] ?? 0) - from - 1);
      // One of thousands is still to be seen.
      const top = Math.min(bottom - 1, y(value));
      pen.globalAlpha = index === hovered || theme.isHighContrast ? 1 : 0.75;
      pen.fillRect(from, top, width, bottom - top);
    }
    pen.globalAlpha = 1;
    return;
  }
  if (series.style === 'line') pen.setLineDash([4, 3]);
  pen.beginPath();
  let from = Number.NaN;
  let last = Number.NaN;
  const close = (): void => {
    if (series.style !== 'area' || Number.isNaN(from)) return;
    pen.stroke();
    pen.lineTo(last, bottom);
    pen.lineTo(from, bottom);
    pen.globalAlpha = 0.18;
    pen.fill();
    pen.globalAlpha = 1;
    pen.beginPath();
  };
  for (let index = 0; index < series.y.length; index++) {
    const value = series.y[index] ?? Number.NaN;
    const at = x(series.x[index] ?? 0);
    if (Number.isNaN(value)) {
      close();
      from = Number.NaN;
    } else if (Number.isNaN(from)) {
      from = at;
      pen.moveTo(at, y(value));
    } else pen.lineTo(at, y(value));
    last = at;
  }
  if (series.style === 'line') pen.stroke();
  close();
  pen.setLineDash([]);
}

/** Names of marks that would lie over one another are left out; the lines stay. */
function paintMarks({ pen, theme, plot, x, bottom }: Frame): void {
  pen.fillStyle = cssColour(theme.colour('foreground'));
  let free = 0;
  for (const mark of plot.marks) {
    const at = Math.round(x(mark.x));
    pen.globalAlpha = 0.6;
    pen.fillRect(at, PLOT_TOP - 4, 1, bottom - PLOT_TOP + 4);
    pen.globalAlpha = 1;
    const width = pen.measureText(mark.name).width;
    const left = at - width / 2;
    if (left < free) continue;
    pen.fillText(mark.name, left, PLOT_TOP - 10);
    free = left + width + 6;
  }
}

function paintHovered({ pen, theme, plot, x, y, bottom }: Frame, hovered: number): void {
  const [first] = plot.series;
  if (!first || hovered < 0 || first.style === 'bars') return;
  const at = Math.round(x(first.x[hovered] ?? 0));
  pen.fillStyle = cssColour(theme.colour('foreground'));
  pen.globalAlpha = 0.5;
  pen.fillRect(at, PLOT_TOP, 1, bottom - PLOT_TOP);
  pen.globalAlpha = 1;
  for (const series of plot.series) {
    const value = series.y[hovered] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    pen.beginPath();
    pen.arc(at, y(value), 3, 0, 2 * Math.PI);
    pen.fill();
  }
}
