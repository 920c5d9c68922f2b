import { HiDpiCanvas, oncePerFrame } from '../shared/hi-dpi.ts';
import type { Theme } from '../shared/theme.ts';
import { PLOT_LEFT, PLOT_RIGHT, paintPlot } from './paint-plot.ts';
import { indexAt } from './plot.ts';
import type { Plot } from './plot.ts';

const HEIGHT = 150;

/** A chart with its canvas: the pointer, or the arrow keys, read its values in the line below. */
export class PlotView {
  readonly element = document.createElement('div');
  readonly #canvas = document.createElement('canvas');
  readonly #words = document.createElement('p');
  readonly #hiDpi: HiDpiCanvas;
  readonly #theme: Theme;
  readonly #paintSoon = oncePerFrame(() => this.#paint());
  #plot: Plot | null = null;
  #hovered = -1;

  constructor(theme: Theme) {
    this.#theme = theme;
    this.element.className = 'plot';
    this.#canvas.tabIndex = 0;
    this.#canvas.setAttribute('role', 'img');
    this.#words.className = 'mut';
    this.#words.setAttribute('aria-live', 'polite');
    this.element.append(this.#canvas, this.#words);
    this.#hiDpi = new HiDpiCanvas(this.#canvas);
    new ResizeObserver(() => this.#paintSoon()).observe(this.element);
    theme.onChange(() => this.#paintSoon());
    this.#listen();
  }

  /** The element, showing this. */
  show(plot: Plot): HTMLElement {
    this.#plot = plot;
    this.#canvas.setAttribute('aria-label', plot.label);
    this.#canvas.classList.toggle('opens', plot.open !== undefined);
    this.#paintSoon();
    return this.element;
  }

  #listen(): void {
    const canvas = this.#canvas;
    canvas.addEventListener('pointermove', ({ clientX }) => {
      const { left, width } = canvas.getBoundingClientRect();
      const share = (clientX - left - PLOT_LEFT) / (width - PLOT_LEFT - PLOT_RIGHT);
      const first = this.#plot?.series[0];
      this.#hover(this.#plot && first ? indexAt(first, this.#plot.x, share) : -1);
    });
    canvas.addEventListener('pointerleave', () => this.#hover(-1));
    canvas.addEventListener('click', () => this.#open());
    canvas.addEventListener('keydown', (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step !== undefined) this.#step(step);
      else if (event.key === 'Enter') this.#open();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  #step(step: number): void {
    const length = this.#plot?.series[0]?.y.length ?? 0;
    this.#hover(Math.min(length - 1, Math.max(0, this.#hovered + step)));
  }

  #open(): void {
    if (this.#hovered >= 0) this.#plot?.open?.(this.#hovered);
  }

  #hover(index: number): void {
    if (index === this.#hovered) return;
    this.#hovered = index;
    this.#paintSoon();
  }

  #paint(): void {
    const width = this.element.clientWidth;
    if (!this.#plot || width < 100) return;
    this.#hiDpi.resize(width, HEIGHT);
    paintPlot(
      this.#hiDpi.begin(),
      { width, height: HEIGHT },
      {
        theme: this.#theme,
        plot: this.#plot,
        hovered: this.#hovered,
      },
    );
    this.#words.textContent = this.#hovered < 0 ? '' : this.#plot.words(this.#hovered);
  }
}
