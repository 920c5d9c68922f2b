/** Draws the frames of a window. Decides nothing: what is selected, hit or hovered comes in. */
import { percentText } from '../../src/base/format.ts';
import { FRAME_HIT, FRAME_INLINED } from '../../src/protocol/analysis.ts';
import type { FlameWindow } from '../../src/protocol/analysis.ts';
import { pointsText, shareChange } from './difference.ts';
import { ROW_HEIGHT, rowTop, visibleRowRange } from './geometry.ts';
import type { FlameViewport, FrameIndex } from './geometry.ts';
import { fitLabel } from '../shared/label.ts';
import type { FrameName, LabelRuler } from '../shared/label.ts';
import type { FrameColour } from '../shared/palette.ts';

/** Colours that do not depend on the frame. */
export interface PaintColours {
  readonly root: FrameColour;
  /** Ring of the selected frame: black or white. */
  readonly ring: string;
  readonly background: string;
  readonly foreground: string;
  /** Border of every frame in high contrast, else null. */
  readonly border: string | null;
}

export interface FlameScene {
  readonly window: FlameWindow;
  readonly index: FrameIndex;
  readonly viewport: FlameViewport;
  /** By index of the window's names. */
  readonly names: readonly FrameName[];
  /** By index of the window's names as well: all frames of a function look alike. */
  readonly fills: readonly FrameColour[];
  /** By frame, in comparisons; else null. */
  readonly differences: readonly FrameColour[] | null;
  readonly colours: PaintColours;
  readonly ruler: LabelRuler;
  /** `all · 27.7 s`, the label of the profile's root. */
  readonly rootLabel: string;
  /** Frames, -1 for none. */
  readonly selected: number;
  readonly hovered: number;
}

const FRAME_HEIGHT = ROW_HEIGHT - 1;
/** Narrower frames have no label, no dashes. */
const LEAST_LABEL = 26;
const LEAST_DASH = 10;
/** Wider frames show their share at the right end. */
const LEAST_SHARE = 240;
/** Changes are what a comparison is about. */
const LEAST_CHANGE = 160;
const SHARE_ROOM = 56;
const PADDING = 4;

type Context = CanvasRenderingContext2D;

/** Fills first, then lines, then text: few changes of the context's state. */
export function paintFlame(context: Context, scene: FlameScene): void {
  const [firstRow, lastRow] = visibleRowRange(scene.viewport);
  const visible = scene.index.rows.slice(firstRow, lastRow + 1);
  for (const row of visible) paintFills(context, scene, row);
  if (scene.colours.border !== null) {
    for (const row of visible) paintBorders(context, scene, row, scene.colours.border);
  }
  for (const row of visible) paintMarks(context, scene, row);
  context.textBaseline = 'middle';
  for (const row of visible) paintLabels(context, scene, row);
  if (scene.hovered >= 0 && scene.hovered !== scene.selected) paintHover(context, scene);
  if (scene.selected >= 0) paintSelection(context, scene);
}

function colourOf({ window, fills, differences, colours }: FlameScene, frame: number): FrameColour {
  if (window.node[frame] === 0) return colours.root;
  if (differences !== null) return differences[frame] ?? colours.root;
  return fills[window.name[frame] ?? 0] ?? colours.root;
}

function paintFills(context: Context, scene: FlameScene, row: Uint32Array): void {
  const { window, viewport } = scene;
  let last = '';
  for (const frame of row) {
    const { fill } = colourOf(scene, frame);
    if (fill !== last) context.fillStyle = fill;
    last = fill;
    const x = (window.x[frame] ?? 0) * viewport.width;
    const width = (window.width[frame] ?? 0) * viewport.width;
    const top = rowTop(window.row[frame] ?? 0, viewport);
    if (width > 3) {
      // On whole pixels, with a gap of one to the right neighbour: sharp, and cheap to fill.
      const left = Math.round(x);
      context.fillRect(left, top, Math.round(x + width) - left - 1, FRAME_HEIGHT);
    } else context.fillRect(x, top, Math.max(width * 0.75, 0.5), FRAME_HEIGHT);
  }
}

function paintBorders(context: Context, scene: FlameScene, row: Uint32Array, border: string): void {
  const { window, viewport } = scene;
  context.strokeStyle = border;
  context.globalAlpha = 0.5;
  context.lineWidth = 1;
  for (const frame of row) {
    const x = (window.x[frame] ?? 0) * viewport.width;
    const width = (window.width[frame] ?? 0) * viewport.width;
    if (width < 3) continue;
    const top = rowTop(window.row[frame] ?? 0, viewport);
    context.strokeRect(x + 0.5, top + 0.5, width - 2, FRAME_HEIGHT - 1);
  }
  context.globalAlpha = 1;
}

/** Inlined: a dashed line at the bottom edge. Search hit: a dashed ring. */
function paintMarks(context: Context, scene: FlameScene, row: Uint32Array): void {
  const { window, viewport } = scene;
  context.lineWidth = 1;
  for (const frame of row) {
    const flags = window.flags[frame] ?? 0;
    const width = (window.width[frame] ?? 0) * viewport.width;
    if (flags === 0 || width < 3) continue;
    const x = (window.x[frame] ?? 0) * viewport.width;
    const top = rowTop(window.row[frame] ?? 0, viewport);
    context.strokeStyle = colourOf(scene, frame).text;
    if ((flags & FRAME_INLINED) !== 0 && width > LEAST_DASH) {
      context.globalAlpha = 0.8;
      context.setLineDash([2, 2]);
      context.beginPath();
      context.moveTo(x + 1, top + FRAME_HEIGHT - 1.5);
      context.lineTo(x + width - 2, top + FRAME_HEIGHT - 1.5);
      context.stroke();
      context.globalAlpha = 1;
    }
    if ((flags & FRAME_HIT) !== 0) {
      context.setLineDash([3, 2]);
      context.strokeRect(x + 1.5, top + 1.5, Math.max(width - 4, 0.5), FRAME_HEIGHT - 3);
    }
    context.setLineDash([]);
  }
}

function paintLabels(context: Context, scene: FlameScene, row: Uint32Array): void {
  const { window, viewport, ruler, names } = scene;
  const faint = scene.colours.border === null ? 0.75 : 1;
  let last = '';
  for (const frame of row) {
    const width = (window.width[frame] ?? 0) * viewport.width;
    if (width < LEAST_LABEL) continue;
    const { text } = colourOf(scene, frame);
    if (text !== last) context.fillStyle = text;
    last = text;
    const left = (window.x[frame] ?? 0) * viewport.width + PADDING;
    const middle = rowTop(window.row[frame] ?? 0, viewport) + FRAME_HEIGHT / 2 + 0.5;
    const isRoot = window.node[frame] === 0;
    const withShare = isRoot || width > (scene.differences === null ? LEAST_SHARE : LEAST_CHANGE);
    const room = width - 2 * PADDING - (withShare ? SHARE_ROOM : 0);
    const name = isRoot
      ? { packagePath: '', prefix: '', name: scene.rootLabel }
      : names[window.name[frame] ?? 0];
    const label = name === undefined ? null : fitLabel(name, room, ruler);
    if (label === null) continue;
    if (label.prefix !== '') {
      context.globalAlpha = faint;
      context.fillText(label.prefix, left, middle);
      context.globalAlpha = 1;
    }
    const indent = label.prefix === '' ? 0 : ruler.width(label.prefix);
    context.fillText(label.name, left + indent, middle);
    if (withShare) paintShare(context, scene, frame, middle);
  }
}

function paintShare(
  context: Context,
  { window, viewport }: FlameScene,
  frame: number,
  y: number,
): void {
  const right = ((window.x[frame] ?? 0) + (window.width[frame] ?? 0)) * viewport.width;
  context.globalAlpha = 0.8;
  context.textAlign = 'right';
  const text =
    window.before === undefined || window.node[frame] === 0
      ? percentText(window.total[frame] ?? 0, window.profileTotal)
      : pointsText(shareChange(window, frame));
  context.fillText(text, right - 8, y);
  context.textAlign = 'left';
  context.globalAlpha = 1;
}

function paintHover(context: Context, scene: FlameScene): void {
  const { x, top, width } = boxOf(scene, scene.hovered);
  context.lineWidth = 1;
  context.strokeStyle = scene.colours.foreground;
  context.strokeRect(x + 0.5, top + 0.5, Math.max(width - 2, 0.5), FRAME_HEIGHT - 1);
}

/** A ring of two pixels outside and one inside: an orange ring alone would vanish on orange. */
function paintSelection(context: Context, scene: FlameScene): void {
  const { x, top, width } = boxOf(scene, scene.selected);
  context.lineWidth = 2;
  context.strokeStyle = scene.colours.ring;
  context.strokeRect(x + 1, top + 1, Math.max(width - 3, 1), FRAME_HEIGHT - 2);
  if (width < 8) return;
  context.lineWidth = 1;
  context.strokeStyle = scene.colours.background;
  context.strokeRect(x + 2.5, top + 2.5, width - 6, FRAME_HEIGHT - 5);
}

function boxOf({ window, viewport }: FlameScene, frame: number) {
  return {
    x: (window.x[frame] ?? 0) * viewport.width,
    top: rowTop(window.row[frame] ?? 0, viewport),
    width: (window.width[frame] ?? 0) * viewport.width,
  };
}
