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
import { goroutineOf } from './model.ts';
import type { PageState } from './model.ts';
import { marksPart } from './marks-part.ts';
import type { MarkActions } from './marks-part.ts';
import { pathPart } from './path-part.ts';
import type { PathActions } from './path-part.ts';
import { stateBar } from './state-bar.ts';
import { STYLES } from './state-styles.ts';
import type { Viewport } from './viewport.ts';
import { timeLabel } from './viewport.ts';

export interface DetailActions extends PathActions, MarkActions {
  /** What the selected slice's goroutine waited for, backwards from the end of the slice. */
  showPath(): void;
  /** Sets a breakpoint for goroutines that started with a function. */
  breakHere(place: TracePlace, startedAs: string): void;
}

export function detailsPane(state: PageState, actions: DetailActions): TemplateResult {
  const { range, rangeDetail, slice, path } = state;
  return html`<aside class="pane col" aria-label="Details">
    ${path ? pathPart(path, actions) : nothing}
    ${range && rangeDetail ? rangePart(range, rangeDetail, actions) : nothing}
    ${slice ? slicePart(slice, actions) : nothing}
    ${
      !range && !slice && !path
        ? html`<div class="empty">
            <p><b>Nothing selected</b></p>
            <p class="mut">
              Click a slice to see what it waited for and its stack. Drag over the lanes to measure
              a range. B sets a bookmark, with a note, at the pointer.
            </p>
          </div>`
        : nothing
    }
    ${range && rangeDetail ? waitsPart(rangeDetail, actions) : nothing}
    ${marksPart(state.marks, state.markError, actions)}
  </aside>`;
}

function rangePart(
  range: Viewport,
  { title, byState, busy, procs }: RangeDetail,
  actions: DetailActions,
): TemplateResult {
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
    ${stateBar(byState, actions)}`;
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
    ${stack.length === 0 ? nothing : stackPart(stack, actions)} ${unblockedPart(slice, actions)}
    ${stepsPart(slice, actions)}`;
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
        return html`<div role="listitem">
          <button
            class="row frame ${isLibrary ? 'dim' : ''}"
            title="${place.function}"
            @click=${() => actions.openPlace(place)}
          >
            <span class="el grow"><span class="mut">${prefix}</span>${name}</span>
            <span class="sm lk">${placeText(place)}</span>
          </button>
        </div>`;
      })}
    </div>`;
}

/** The other way along the chain: who could go on because of this slice. */
function unblockedPart(
  { unblocked }: SliceDetail,
  actions: DetailActions,
): TemplateResult | typeof nothing {
  if (unblocked.length === 0) return nothing;
  return html`<div class="sec-h line">Made runnable meanwhile</div>
    ${unblocked.map(
      ({ goroutine, time, isNew }) =>
        html`<div class="row">
          ${goroutineLink(goroutine, time, actions)}
          <span class="el grow mut" title=${goroutine.function}
            >${shortSymbol(goroutine.function)}</span
          >
          <span class="sm mut">${isNew ? 'created' : 'woken'}</span>
        </div>`,
    )}`;
}

function stepsPart(slice: SliceDetail, actions: DetailActions): TemplateResult {
  return html`${breakPart(slice, actions)}
  ${
    goroutineOf(slice) === null
      ? nothing
      : html`<div class="row">
          <button class="lk el" @click=${() => actions.showPath()}>Critical path to its end</button>
          <span class="kbd">C</span>
        </div>`
  }`;
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
