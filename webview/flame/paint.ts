/** Draws the frames of a window. Decides nothing: what is selected, hit or hovered comes in. */
import { countText, percentText } from '../../src/base/format.ts';
import type { FlameWindow } from '../../src/protocol/analysis.ts';
import type { HiDpiCanvas } from '../shared/hi-dpi.ts';
import { fitLabel } from '../shared/label.ts';
import type { FrameName, LabelRuler } from '../shared/label.ts';
import { pointsText, shareChange } from './difference.ts';
import { rowTop, xOf } from './geometry.ts';
import { isEverything } from './ink.ts';
import { FRAME_HEIGHT, rasterize } from './raster.ts';
import type { RasterScene } from './raster.ts';

/** Colours that do not depend on the frame. */
export interface PaintColours {
  /** Ring of the selected frame: black or white. */
  readonly ring: string;
  readonly background: string;
  readonly foreground: string;
  /** Of a rectangle that is being dragged. */
  readonly selection: string;
}

/** A rectangle in the view, in CSS pixels. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface FlameScene extends RasterScene {
  /** By index of the window's names. */
  readonly names: readonly FrameName[];
  readonly showsChange: boolean;
  readonly colours: PaintColours;
  readonly ruler: LabelRuler;
  /** `all · 27.7 s`, the label of the profile's root. */
  readonly rootLabel: string;
  /** Frames, -1 for none. */
  readonly selected: number;
  readonly hovered: number;
  /** What is being dragged. */
  readonly rectangle: Rectangle | null;
}

/** Wider frames show their share at the right end. */
const LEAST_SHARE = 240;
/** Changes are what a comparison is about. */
const LEAST_CHANGE = 160;
const SHARE_ROOM = 56;
const PADDING = 4;

type Context = CanvasRenderingContext2D;

/** The frames as pixels, then labels and rings as drawings. */
export function paintFlame(canvas: HiDpiCanvas, context: Context, scene: FlameScene): void {
  const wide = canvas.paintPixels((area) => rasterize(area, scene));
  context.textBaseline = 'middle';
  for (const frame of wide) paintLabel(context, scene, frame);
  paintRests(context, scene);
  if (scene.hovered >= 0 && scene.hovered !== scene.selected) paintHover(context, scene);
  if (scene.selected >= 0) paintSelection(context, scene);
  if (scene.rectangle !== null) paintRectangle(context, scene.rectangle, scene.colours);
}

function paintLabel(context: Context, scene: FlameScene, frame: number): void {
  const { window, viewport, ruler, names, ink } = scene;
  const { x, top, width } = boxOf(scene, frame);
  // What is cut off on the left keeps its label in view.
  const left = Math.max(0, x) + PADDING;
  const right = Math.min(viewport.width, x + width);
  const isRoot = window.node[frame] === 0 && isEverything(window, frame);
  const withShare = isRoot || right - left > (scene.showsChange ? LEAST_CHANGE : LEAST_SHARE);
  const room = right - left - PADDING - (withShare ? SHARE_ROOM : 0);
  const name = isRoot
    ? { packagePath: '', prefix: '', name: scene.rootLabel }
    : names[window.name[frame] ?? 0];
  const label = name === undefined || room <= 0 ? null : fitLabel(name, room, ruler);
  if (label === null) return;
  const middle = top + FRAME_HEIGHT / 2 + 0.5;
  context.fillStyle = ink.colours[ink.of[frame] ?? 0]?.text ?? scene.colours.foreground;
  if (label.prefix !== '') {
    context.globalAlpha = ink.hasBorders ? 1 : 0.75;
    context.fillText(label.prefix, left, middle);
    context.globalAlpha = 1;
  }
  const indent = label.prefix === '' ? 0 : ruler.width(label.prefix);
  context.fillText(label.name, left + indent, middle);
  if (withShare) paintShare(context, window, frame, right - 8, middle);
}

/** `12 more` on the blocks of what is too narrow, where there is room. */
function paintRests(context: Context, { window, viewport, colours, ruler }: FlameScene): void {
  const { rests } = window;
  for (let rest = 0; rest < rests.length; rest++) {
    const row = rests.row[rest] ?? 0;
    const top = rowTop(row, viewport);
    if (top < -FRAME_HEIGHT || top > viewport.height) continue;
    const x = rests.x[rest] ?? 0;
    const left = Math.max(0, xOf(x, row, viewport));
    const right = Math.min(viewport.width, xOf(x + (rests.width[rest] ?? 0), row, viewport));
    const text = `${countText(rests.count[rest] ?? 0)} more`;
    const width = ruler.width(text);
    if (right - left < width + 4 * PADDING) continue;
    context.fillStyle = colours.background;
    context.fillRect(left + PADDING, top, width + 2 * PADDING, FRAME_HEIGHT);
    context.fillStyle = colours.foreground;
    context.fillText(text, left + 2 * PADDING, top + FRAME_HEIGHT / 2 + 0.5);
  }
}

function paintShare(
  context: Context,
  window: FlameWindow,
  frame: number,
  right: number,
  y: number,
): void {
  context.globalAlpha = 0.8;
  context.textAlign = 'right';
  const text =
    window.before === undefined || isEverything(window, frame)
      ? percentText(window.total[frame] ?? 0, window.profileTotal)
      : pointsText(shareChange(window, frame));
  context.fillText(text, right, y);
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

function paintRectangle(
  context: Context,
  { left, top, right, bottom }: Rectangle,
  { selection }: PaintColours,
): void {
  context.fillStyle = selection;
  context.strokeStyle = selection;
  context.lineWidth = 1;
  context.globalAlpha = 0.25;
  context.fillRect(left, top, right - left, bottom - top);
  context.globalAlpha = 1;
  context.strokeRect(left + 0.5, top + 0.5, right - left - 1, bottom - top - 1);
}

/** A frame in the view; cut just outside of it, because a canvas draws no line of a million pixels well. */
function boxOf({ window, viewport }: FlameScene, frame: number) {
  const row = window.row[frame] ?? 0;
  const left = xOf(window.x[frame] ?? 0, row, viewport);
  const right = xOf((window.x[frame] ?? 0) + (window.width[frame] ?? 0), row, viewport);
  const x = Math.max(-4, left);
  return { x, top: rowTop(row, viewport), width: Math.min(viewport.width + 4, right) - x };
}
