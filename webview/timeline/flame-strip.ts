import type { TraceFlame, TracePlace } from '../../src/protocol/timeline.ts';
import { HiDpiCanvas } from '../shared/hi-dpi.ts';
import { Palette } from '../shared/palette.ts';
import { TextWidths } from '../shared/text-widths.ts';
import type { Theme } from '../shared/theme.ts';
import { FLAME_ROW, flameFrameAt, paintFlame } from './paint-flame.ts';

/** The flame graph of the range: a click on a frame goes to its line. */
export class FlameStrip {
  readonly element = document.createElement('div');
  readonly #canvas = document.createElement('canvas');
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
    this.element.append(this.#canvas);
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
