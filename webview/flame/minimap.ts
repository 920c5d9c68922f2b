/** The whole graph in a corner, with what is in view marked; dragging it moves the view. */
import type { FlameWindow } from '../../src/protocol/analysis.ts';
import { HiDpiCanvas } from '../shared/hi-dpi.ts';
import type { DevicePixels } from '../shared/hi-dpi.ts';
import type { FrameInk } from './ink.ts';
import { spanOf } from './span.ts';
import type { Spans } from './span.ts';

export const MAP_WIDTH = 200;
const MOST_HEIGHT = 110;
const LEAST_HEIGHT = 24;
/** Of a row, in CSS pixels. */
const MOST_ROW = 3;

/** What of the graph is in view: fractions of the width, and rows. */
export interface MapView {
  readonly spans: Spans;
  readonly firstRow: number;
  readonly lastRow: number;
}

export interface MapScene {
  readonly window: FlameWindow;
  readonly ink: FrameInk;
  readonly rootsAtTop: boolean;
  readonly view: MapView;
  readonly frame: string;
  readonly shade: string;
}

export class Minimap {
  readonly element: HTMLElement;
  readonly #canvas: HiDpiCanvas;
  #scene: MapScene | null = null;

  /** `onMove`: this fraction of the width and this row are to be in the middle. */
  constructor(onMove: (fraction: number, row: number) => void) {
    this.element = document.createElement('div');
    this.element.className = 'minimap';
    this.element.title = 'The whole graph (M)';
    this.element.setAttribute('aria-hidden', 'true');
    this.element.hidden = true;
    const canvas = document.createElement('canvas');
    this.element.append(canvas);
    this.#canvas = new HiDpiCanvas(canvas);
    const move = (event: PointerEvent): void => {
      const scene = this.#scene;
      if (scene === null || (event.buttons & 1) === 0) return;
      const box = canvas.getBoundingClientRect();
      const place = Math.floor((event.clientY - box.top) / rowHeight(scene.window));
      const rows = rowsOf(scene.window);
      const row = (scene.rootsAtTop ? place : rows - 1 - place) - scene.window.height;
      onMove((event.clientX - box.left) / box.width, row);
    };
    canvas.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      move(event);
    });
    canvas.addEventListener('pointermove', move);
  }

  hide(): void {
    this.element.hidden = true;
  }

  show(scene: MapScene): void {
    this.#scene = scene;
    const rows = rowsOf(scene.window);
    const height = Math.max(LEAST_HEIGHT, Math.ceil(rows * rowHeight(scene.window)));
    this.element.hidden = false;
    this.element.classList.toggle('at-top', !scene.rootsAtTop);
    this.#canvas.resize(MAP_WIDTH, height);
    const context = this.#canvas.begin();
    this.#canvas.paintPixels((area) => drawMap(area, scene));
    this.#drawView(context, scene, height);
  }

  /** What is out of view is shaded, what is in view has a frame; a sandwich has two parts. */
  #drawView(context: CanvasRenderingContext2D, scene: MapScene, height: number): void {
    const { view, window, rootsAtTop } = scene;
    const place = (row: number): number => {
      const at = (row + window.height) * rowHeight(window);
      return rootsAtTop ? at : height - at;
    };
    const parts: [row: number, first: number, last: number][] = [[0, 0, window.depth]];
    if (window.height > 0) parts.push([-1, -window.height, -1]);
    for (const [half, first, last] of parts) {
      const edges = [place(first), place(last + 1)].sort((a, b) => a - b);
      const inView = [
        place(Math.max(first, view.firstRow)),
        place(Math.min(last, view.lastRow) + 1),
      ];
      const [top = 0, bottom = 0] = inView.sort((a, b) => a - b);
      const [from = 0, to = 0] = edges;
      const { from: left, to: right } = spanOf(view.spans, half);
      const x = left * MAP_WIDTH;
      const width = Math.max(2, (right - left) * MAP_WIDTH);
      context.fillStyle = scene.shade;
      context.globalAlpha = 0.6;
      context.fillRect(0, from, x, to - from);
      context.fillRect(x + width, from, MAP_WIDTH - x - width, to - from);
      if (Math.max(first, view.firstRow) > Math.min(last, view.lastRow)) continue;
      context.fillRect(x, from, width, Math.max(0, top - from));
      context.fillRect(x, bottom, width, Math.max(0, to - bottom));
      context.globalAlpha = 1;
      context.strokeStyle = scene.frame;
      context.lineWidth = 1;
      context.strokeRect(x + 0.5, top + 0.5, Math.max(1, width - 1), Math.max(1, bottom - top - 1));
    }
    context.globalAlpha = 1;
  }
}

function rowsOf({ depth, height }: FlameWindow): number {
  return depth + height + 1;
}

function rowHeight(window: FlameWindow): number {
  return Math.min(MOST_ROW, MOST_HEIGHT / rowsOf(window));
}

/** Every frame at least a pixel high and wide; deeper rows draw over what they share a pixel with. */
export function drawMap(
  { pixels, width, height, ratio }: DevicePixels,
  { window, ink, rootsAtTop }: Pick<MapScene, 'window' | 'ink' | 'rootsAtTop'>,
): void {
  const tall = rowHeight(window) * ratio;
  pixels.fill(0);
  for (let frame = 0; frame < window.length; frame++) {
    const place = (window.row[frame] ?? 0) + window.height;
    const begin = rootsAtTop ? place * tall : height - (place + 1) * tall;
    const top = Math.max(0, Math.floor(begin));
    const bottom = Math.min(height, Math.max(top + 1, Math.floor(begin + tall)));
    const x = window.x[frame] ?? 0;
    const left = Math.floor(x * width);
    const right = Math.max(left + 1, Math.floor((x + (window.width[frame] ?? 0)) * width));
    const colour = ink.fill[ink.of[frame] ?? 0] ?? 0;
    for (let y = top; y < bottom; y++) {
      pixels.fill(colour, y * width + left, y * width + Math.min(width, right));
    }
  }
}
