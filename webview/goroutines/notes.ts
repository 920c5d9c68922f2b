import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { countText } from '../../src/base/format.ts';
import type { GoroutineView } from '../../src/protocol/goroutine-view.ts';
import { icon } from '../shared/figure.ts';
import { setVariables } from '../shared/set-variables.ts';
import type { PanelState } from './model.ts';
import { agoText, pauseText, plainDuration } from './words.ts';

export interface NoteActions {
  readonly readAll: () => void;
  readonly stopReading: () => void;
  readonly snapshot: (isWhole: boolean) => void;
  readonly retry: () => void;
}

/** Above the list: how fresh it is. */
export function freshnessNotes(
  state: PanelState,
  view: GoroutineView,
  actions: NoteActions,
  now: number,
): TemplateResult | typeof nothing {
  if (view.status === 'reading') return progress(view);
  if (view.status !== 'stale') return nothing;
  const update = html`<button
    class="lk"
    ?disabled=${state.isTaking}
    @click=${() => actions.snapshot(false)}
  >
    Update
  </button>`;
  const ago = agoText(view.takenAt, now);
  if (view.pause === null) {
    return html`<div class="note warn">
      ${icon('history', 14)}<span class="grow">Program runs; this is from ${ago} ago</span>${update}
    </div>`;
  }
  return html`<div class="note">
      ${icon('device-camera', 14)}<span class="grow"
        >${state.isFollowing ? 'Following: ' : ''}from ${pauseText(view.pause)}, ${ago} ago</span
      >${update}
    </div>
    ${view.pause.rest ? restNote(view, view.pause.rest, actions) : nothing}`;
}

/** What did not fit into the short pause, and what a pause for all of it would cost. */
function restNote(
  view: GoroutineView,
  rest: { readonly goroutines: number; readonly millis: number },
  actions: NoteActions,
): TemplateResult {
  const what =
    view.read < view.total
      ? `${countText(view.read)} of ${countText(view.total)} goroutines fitted`
      : `${countText(rest.goroutines)} of ${countText(view.total)} stacks did not fit`;
  return html`<div class="note">
    ${icon('info', 14)}<span class="grow"
      >${what}; all in about ${plainDuration(rest.millis * 1e6)}</span
    >
    <button class="lk" @click=${() => actions.snapshot(true)}>Snapshot anyway</button>
  </div>`;
}

function progress(view: GoroutineView): TemplateResult {
  const share = view.total === 0 ? 0 : (view.read / view.total) * 100;
  return html`<div
    class="prog"
    role="progressbar"
    aria-label="Reading goroutines"
    aria-valuenow=${Math.round(share)}
    ${setVariables({ '--x': '0%', '--w': `${share}%` })}
  ></div>`;
}

/** In the list while it grows: how long it will take, and the way to end it. */
export function readingLine(view: GoroutineView, actions: NoteActions): TemplateResult {
  const left = view.read === 0 ? 0 : (view.readMillis / view.read) * (view.total - view.read);
  const words = left < 1000 ? '' : ` ${plainDuration(Math.round(left / 1000) * 1e9)} left.`;
  return html`<div class="row mut">
    <span class="grow">Counts grow while reading.${words}</span>
    <button class="lk" @click=${actions.stopReading}>Stop</button>
  </div>`;
}

/** Below the list: which part of all it covers. */
export function coverageNotes(
  state: PanelState,
  view: GoroutineView,
  actions: NoteActions,
): TemplateResult {
  const isByStack = state.groupBy === 'stack' || state.groupBy === 'location';
  const isPart = isByStack && view.status !== 'reading' && view.stackCount < view.read;
  return html`${isPart ? stackNote(view) : nothing}${partialNote(view, actions)}${problemNotes(view)}`;
}

function stackNote(view: GoroutineView): TemplateResult {
  return html`<div class="note">
    ${icon('info', 14)}<span class="grow"
      >Stacks of ${countText(view.stackCount)} of ${countText(view.read)} goroutines are read</span
    >
  </div>`;
}

function partialNote(view: GoroutineView, actions: NoteActions): TemplateResult | typeof nothing {
  if (view.status !== 'partial' || view.isTotalOpen) return nothing;
  const { read, total, readMillis } = view;
  const millis = read === 0 ? 0 : (readMillis / read) * (total - read);
  const cost = millis < 1000 ? '' : ` (+${plainDuration(millis * 1e6)})`;
  return html`<div class="note">
    ${icon('info', 14)}<span class="grow"
      >Read ${countText(read)} of ${countText(total)} goroutines</span
    >
    <button class="lk" @click=${actions.readAll}>Read all${cost}</button>
  </div>`;
}

export function problemNotes(view: GoroutineView | null): readonly TemplateResult[] {
  return (view?.problems ?? []).map(
    (problem) => html`<div class="note warn">${icon('warning', 14)}<span>${problem}</span></div>`,
  );
}

export function failureNote(
  state: PanelState,
  actions: NoteActions,
): TemplateResult | typeof nothing {
  if (state.failure === null) return nothing;
  return html`<div class="note bad" role="alert">
    ${icon('error', 14)}
    <span>${state.failure} <button class="lk" @click=${actions.retry}>Try again</button></span>
  </div>`;
}
