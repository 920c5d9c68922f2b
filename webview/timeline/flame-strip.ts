import type { TraceFlame, TracePlace } from '../../src/protocol/timeline.ts';
import { HiDpiCanvas } from '../shared/hi-dpi.ts';
import { Palette } from '../shared/palette.ts';
import { TextWidths } from '../shared/text-widths.ts';
import type { Theme } from '../shared/theme.ts';
import { frameBeside } from './flame-steps.ts';
import { FLAME_ROW, flameFrameAt, paintFlame } from './paint-flame.ts';

/** The flame graph of the range: a click on a frame, or Enter, goes to its line; arrows go from frame to frame. */
export class FlameStrip {
  readonly element = document.createElement('div');
  readonly #canvas = document.createElement('canvas');
  readonly #words = document.createElement('p');
  readonly #hiDpi: HiDpiCanvas;
  readonly #theme: Theme;
  readonly #widths: TextWidths;
  #palette: Palette;
  #flame: TraceFlame | null = null;
  #hovered = -1;

  constructor(theme: Theme, open: (place: TracePlace, preserveFocus: boolean) => void) {
    this.#theme = theme;
    this.#palette = new Palette(theme);
    this.element.className = 'flame-strip';
    this.#canvas.setAttribute('role', 'img');
    this.#canvas.tabIndex = 0;
    this.#words.className = 'sr-only';
    this.#words.setAttribute('aria-live', 'polite');
    this.element.append(this.#canvas, this.#words);
    this.#hiDpi = new HiDpiCanvas(this.#canvas);
    const pen = this.#hiDpi.context;
    this.#widths = new TextWidths((text) => {
      pen.font = theme.font(12);
      return pen.measureText(text).width;
    });
    theme.onChange(() => {
      this.#palette = new Palette(theme);
      this.#paint();
    });
    this.#canvas.addEventListener('click', (event) => {
      const place = this.#flame?.place[this.#frameAt(event)];
      if (place) open(place, event.altKey);
    });
    this.#canvas.addEventListener('pointermove', (event) => this.#hover(this.#frameAt(event)));
    this.#canvas.addEventListener('pointerleave', () => this.#hover(-1));
    this.#canvas.addEventListener('keydown', (event) => {
      const flame = this.#flame;
      const place = flame?.place[this.#hovered];
      if (event.key === 'Enter' && place) open(place, event.altKey);
      else if (flame && event.key.startsWith('Arrow')) this.#step(flame, event.key);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.#canvas.addEventListener('blur', () => this.#hover(-1));
    new ResizeObserver(() => this.#paint()).observe(this.element);
  }

  show(flame: TraceFlame | null): void {
    if (flame === this.#flame) return;
    this.#flame = flame;
    this.#hovered = -1;
    this.#paint();
    const widest = flame?.place.slice(0, 8).map((place) => place.function);
    this.#canvas.setAttribute('aria-label', `Flame graph: ${widest?.join(', ') ?? 'empty'}`);
  }

  #step(flame: TraceFlame, key: string): void {
    const next = frameBeside(flame, this.#hovered, key);
    if (next < 0) return;
    this.#hover(next);
    this.#words.textContent = this.#canvas.title;
  }

  #hover(frame: number): void {
    if (frame === this.#hovered) return;
    this.#hovered = frame;
    const flame = this.#flame;
    const place = flame?.place[frame];
    const share = ((flame?.width[frame] ?? 0) * 100).toFixed(1);
    this.#canvas.title = place ? `${place.function}\n${share} %` : '';
    this.#paint();
  }

  #frameAt(event: MouseEvent): number {
    if (!this.#flame) return -1;
    const box = this.#canvas.getBoundingClientRect();
    return flameFrameAt(this.#flame, box.width, event.clientX - box.left, event.clientY - box.top);
  }

  #paint(): void {
    const flame = this.#flame;
    const width = this.element.clientWidth;
    if (!flame || width === 0) return;
    this.#hiDpi.resize(width, Math.max(1, flame.depth) * FLAME_ROW);
    const pen = this.#hiDpi.begin();
    const tools = { theme: this.#theme, palette: this.#palette, widths: this.#widths };
    paintFlame(pen, { flame, width, hovered: this.#hovered }, tools);
  }
}
