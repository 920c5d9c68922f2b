import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { countText, durationQuantity } from '../../src/base/format.ts';
import type { GoroutineGroupBy, GoroutineView } from '../../src/protocol/goroutine-view.ts';
import type { FromGoroutinePanel } from '../../src/protocol/webview-goroutines.ts';
import { icon, strongFigure } from '../shared/figure.ts';
import { filterBar } from './filter-bar.ts';
import type { FilterActions } from './filter-bar.ts';
import { currentSource } from './model.ts';
import type { PanelState } from './model.ts';
import { coverageNotes, failureNote, freshnessNotes, problemNotes, readingLine } from './notes.ts';
import type { NoteActions } from './notes.ts';
import { agoText, hiddenText } from './words.ts';

type StartWhat = Extract<FromGoroutinePanel, { kind: 'start' }>['what'];

export interface PanelActions extends FilterActions, NoteActions {
  readonly setGroupBy: (groupBy: GoroutineGroupBy) => void;
  readonly toggleSort: () => void;
  readonly toggleSystem: () => void;
  readonly setLabelKey: (key: string | null) => void;
  readonly clearFilter: () => void;
  readonly toggleFollowing: () => void;
  readonly start: (what: StartWhat) => void;
  readonly setSource: (id: string) => void;
  readonly closeSource: (id: string) => void;
}

const GROUP_NAMES: Readonly<Record<GoroutineGroupBy, string>> = {
  creation: 'Creation site',
  start: 'Start function',
  location: 'Location',
  stack: 'Stack',
  state: 'State',
  label: 'Label',
  object: 'Waits on',
  parent: 'Started by',
  thread: 'Thread',
};

/** What stands above the list. */
export function head(state: PanelState, actions: PanelActions, now: number): TemplateResult {
  const { view } = state;
  return html`${sourceBar(state, actions)}
  ${
    view === null || view.status === 'empty'
      ? nothing
      : html`${freshnessNotes(state, view, actions, now)}${answerLine(view)}${filterBar(state, view, actions)}${toolbar(state, view, actions)}`
  }`;
}

/** What stands below the list. */
export function tail(state: PanelState, actions: PanelActions, now: number): TemplateResult {
  const { view } = state;
  if (view === null || view.status === 'empty') {
    return html`${emptyState(state, actions)}${problemNotes(view)}${failureNote(state, actions)}`;
  }
  return html`${view.matched === 0 && view.rows.kind.length === 0 ? noMatch(state, view, actions) : nothing}
  ${coverageNotes(state, view, actions)}
  ${failureNote(state, actions)}${footer(state, view, actions, now)}`;
}

/** Below the last row: what is not in the list, and why. */
export function listEnd(
  state: PanelState,
  view: GoroutineView,
  actions: PanelActions,
): TemplateResult | typeof nothing {
  if (view.status === 'reading') return readingLine(view, actions);
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

function answerLine(view: GoroutineView): TemplateResult {
  if (view.status === 'reading') {
    return html`<div class="ds-answer" role="status">
      <span
        ><b>${countText(view.read)}</b>
        <span class="mut">of about ${countText(view.total)} goroutines read</span></span
      >
    </div>`;
  }
  const least = view.read < view.total || view.isTotalOpen ? '≥ ' : '';
  const total = view.isTotalOpen ? '≥ ' : '';
  const oldest = view.oldestWait;
  return html`<div class="ds-answer" role="status">
    <span
      ><b>${total}${countText(view.total)}</b>
      ${view.total === 1 ? 'goroutine' : 'goroutines'}</span
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

function toolbar(state: PanelState, view: GoroutineView, actions: PanelActions): TemplateResult {
  const oldest = state.sort === 'oldest';
  return html`<div class="ds-bar">
    <label class="mut el" for="group-by">Group by</label>
    <span class="sel"
      ><select
        id="group-by"
        aria-label="Group by"
        title="Group by (G)"
        @change=${(event: Event) => withValue(event, (value) => pickGroup(value, actions))}
      >
        ${GROUPS.map((by) => groupOption(by, state, view))}</select
      >${icon('chevron-down', 14)}</span
    >
    ${state.groupBy === 'label' && view.labelKeys.length > 1 ? labelKeys(state, view, actions) : nothing}
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
    ${currentSource(state)?.kind === 'live' ? liveButtons(state, view, actions) : nothing}
  </div>`;
}

function liveButtons(
  state: PanelState,
  view: GoroutineView,
  actions: PanelActions,
): TemplateResult {
  const isStopped = view.status !== 'stale';
  const title = isStopped ? 'Snapshot: the program stands, this is now' : 'Snapshot (S)';
  return html`<button
      class="ib"
      title=${title}
      ?disabled=${isStopped || state.isTaking}
      @click=${() => actions.snapshot(false)}
    >
      ${icon('device-camera', 14)}
    </button>
    <button
      class="ib ${state.isFollowing ? 'on' : ''}"
      title="Follow the running program: a snapshot every 2 s (F)"
      aria-pressed=${state.isFollowing}
      @click=${actions.toggleFollowing}
    >
      ${icon('broadcast', 14)}
    </button>`;
}

function groupOption(
  by: GoroutineGroupBy,
  state: PanelState,
  { unavailable }: GoroutineView,
): TemplateResult {
  const reason = unavailable[by] ?? '';
  const isCurrent = by === state.groupBy;
  return html`<option
    value=${by}
    title=${reason}
    ?disabled=${reason !== '' && !isCurrent}
    ?selected=${isCurrent}
  >
    ${GROUP_NAMES[by]}
  </option>`;
}

function labelKeys(state: PanelState, view: GoroutineView, actions: PanelActions): TemplateResult {
  return html`<span class="sel label-key"
    ><select
      aria-label="Label"
      @change=${(event: Event) => withValue(event, (value) => actions.setLabelKey(value === '' ? null : value))}
    >
      <option value="" ?selected=${state.labelKey === null}>all labels</option>
      ${view.labelKeys.map(
        ({ key, count }) =>
          html`<option value=${key} ?selected=${key === state.labelKey}>
            ${key} (${countText(count)})
          </option>`,
      )}</select
    >${icon('chevron-down', 14)}</span
  >`;
}

function pickGroup(value: string, actions: PanelActions): void {
  const groupBy = GROUPS.find((candidate) => candidate === value);
  if (groupBy) actions.setGroupBy(groupBy);
}

export const GROUPS: readonly GoroutineGroupBy[] = [
  'creation',
  'start',
  'location',
  'stack',
  'state',
  'label',
  'object',
  'parent',
  'thread',
];

function emptyState(state: PanelState, actions: PanelActions): TemplateResult | typeof nothing {
  if (state.sources === null) return nothing;
  const current = currentSource(state);
  if (!current) return nothingOpen(actions);
  const { view } = state;
  if (view === null || view.problems.length > 0 || current.kind === 'dump') return nothing;
  return html`<div class="empty">
    <p class="b">${current.name} runs</p>
    <p class="mut">
      A snapshot pauses it for about 20 ms, then it goes on. A breakpoint or a pause stops it.
    </p>
    <button class="btn" ?disabled=${state.isTaking} @click=${() => actions.snapshot(false)}>
      ${icon('device-camera', 14)}Snapshot
    </button>
    <button class="btn sec" @click=${() => actions.start('pause')}>
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
          : html`<button class="lk" @click=${actions.clearFilter}>Clear filter</button>`
      }
    </p>
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
  const total = view.isTotalOpen ? `${countText(view.total)} or more` : countText(view.total);
  return html`<footer class="foot">
    <span class="fx freshness"
      >${icon(isDump ? 'file' : view.status === 'stale' ? 'history' : 'debug-pause', 12)}${what}
      ${agoText(view.takenAt, now)} ago</span
    >
    <span class="el">read ${countText(view.read)} of ${total}</span>
    <span class="grow"></span>
    <button class="fx freshness" @click=${actions.showKeys}><span class="kbd">F1</span>keys</button>
  </footer>`;
}

function withValue(event: Event, use: (value: string) => void): void {
  const { target } = event;
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) use(target.value);
}
