import { html, nothing, render } from 'lit';
import type { TemplateResult } from 'lit';
import { percentDigits, quantity } from '../../src/base/format.ts';
import { parseGoSymbol } from '../../src/base/go-symbol.ts';
import { FRAME_INLINED } from '../../src/protocol/analysis.ts';
import type { FlameWindow, FrameFigures, SampleTypeInfo } from '../../src/protocol/analysis.ts';
import { figure } from '../shared/figure.ts';
import { frameName } from '../shared/label.ts';
import { pointsText, shareChange } from './difference.ts';
import { isEverything } from './ink.ts';
import { placeText } from './place.ts';

/** What the card says about a frame. `figures` follow a moment later; their lines are kept free. */
export interface HoverFacts {
  readonly window: FlameWindow;
  readonly frame: number;
  readonly sampleTypes: readonly SampleTypeInfo[];
  readonly sampleType: number;
  readonly figures: FrameFigures | null;
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

function cardTemplate(facts: HoverFacts): TemplateResult {
  const { window, frame, figures } = facts;
  const symbol = window.names[window.name[frame] ?? 0] ?? '';
  const { prefix, packagePath } = frameName(symbol);
  const { name } = parseGoSymbol(symbol);
  const inlined = ((window.flags[frame] ?? 0) & FRAME_INLINED) !== 0;
  const isAll = isEverything(window, frame);
  const change = window.before === undefined ? null : pointsText(shareChange(window, frame));
  return html`
    <div class="card-name">
      ${isAll ? html`<b>all</b>` : html`<span class="mut">${prefix}</span><b>${name}</b>`}
      ${inlined ? html` <span class="chip">inlined</span>` : nothing}
      ${change === null ? nothing : html` <span class="chip">${change}</span>`}
    </div>
    <div class="card-figures">
      <span></span><span class="mut r">Self</span><span class="mut r">Total</span><span></span>
      ${facts.sampleTypes.map((_, type) => typeRow(facts, type))}
    </div>
    ${
      isAll
        ? nothing
        : html`<div class="mut el">
            ${figures === null ? '\u00a0' : placeText(figures.file, figures.line)}<span class="sep"
              >·</span
            >${packagePath}
          </div>`
    }
  `;
}

/** The frame's own figures are known at once, those of the other sample types a moment later. */
function typeRow(
  { window, frame, sampleTypes, sampleType, figures }: HoverFacts,
  type: number,
): TemplateResult | typeof nothing {
  const info = sampleTypes[type];
  if (info === undefined) return nothing;
  const isShown = type === sampleType;
  const self = isShown ? window.self[frame] : figures?.self[type];
  const total = isShown ? window.total[frame] : figures?.total[type];
  const whole = isShown ? window.profileTotal : info.total;
  const known = self !== undefined && total !== undefined;
  return html`<span class=${isShown ? 'b' : 'mut'}>${info.title}</span
    ><span class="r">${known ? figure(quantity(self, info.unit)) : '…'}</span
    ><span class="r">${known ? figure(quantity(total, info.unit)) : '…'}</span
    ><span class="r"
      >${known ? html`${percentDigits(total, whole)}<span class="unit">%</span>` : ''}</span
    >`;
}
