import { WHITE, mix, parseComputedColour } from './colour.ts';
import type { Rgb } from './colour.ts';

/**
 * The editor's colours for canvas drawing. Each variable is resolved once and kept until the theme changes;
 * asking the style engine per frame would cost more than drawing.
 */
export class Theme {
  readonly #probe: HTMLElement;
  readonly #colours = new Map<string, Rgb>();
  readonly #listeners: (() => void)[] = [];
  #family: string | undefined;

  constructor() {
    this.#probe = document.createElement('i');
    this.#probe.hidden = true;
    document.body.append(this.#probe);
    const observer = new MutationObserver(() => this.#changed());
    observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    // Colour customisations change the variables on the root element and leave the body's class alone.
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  }

  get isLight(): boolean {
    const { classList } = document.body;
    return classList.contains('vscode-light') || classList.contains('vscode-high-contrast-light');
  }

  get isHighContrast(): boolean {
    return document.body.classList.contains('vscode-high-contrast');
  }

  get reducesMotion(): boolean {
    return document.body.classList.contains('vscode-reduce-motion');
  }

  /** `colour('charts-blue')` is `--vscode-charts-blue`, opaque; a missing variable gives the text colour. */
  colour(name: string): Rgb {
    const known = this.#colours.get(name);
    if (known) return known;
    const under: Rgb = name === 'editor-background' ? WHITE : this.colour('editor-background');
    this.#probe.style.setProperty('color', `var(--vscode-${name})`);
    const resolved = parseComputedColour(getComputedStyle(this.#probe).color, under);
    // The orange of the dark high contrast theme is too dark on black.
    const lifted = name === 'charts-orange' && this.isHighContrast && !this.isLight;
    const colour = lifted ? mix(resolved, WHITE, 0.75) : resolved;
    this.#colours.set(name, colour);
    return colour;
  }

  /** Font of the views, for `CanvasRenderingContext2D.font`. */
  font(sizePixels: number, weight = 400): string {
    this.#family ??= getComputedStyle(document.body).fontFamily || 'sans-serif';
    return `${weight} ${sizePixels}px ${this.#family}`;
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  #changed(): void {
    this.#colours.clear();
    this.#family = undefined;
    for (const listener of this.#listeners) listener();
  }
}
