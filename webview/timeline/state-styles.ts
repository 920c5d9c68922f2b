/** How each state looks: colour, height and pattern, so that colour alone says nothing. */
import {
  STATE_ASSIST,
  STATE_BLOCKED,
  STATE_GC,
  STATE_GC_IDLE,
  STATE_GC_WORKER,
  STATE_REGION,
  STATE_RUNNABLE,
  STATE_RUNNING,
  STATE_STW,
  STATE_SYSCALL,
  STATE_SYSCALL_BLOCKED,
  STATE_TASK,
} from '../../src/protocol/timeline.ts';
import { cssColour, mix } from '../shared/colour.ts';
import type { Rgb } from '../shared/colour.ts';
import type { Tile } from './pixel-layer.ts';

interface StyleTheme {
  colour(name: string): Rgb;
}

export type Fill = 'solid' | 'hatch' | 'dots' | 'cross' | 'stripe';

/** The orange of the editor's charts is translucent in some themes and missing in others: it is mixed. */
function themeColour(theme: StyleTheme, name: string): Rgb {
  if (name !== 'charts-orange') return theme.colour(name);
  return mix(theme.colour('charts-red'), theme.colour('charts-yellow'), 0.5);
}

/** The plain colour of a state. */
export function stateColour(theme: StyleTheme, state: number): Rgb {
  return themeColour(theme, STYLES[state]?.colour ?? 'foreground');
}

export interface StateStyle {
  readonly colour: string;
  /** Share of the lane's height. */
  readonly height: number;
  readonly fill: Fill;
  readonly name: string;
}

export const STYLES: Readonly<Record<number, StateStyle>> = {
  [STATE_RUNNING]: { colour: 'charts-green', height: 1, fill: 'solid', name: 'Running' },
  [STATE_RUNNABLE]: { colour: 'charts-yellow', height: 0.6, fill: 'hatch', name: 'Runnable' },
  [STATE_BLOCKED]: { colour: 'charts-blue', height: 0.22, fill: 'solid', name: 'Blocked' },
  [STATE_SYSCALL]: { colour: 'charts-purple', height: 0.8, fill: 'dots', name: 'Syscall' },
  [STATE_SYSCALL_BLOCKED]: {
    colour: 'charts-purple',
    height: 0.35,
    fill: 'dots',
    name: 'Syscall, without processor',
  },
  [STATE_ASSIST]: { colour: 'charts-orange', height: 1, fill: 'cross', name: 'GC assist' },
  [STATE_GC_WORKER]: { colour: 'charts-red', height: 1, fill: 'stripe', name: 'GC worker' },
  [STATE_GC_IDLE]: { colour: 'charts-red', height: 0.5, fill: 'stripe', name: 'Idle GC worker' },
  [STATE_GC]: { colour: 'charts-red', height: 1, fill: 'stripe', name: 'GC mark' },
  [STATE_STW]: { colour: 'charts-red', height: 1, fill: 'solid', name: 'Stop the world' },
  [STATE_TASK]: { colour: 'foreground', height: 1, fill: 'solid', name: 'Task' },
  [STATE_REGION]: { colour: 'charts-blue', height: 0.45, fill: 'solid', name: 'Region' },
};

/** What the legend shows, each with the states that its switch hides. */
export const LEGEND: readonly { readonly name: string; readonly states: readonly number[] }[] = [
  { name: 'Running', states: [STATE_RUNNING] },
  { name: 'Runnable', states: [STATE_RUNNABLE] },
  { name: 'Blocked', states: [STATE_BLOCKED] },
  { name: 'Syscall', states: [STATE_SYSCALL, STATE_SYSCALL_BLOCKED] },
  { name: 'GC assist', states: [STATE_ASSIST] },
  { name: 'GC / stop the world', states: [STATE_GC_WORKER, STATE_GC_IDLE, STATE_GC, STATE_STW] },
];

const SOLID_SHARE: Readonly<Record<Fill, number>> = {
  solid: 0.82,
  stripe: 0.5,
  hatch: 0.28,
  dots: 0.45,
  cross: 0.4,
};
const TILE = 6;

/** Fills for one theme; made anew when it changes. */
export class StateFills {
  readonly #theme: StyleTheme;
  readonly #known = new Map<number, CanvasPattern | string>();
  readonly #tiles = new Map<string, Tile>();

  constructor(theme: StyleTheme) {
    this.#theme = theme;
  }

  /** The colour of a state over the background, for text on it. */
  base(state: number): Rgb {
    const style = STYLES[state];
    const background = this.#theme.colour('editor-background');
    if (!style) return background;
    const share = state === STATE_TASK ? 0.14 : SOLID_SHARE[style.fill];
    return mix(stateColour(this.#theme, state), background, share);
  }

  of(state: number, context: CanvasRenderingContext2D): CanvasPattern | string {
    const known = this.#known.get(state);
    if (known !== undefined) return known;
    const made = this.#make(state, context);
    this.#known.set(state, made);
    return made;
  }

  /** The same fill in device pixels. */
  tile(state: number, ratio: number, alpha = 1): Tile {
    const key = `${state} ${ratio} ${alpha}`;
    const known = this.#tiles.get(key);
    if (known) return known;
    const made = this.#makeTile(state, ratio, alpha);
    this.#tiles.set(key, made);
    return made;
  }

  /** Of a row of pixels over a state: the text colour over its own. */
  edgeTile(state: number): Tile {
    const key = `edge ${state}`;
    const known = this.#tiles.get(key);
    if (known) return known;
    const colour = mix(this.#theme.colour('foreground'), this.base(state), 0.45);
    const made = { width: 1, height: 1, pixels: Uint32Array.of(pixelOf(colour, 1)) };
    this.#tiles.set(key, made);
    return made;
  }

  #makeTile(state: number, ratio: number, alpha: number): Tile {
    const style = STYLES[state];
    const solid = { width: 1, height: 1, pixels: Uint32Array.of(pixelOf(this.base(state), alpha)) };
    if (!style || style.fill === 'solid') return solid;
    const size = Math.round(TILE * ratio);
    const canvas = new OffscreenCanvas(size, size);
    const pen = canvas.getContext('2d');
    if (!pen) return solid;
    pen.scale(size / TILE, size / TILE);
    this.#paintTile(pen, style);
    const { data } = pen.getImageData(0, 0, size, size);
    const pixels = new Uint32Array(data.buffer);
    const whole = Math.round(alpha * 255);
    for (const [at, pixel] of pixels.entries()) {
      pixels[at] = ((whole << 24) | (pixel & 0xff_ff_ff)) >>> 0;
    }
    return { width: size, height: size, pixels };
  }

  #paintTile(
    pen: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
    style: StateStyle,
  ): void {
    const background = this.#theme.colour('editor-background');
    const colour = themeColour(this.#theme, style.colour);
    pen.fillStyle = cssColour(mix(colour, background, SOLID_SHARE[style.fill]));
    pen.fillRect(0, 0, TILE, TILE);
    pen.fillStyle = cssColour(colour);
    pen.strokeStyle = pen.fillStyle;
    pen.lineWidth = 1.3;
    drawTile(pen, style.fill);
  }

  #make(state: number, context: CanvasRenderingContext2D): CanvasPattern | string {
    const style = STYLES[state];
    const base = cssColour(this.base(state));
    if (!style || style.fill === 'solid') return base;
    const tile = document.createElement('canvas');
    tile.width = TILE;
    tile.height = TILE;
    const pen = tile.getContext('2d');
    if (!pen) return base;
    this.#paintTile(pen, style);
    return context.createPattern(tile, 'repeat') ?? base;
  }
}

/** As it lies in memory, on the processors that browsers run on. */
function pixelOf([red, green, blue]: Rgb, alpha: number): number {
  const whole = Math.round(alpha * 255);
  return (
    ((whole << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0
  );
}

function drawTile(
  pen: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  fill: Fill,
): void {
  if (fill === 'stripe') pen.fillRect(0, 0, 1.5, TILE);
  if (fill === 'dots') {
    pen.fillRect(0, 0, 2, 2);
    pen.fillRect(3, 3, 2, 2);
  }
  if (fill !== 'hatch' && fill !== 'cross') return;
  pen.beginPath();
  for (const offset of [-TILE, 0, TILE]) {
    pen.moveTo(offset, TILE);
    pen.lineTo(offset + TILE, 0);
    if (fill === 'cross') {
      pen.moveTo(offset, 0);
      pen.lineTo(offset + TILE, TILE);
    }
  }
  pen.stroke();
}
