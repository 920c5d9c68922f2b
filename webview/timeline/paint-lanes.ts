/** Draws lanes, their slices and what lies over them. Decides nothing: everything it draws is in its arguments. */
import { LANE_HEADER } from '../../src/protocol/timeline.ts';
import { cssColour, mix } from '../shared/colour.ts';
import type { TextWidths } from '../shared/text-widths.ts';
import type { Theme } from '../shared/theme.ts';
import type { Brush } from './brush.ts';
import { ink, lineInk } from './brush.ts';
import type { Stage } from './geometry.ts';
import { LABEL_WIDTH, LANE_HEIGHT, plotWidth, RULER_HEIGHT, xOf, yOf } from './geometry.ts';
import type { LanePicture } from './lane-picture.ts';
import { paintDensities } from './paint-densities.ts';
import { paintLabels, paintRuler } from './paint-labels.ts';
import {
  paintLinks,
  paintLogs,
  paintSamples,
  paintSelection,
  paintUnread,
} from './paint-overlays.ts';
import { paintDoubtful, paintMarks } from './paint-marks.ts';
import { paintPath } from './paint-path.ts';
import { fillSlices, paintWideSlices } from './paint-slices.ts';
import { PixelLayer } from './pixel-layer.ts';
import type { StateFills } from './state-styles.ts';
import { ticks } from './viewport.ts';

export class LanePainter {
  readonly #tools: Omit<Brush, 'pen' | 'stage'>;

  constructor(theme: Theme, fills: StateFills, widths: (sizePixels: number) => TextWidths) {
    this.#tools = { theme, fills, small: widths(11), names: widths(13), pixels: new PixelLayer() };
  }

  draw(pen: CanvasRenderingContext2D, stage: Stage, picture: LanePicture): void {
    const brush = { ...this.#tools, pen, stage };
    const { pixels } = brush;
    pixels.begin(plotWidth(stage), stage.height, window.devicePixelRatio || 1);
    paintDensities(brush, picture);
    const wide = fillSlices(brush, picture);
    pen.textBaseline = 'middle';
    paintBackgrounds(brush, picture);
    pen.save();
    pen.beginPath();
    pen.rect(LABEL_WIDTH, 0, plotWidth(stage), stage.height);
    pen.clip();
    paintGrid(brush);
    pixels.paint(pen, LABEL_WIDTH, 0);
    paintWideSlices(brush, picture, wide);
    paintSamples(brush, picture);
    paintLogs(brush, picture);
    if (picture.showsLinks) paintLinks(brush, picture);
    if (picture.path) paintPath(brush, picture.window, picture.path);
    paintUnread(brush, picture);
    paintSelection(brush, picture);
    pen.restore();
    paintLabels(brush, picture);
    paintRuler(brush, picture);
    paintDoubtful(brush, picture);
    paintMarks(brush, picture);
  }
}

function paintBackgrounds(brush: Brush, picture: LanePicture): void {
  const { pen, stage, theme } = brush;
  const { window } = picture;
  const header = cssColour(
    mix(theme.colour('foreground'), theme.colour('editor-background'), 0.05),
  );
  const line = lineInk(brush);
  for (const [index, kind] of window.lanes.kind.entries()) {
    const lane = window.firstLane + index;
    const y = yOf(lane, stage);
    if (y > stage.height || y < -LANE_HEIGHT) continue;
    if (kind === LANE_HEADER && !theme.isHighContrast) {
      pen.fillStyle = header;
      pen.fillRect(0, y, stage.width, LANE_HEIGHT);
    } else if (lane === picture.focusedLane && !theme.isHighContrast) {
      pen.fillStyle = ink(brush, 'list-inactiveSelectionBackground');
      pen.fillRect(0, y, LABEL_WIDTH - 1, LANE_HEIGHT);
    } else if (lane === picture.hoveredLane && !theme.isHighContrast) {
      pen.fillStyle = ink(brush, 'list-hoverBackground');
      pen.fillRect(0, y, LABEL_WIDTH - 1, LANE_HEIGHT);
    }
    pen.globalAlpha = 0.5;
    pen.fillStyle = line;
    pen.fillRect(0, y + LANE_HEIGHT - 1, stage.width, 1);
    pen.globalAlpha = 1;
  }
}

function paintGrid(brush: Brush): void {
  const { pen, stage } = brush;
  pen.fillStyle = ink(brush, 'descriptionForeground');
  pen.globalAlpha = 0.2;
  for (const { time } of ticks(stage.viewport, plotWidth(stage) / 90)) {
    pen.fillRect(Math.round(xOf(time, stage)), RULER_HEIGHT, 1, stage.height);
  }
  pen.globalAlpha = 1;
}
