import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { countText, durationQuantity } from '../../src/base/format.ts';
import type { GoroutineGroupBy, GoroutineView } from '../../src/protocol/goroutine-view.ts';
import type { FromGoroutinePanel } from '../../src/protocol/webview-goroutines.ts';
import { icon, strongFigure } from '../shared/figure.ts';
import { setVariables } from '../shared/set-variables.ts';
import { currentSource } from './model.ts';
import type { PanelState } from './model.ts';
import { agoText, hiddenText } from './words.ts';

type StartWhat = Extract<FromGoroutinePanel, { kind: 'start' }>['what'];

export interface PanelActions {
  readonly setFilter: (text: string) => void;
  readonly takeSuggestion: () => void;
  readonly setGroupBy: (groupBy: GoroutineGroupBy) => void;
  readonly toggleSort: () => void;
  readonly toggleSystem: () => void;
  readonly readAll: () => void;
  readonly retry: () => void;
  readonly showKeys: () => void;
  readonly start: (what: StartWhat) => void;
  readonly setSource: (id: string) => void;
  readonly closeSource: (id: string) => void;
}

export const GROUP_NAMES: Readonly<Record<GoroutineGroupBy, string>> = {
  creation: 'Creation site',
  start: 'Start function',
  location: 'Location',
  state: 'State',
  label: 'Labels',
};

/** What stands above the list. */
export function head(state: PanelState, actions: PanelActions, now: number): TemplateResult {
  const { view } = state;
  return html`${sourceBar(state, actions)}
  ${
    view === null || view.status === 'empty'
      ? nothing
      : html`${notes(view, now)}${answerLine(view)}${filterBar(state, view, actions)}${toolbar(state, actions)}`
  }`;
}

/** What stands below the list. */
export function tail(state: PanelState, actions: PanelActions, now: number): TemplateResult {
  const { view } = state;
  if (view === null || view.status === 'empty') {
    return html`${emptyState(state, actions)}${problemNotes(view)}${failureNote(state, actions)}`;
  }
  return html`${view.matched === 0 && view.rows.kind.length === 0 ? noMatch(state, view, actions) : nothing}
  ${partialNote(view, actions)} ${problemNotes(view)}
  ${failureNote(state, actions)}${footer(state, view, actions, now)}`;
}

/** Below the last row: what is not in the list, and why. */
export function listEnd(state: PanelState, view: GoroutineView): TemplateResult | typeof nothing {
  if (view.status === 'reading') return html`<div class="row mut">Counts grow while reading.</div>`;
  const hidden = hiddenText(view, state.filter, state.hideSystem);
  return hidden === '' ? nothing : html`<div class="row mut">${hidden}</div>`;
}

function sourceBar(state: PanelState, actions: PanelActions): TemplateResult | typeof nothing {
  const current = currentSource(state);
  const sources = state.sources ?? [];
  if (sources.length < 2 && current?.kind !== 'dump') return nothing;
  return html`<div class="ds-bar line sources">
    ${icon(current?.kind === 'dump' ? 'file' : 'debug-alt', 14)}
    ${
      sources.length < 2
        ? html`<span class="el grow">${current?.name}</span>`
        : html`<span class="sel grow"
            ><select
              aria-label="Source"
              @change=${(event: Event) => withValue(event, actions.setSource)}
            >
              ${sources.map(
                ({ id, name }) =>
                  html`<option value=${id} ?selected=${id === state.current}>${name}</option>`,
              )}</select
            >${icon('chevron-down', 14)}</span
          >`
    }
    ${
      current?.kind === 'dump'
        ? html`<button
            class="ib"
            title="Close this dump"
            @click=${() => actions.closeSource(current.id)}
          >
            ${icon('close', 14)}
          </button>`
        : nothing
    }
  </div>`;
}

function notes(view: GoroutineView, now: number): TemplateResult | typeof nothing {
  if (view.status === 'stale') {
    return html`<div class="note warn">
      ${icon('history', 14)}<span
        >Program runs; this is from ${agoText(view.takenAt, now)} ago</span
      >
    </div>`;
  }
  if (view.status !== 'reading') return nothing;
  const share = view.total === 0 ? 0 : (view.read / view.total) * 100;
  return html`<div
    class="prog"
    role="progressbar"
    aria-label="Reading goroutines"
    aria-valuenow=${Math.round(share)}
    ${setVariables({ '--x': '0%', '--w': `${share}%` })}
  ></div>`;
}

function answerLine(view: GoroutineView): TemplateResult {
  if (view.status === 'reading') {
    return html`<div class="ds-answer" role="status">
      <span
        ><b>${countText(view.read)}</b>
        <span class="mut">of about ${countText(view.total)} goroutines read</span></span
      >
    </div>`;
  }
  const least = view.read < view.total ? '≥ ' : '';
  const oldest = view.oldestWait;
  return html`<div class="ds-answer" role="status">
    <span><b>${countText(view.total)}</b> ${view.total === 1 ? 'goroutine' : 'goroutines'}</span
    ><span class="sep">·</span
    ><span
      ><b>${least}${countText(view.groupCount)}</b>
      ${view.groupCount === 1 ? 'group' : 'groups'}</span
    >
    ${
      oldest === null
        ? nothing
        : html`<span class="sep">·</span
            ><span>oldest wait ${strongFigure(durationQuantity(oldest))}</span>`
    }
  </div>`;
}

function filterBar(state: PanelState, view: GoroutineView, actions: PanelActions): TemplateResult {
  const error = view.filterError;
  const count = `${countText(view.matched)} of ${countText(view.read)}`;
  return html`<div class="ds-bar">
      <div class="inp grow ${error ? 'bad' : ''}">
        ${icon('filter', 14)}
        <span class="field grow">
          <span class="code painted" aria-hidden="true">${paintedFilter(state.filter, error)}</span>
          <input
            id="filter"
            class=${state.filter === '' ? '' : 'code'}
            type="text"
            spellcheck="false"
            autocomplete="off"
            aria-label="Filter goroutines"
            aria-invalid=${error !== null}
            placeholder="Filter, e.g. state:chan-receive age:>5m"
            .value=${live(state.filter)}
            @input=${(event: Event) => withValue(event, actions.setFilter)}
          />
        </span>
        ${state.filter.trim() === '' || error ? nothing : html`<span class="mut sm">${count}</span>`}
        <button class="ib" title="Filter words" @click=${actions.showKeys}>
          ${icon('question', 14)}
        </button>
      </div>
    </div>
    ${
      error
        ? html`<div class="note bad inset" role="alert">
            ${icon('error', 14)}<span class="grow">${error.message}</span>
            ${
              error.suggestion === null
                ? nothing
                : html`<button class="lk" @click=${actions.takeSuggestion}>
                    ${error.suggestion}
                  </button>`
            }
          </div>`
        : nothing
    }`;
}

/** The text of the input in colours: it lies under the input, whose own text is transparent. */
function paintedFilter(text: string, error: GoroutineView['filterError']): TemplateResult[] {
  const from = Math.min(error?.from ?? text.length, text.length);
  const to = Math.min(error?.to ?? text.length, text.length);
  const wrong = html`<span class="wrong">${text.slice(from, to)}</span>`;
  return [...painted(text.slice(0, from)), wrong, ...painted(text.slice(to))];
}

function painted(text: string): TemplateResult[] {
  return text
    .split(/(?<=\s)|(?<=^-?[a-z]+:|\s-?[a-z]+:)/)
    .map((part) =>
      /^-?[a-z]+:$/.test(part) ? html`<span class="q">${part}</span>` : html`${part}`,
    );
}

function toolbar(state: PanelState, actions: PanelActions): TemplateResult {
  const oldest = state.sort === 'oldest';
  return html`<div class="ds-bar">
    <label class="mut" for="group-by">Group by</label>
    <span class="sel"
      ><select
        id="group-by"
        @change=${(event: Event) => withValue(event, (value) => pickGroup(value, actions))}
      >
        ${Object.entries(GROUP_NAMES).map(
          ([value, name]) =>
            html`<option value=${value} ?selected=${value === state.groupBy}>${name}</option>`,
        )}</select
      >${icon('chevron-down', 14)}</span
    >
    <span class="grow"></span>
    <button
      class="ib ${oldest ? 'on' : ''}"
      title="Oldest first"
      aria-pressed=${oldest}
      @click=${actions.toggleSort}
    >
      ${icon('sort-precedence', 14)}
    </button>
    <button
      class="ib ${state.hideSystem ? 'on' : ''}"
      title="Hide goroutines of the runtime"
      aria-pressed=${state.hideSystem}
      @click=${actions.toggleSystem}
    >
      ${icon('eye-closed', 14)}
    </button>
  </div>`;
}

function pickGroup(value: string, actions: PanelActions): void {
  const groupBy = GROUPS.find((candidate) => candidate === value);
  if (groupBy) actions.setGroupBy(groupBy);
}

export const GROUPS: readonly GoroutineGroupBy[] = [
  'creation',
  'start',
  'location',
  'state',
  'label',
];

function problemNotes(view: GoroutineView | null): readonly TemplateResult[] {
  return (view?.problems ?? []).map(
    (problem) => html`<div class="note warn">${icon('warning', 14)}<span>${problem}</span></div>`,
  );
}

function emptyState(state: PanelState, actions: PanelActions): TemplateResult | typeof nothing {
  if (state.sources === null) return nothing;
  const current = currentSource(state);
  if (!current) return nothingOpen(actions);
  const { view } = state;
  if (view === null || view.problems.length > 0 || current.kind === 'dump') return nothing;
  return html`<div class="empty">
    <p class="b">${current.name} runs</p>
    <p class="mut">Its goroutines are shown when it stops at a breakpoint or is paused.</p>
    <button class="btn" @click=${() => actions.start('pause')}>
      ${icon('debug-pause', 14)}Pause
    </button>
  </div>`;
}

function nothingOpen(actions: PanelActions): TemplateResult {
  return html`<div class="empty">
    <p class="b">No program to look at</p>
    <p class="mut">Start debugging, attach to a running Go process, or open a goroutine dump.</p>
    <button class="btn" @click=${() => actions.start('debug')}>
      ${icon('debug-alt', 14)}Start debugging
    </button>
    <button class="btn sec" @click=${() => actions.start('attach')}>Attach to dlv…</button>
    <button class="btn sec" @click=${() => actions.start('dump')}>Open dump…</button>
    <button class="btn sec" @click=${() => actions.start('clipboard')}>From clipboard</button>
    <p class="mut sm">
      Dumps: text from a panic, SIGQUIT, or
      <span class="code sm">/debug/pprof/goroutine?debug=2</span>.
    </p>
  </div>`;
}

function noMatch(state: PanelState, view: GoroutineView, actions: PanelActions): TemplateResult {
  return html`<div class="empty none">
    <p class="b">Nothing matches</p>
    <p class="mut">
      0 of ${countText(view.read)} goroutines.
      ${
        state.filter === ''
          ? nothing
          : html`<button class="lk" @click=${() => actions.setFilter('')}>Clear filter</button>`
      }
    </p>
  </div>`;
}

function partialNote(view: GoroutineView, actions: PanelActions): TemplateResult | typeof nothing {
  if (view.status !== 'partial') return nothing;
  return html`<div class="note">
    ${icon('info', 14)}<span class="grow"
      >Read ${countText(view.read)} of ${countText(view.total)} goroutines</span
    >
    <button class="lk" @click=${actions.readAll}>Read all</button>
  </div>`;
}

function failureNote(state: PanelState, actions: PanelActions): TemplateResult | typeof nothing {
  if (state.failure === null) return nothing;
  return html`<div class="note bad" role="alert">
    ${icon('error', 14)}
    <span>${state.failure} <button class="lk" @click=${actions.retry}>Try again</button></span>
  </div>`;
}

function footer(
  state: PanelState,
  view: GoroutineView,
  actions: PanelActions,
  now: number,
): TemplateResult {
  const isDump = currentSource(state)?.kind === 'dump';
  const what = isDump ? 'Written' : view.status === 'stale' ? 'Read' : 'Paused';
  return html`<footer class="foot">
    <span class="fx freshness"
      >${icon(isDump ? 'file' : view.status === 'stale' ? 'history' : 'debug-pause', 12)}${what}
      ${agoText(view.takenAt, now)} ago</span
    >
    <span class="el">read ${countText(view.read)} of ${countText(view.total)}</span>
    <span class="grow"></span>
    <button class="fx freshness" @click=${actions.showKeys}><span class="kbd">F1</span>keys</button>
  </footer>`;
}

function withValue(event: Event, use: (value: string) => void): void {
  const { target } = event;
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) use(target.value);
}
