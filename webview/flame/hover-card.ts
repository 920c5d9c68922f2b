import { html, nothing, render } from 'lit';
import { percentDigits, quantity } from '../../src/base/format.ts';
import { parseGoSymbol } from '../../src/base/go-symbol.ts';
import { FRAME_INLINED } from '../../src/protocol/analysis.ts';
import type { FlameWindow, FunctionDetail } from '../../src/protocol/analysis.ts';
import { figure } from '../shared/figure.ts';
import { frameName } from '../shared/label.ts';
import { pointsText, shareChange } from './difference.ts';
import { placeText } from './place.ts';

/** What the card says about a frame. `detail` follows a moment later; its line is kept free. */
export interface HoverFacts {
  readonly window: FlameWindow;
  readonly frame: number;
  readonly unit: string;
  readonly detail: FunctionDetail | null;
}

const GAP = 14;
const EDGE = 8;

/** The card at the pointer. It never takes the pointer and never moves the layout. */
export class HoverCard {
  readonly #element: HTMLElement;

  constructor(parent: HTMLElement) {
    this.#element = document.createElement('div');
    this.#element.className = 'hoverc frame-card';
    this.#element.setAttribute('aria-hidden', 'true');
    this.#element.hidden = true;
    parent.append(this.#element);
  }

  hide(): void {
    this.#element.hidden = true;
  }

  show(facts: HoverFacts, x: number, y: number): void {
    render(cardTemplate(facts), this.#element);
    this.#element.hidden = false;
    const { offsetWidth, offsetHeight } = this.#element;
    const left = Math.min(x + GAP, window.innerWidth - offsetWidth - EDGE);
    const below = y + GAP + offsetHeight + EDGE <= window.innerHeight;
    const top = below ? y + GAP : y - GAP - offsetHeight;
    this.#element.style.setProperty('left', `${Math.max(EDGE, left)}px`);
    this.#element.style.setProperty('top', `${Math.max(EDGE, top)}px`);
  }
}

function cardTemplate({ window, frame, unit, detail }: HoverFacts) {
  const symbol = window.names[window.name[frame] ?? 0] ?? '';
  const { prefix, packagePath } = frameName(symbol);
  const { name } = parseGoSymbol(symbol);
  const total = window.total[frame] ?? 0;
  const inlined = ((window.flags[frame] ?? 0) & FRAME_INLINED) !== 0;
  const isRoot = window.node[frame] === 0;
  return html`
    <div class="card-name">
      ${isRoot ? html`<b>all</b>` : html`<span class="mut">${prefix}</span><b>${name}</b>`}
      ${inlined ? html` <span class="chip">inlined</span>` : nothing}
    </div>
    <div class="nw">
      ${figure(quantity(total, unit))} total<span class="sep">·</span>${percentDigits(
        total,
        window.profileTotal,
      )}<span class="unit">%</span><span class="sep">·</span>${figure(
        quantity(window.self[frame] ?? 0, unit),
      )}
      self${window.before === undefined ? nothing : html`<span class="sep">·</span>${pointsText(shareChange(window, frame))}`}
    </div>
    ${
      isRoot
        ? nothing
        : html`<div class="mut el">
            ${detail === null ? '\u00a0' : placeText(detail.file, detail.line)}<span class="sep"
              >·</span
            >${packagePath}
          </div>`
    }
  `;
}
