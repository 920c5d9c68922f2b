import type { FlameWindow, FrameFigures, SampleTypeInfo } from '../../src/protocol/analysis.ts';
import { HoverCard } from './hover-card.ts';

/** What the tracker reads at the moment it shows a card. */
export interface HoverSource {
  readonly window: FlameWindow | null;
  readonly sampleTypes: readonly SampleTypeInfo[];
  readonly sampleType: number;
}

/** The pointer rests this long before its frame's figures are asked for. */
const REST_MILLIS = 120;
const MOST_FIGURES = 200;

/** Follows the pointer: shows the card at once, asks for all figures when it rests, remembers the answers. */
export class HoverTracker {
  readonly #card: HoverCard;
  readonly #source: () => HoverSource;
  readonly #ask: (node: number) => void;
  readonly #figures = new Map<number, FrameFigures>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = -1;
  #node = 0;
  #x = 0;
  #y = 0;

  constructor(parent: HTMLElement, source: () => HoverSource, ask: (node: number) => void) {
    this.#card = new HoverCard(parent);
    this.#source = source;
    this.#ask = ask;
  }

  move(frame: number, x: number, y: number): void {
    clearTimeout(this.#timer);
    this.#frame = frame;
    this.#node = this.#source().window?.node[frame] ?? 0;
    this.#x = x;
    this.#y = y;
    this.#show();
    const node = this.#node;
    if (frame < 0 || this.#figures.has(node)) return;
    this.#timer = setTimeout(() => this.#ask(node), REST_MILLIS);
  }

  answered(figures: FrameFigures): void {
    const { node } = figures;
    if (this.#figures.size >= MOST_FIGURES) this.#figures.clear();
    this.#figures.set(node, figures);
    if (node === this.#node) this.#show();
  }

  /** Nodes have other meanings now. */
  clear(): void {
    this.#figures.clear();
    this.move(-1, 0, 0);
  }

  #show(): void {
    const source = this.#source();
    const { window } = source;
    if (this.#frame < 0 || window === null) {
      this.#card.hide();
      return;
    }
    const figures = this.#figures.get(this.#node) ?? null;
    this.#card.show({ ...source, window, frame: this.#frame, figures }, this.#x, this.#y);
  }
}
