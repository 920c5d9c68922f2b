/** The pane at the side: the range, the slice, the stack. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { countText, percentDigits, quantity } from '../../src/base/format.ts';
import { shortSymbol } from '../../src/base/go-symbol.ts';
import { KIND_RUNTIME, KIND_STD } from '../../src/protocol/analysis.ts';
import type {
  GoroutineRef,
  RangeDetail,
  SliceDetail,
  TracePlace,
} from '../../src/protocol/timeline.ts';
import { STATE_BLOCKED, STATE_RUNNABLE } from '../../src/protocol/timeline.ts';
import { figure, strongFigure } from '../shared/figure.ts';
import { frameName } from '../shared/label.ts';
import { setVariables } from '../shared/set-variables.ts';
import type { PageState } from './model.ts';
import { STYLES } from './state-styles.ts';
import type { Viewport } from './viewport.ts';
import { timeLabel } from './viewport.ts';

export interface DetailActions {
  openPlace(place: TracePlace): void;
  /** Sets a breakpoint for goroutines that started with a function. */
  breakHere(place: TracePlace, startedAs: string): void;
  /** Goes to a goroutine, at a time where one is given. */
  goTo(goroutine: GoroutineRef, time: number | null): void;
  swatch(state: number): TemplateResult;
}

const BAR_STATES = [1, 6, 7, 8, 2, 4, 5, 3];

export function detailsPane(state: PageState, actions: DetailActions): TemplateResult {
  const { range, rangeDetail, slice } = state;
  return html`<aside class="pane col" aria-label="Details">
    ${range && rangeDetail ? rangePart(range, rangeDetail, actions) : nothing}
    ${slice ? slicePart(slice, actions) : nothing}
    ${
      !range && !slice
        ? html`<div class="empty">
            <p><b>Nothing selected</b></p>
            <p class="mut">
              Click a slice to see what it waited for and its stack. Drag over the lanes to measure
              a range.
            </p>
          </div>`
        : nothing
    }
    ${range && rangeDetail ? waitsPart(rangeDetail, actions) : nothing}
  </aside>`;
}

function rangePart(
  range: Viewport,
  { title, byState, busy, procs }: RangeDetail,
  actions: DetailActions,
): TemplateResult {
  const total = byState.reduce((sum, nanos, state) => (state === 0 ? sum : sum + nanos), 0);
  const states = BAR_STATES.filter((state) => (byState[state] ?? 0) > 0);
  return html`<div class="ds-answer">
      Selection&nbsp;${strongFigure(quantity(range.end - range.start, 'nanoseconds'))}<span
        class="sep"
        >·</span
      >${
        title === ''
          ? html`processors&nbsp;<b>${percentDigits(busy, 1)}</b>&nbsp;<span class="mut"
                >% of ${procs} busy</span
              >`
          : html`<span class="el" title=${title}>${shortTitle(title)}</span>`
      }
    </div>
    <div class="state-bar" aria-hidden="true">
      ${states.map(
        (state) =>
          html`<span ${setVariables({ '--w': (byState[state] ?? 0) / total })}
            >${actions.swatch(state)}</span
          >`,
      )}
    </div>
    ${states.map(
      (state) =>
        html`<div class="row">
          ${actions.swatch(state)}<span class="grow el">${STYLES[state]?.name ?? ''}</span>
          <span class="r wide">${figure(quantity(byState[state] ?? 0, 'nanoseconds'))}</span>
          <span class="r mut share">${percentDigits(byState[state] ?? 0, total)} %</span>
        </div>`,
    )}`;
}

function slicePart(slice: SliceDetail, actions: DetailActions): TemplateResult {
  const { state, reason, unblockedBy, goroutine, proc, stack, creator, createdAt } = slice;
  const name = STYLES[state]?.name ?? '';
  return html`<div class="sec-h line">
      <span class="el">${slice.title}</span>
    </div>
    <div class="row">
      ${actions.swatch(state)}<b>${name}</b
      ><span class="grow el">${reason === '' ? nothing : `on ${reason}`}</span
      ><span class="r">${figure(quantity(slice.end - slice.start, 'nanoseconds'))}</span>
    </div>
    ${fact('Begins', html`${timeLabel(slice.start, Math.max(1, slice.start / 1e5))}`)}
    ${goroutine ? fact('Runs', goroutineLink(goroutine, slice.start, actions)) : nothing}
    ${proc === null ? nothing : fact('Runs on', html`${proc}`)}
    ${unblockedBy && (state === STATE_BLOCKED || state === STATE_RUNNABLE) ? unblock(unblockedBy, actions) : nothing}
    ${
      creator || createdAt
        ? fact(
            'Created by',
            html`${creator ? goroutineLink(creator, null, actions) : nothing}
            ${createdAt ? placeLink(createdAt, actions) : nothing}`,
          )
        : nothing
    }
    ${stack.length === 0 ? nothing : stackPart(stack, actions)} ${breakPart(slice, actions)}`;
}

function unblock(
  { goroutine, time, place, waited }: NonNullable<SliceDetail['unblockedBy']>,
  actions: DetailActions,
): TemplateResult {
  return html`${fact(
    'Unblocked by',
    html`${goroutine ? goroutineLink(goroutine, time, actions) : 'the runtime'}
    ${place ? placeLink(place, actions) : nothing}`,
  )}
  ${waited === null ? nothing : fact('Then waited', html`${figure(quantity(waited, 'nanoseconds'))}&nbsp;for a processor`)}`;
}

function stackPart(stack: readonly TracePlace[], actions: DetailActions): TemplateResult {
  return html`<div class="sec-h line">Stack when it began</div>
    <div role="list">
      ${stack.map((place) => {
        const { prefix, name } = frameName(place.function);
        const isLibrary = place.kind === KIND_RUNTIME || place.kind === KIND_STD;
        return html`<button
          class="row frame ${isLibrary ? 'dim' : ''}"
          role="listitem"
          title="${place.function}"
          @click=${() => actions.openPlace(place)}
        >
          <span class="el grow"><span class="mut">${prefix}</span>${name}</span>
          <span class="sm lk">${placeText(place)}</span>
        </button>`;
      })}
    </div>`;
}

/** Offered where the stack has a line of the program, or of a dependency. */
function breakPart(
  { stack, startedAs }: SliceDetail,
  actions: DetailActions,
): TemplateResult | typeof nothing {
  const place = stack.find(({ kind, file }) => kind < KIND_STD && file !== '');
  if (!place || startedAs === '') return nothing;
  return html`<div class="row">
    <button
      class="lk el"
      title="Breakpoint at ${placeText(place)} with @startedAs(${startedAs})"
      @click=${() => actions.breakHere(place, startedAs)}
    >
      Break here for such goroutines
    </button>
    <span class="sm mut">${placeText(place)}</span>
  </div>`;
}

function waitsPart(
  { waits }: RangeDetail,
  actions: DetailActions,
): TemplateResult | typeof nothing {
  if (waits.length === 0) return nothing;
  const most = waits[0]?.nanos ?? 1;
  return html`<div class="sec-h line">Longest waits in this range</div>
    ${waits.map(
      ({ place, reason, nanos, count }) =>
        html`<button
          class="row frame"
          title=${place.function}
          @click=${() => actions.openPlace(place)}
        >
          <span class="sh bar" ${setVariables({ '--s': (nanos / most) * 100 })}
            ><span>${figure(quantity(nanos, 'nanoseconds'))}</span></span
          >
          <span class="el grow"
            >${shortSymbol(place.function)} <span class="mut">${reason}</span></span
          >
          <span class="sm mut">${countText(count)}×</span>
        </button>`,
    )}`;
}

function fact(name: string, value: TemplateResult): TemplateResult {
  return html`<div class="row">
    <span class="mut fact">${name}</span><span class="el grow">${value}</span>
  </div>`;
}

function goroutineLink(
  goroutine: GoroutineRef,
  time: number | null,
  actions: DetailActions,
): TemplateResult {
  const { id, function: name } = goroutine;
  return html`<button class="lk" title=${name} @click=${() => actions.goTo(goroutine, time)}>
    G ${id}
  </button>`;
}

function placeLink(place: TracePlace, actions: DetailActions): TemplateResult {
  return html`<button class="lk" title=${place.function} @click=${() => actions.openPlace(place)}>
    ${placeText(place)}
  </button>`;
}

export function placeText({ file, line }: TracePlace): string {
  return file === '' ? '' : `${file.slice(file.lastIndexOf('/') + 1)}:${line}`;
}

function shortTitle(title: string): string {
  return title.startsWith('G ') ? title : shortSymbol(title);
}
