import type { FlameWindow, FunctionDetail } from '../../src/protocol/analysis.ts';
import { HoverCard } from './hover-card.ts';

/** What the tracker reads at the moment it shows a card. */
export interface HoverSource {
  readonly window: FlameWindow | null;
  readonly unit: string;
}

/** The pointer rests this long before its frame's place is asked for. */
const REST_MILLIS = 120;
const MOST_DETAILS = 200;

/** Follows the pointer: shows the card at once, asks for the file when it rests, remembers the answers. */
export class HoverTracker {
  readonly #card: HoverCard;
  readonly #source: () => HoverSource;
  readonly #ask: (node: number) => void;
  readonly #details = new Map<number, FunctionDetail>();
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
    if (frame < 0 || node === 0 || this.#details.has(node)) return;
    this.#timer = setTimeout(() => this.#ask(node), REST_MILLIS);
  }

  answered(node: number, detail: FunctionDetail): void {
    if (this.#details.size >= MOST_DETAILS) this.#details.clear();
    this.#details.set(node, detail);
    if (node === this.#node) this.#show();
  }

  /** Nodes have other meanings now. */
  clear(): void {
    this.#details.clear();
    this.move(-1, 0, 0);
  }

  #show(): void {
    const { window, unit } = this.#source();
    if (this.#frame < 0 || window === null) {
      this.#card.hide();
      return;
    }
    const detail = this.#details.get(this.#node) ?? null;
    this.#card.show({ window, frame: this.#frame, unit, detail }, this.#x, this.#y);
  }
}
