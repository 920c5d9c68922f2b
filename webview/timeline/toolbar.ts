/** The two lines above the lanes: tabs, filter, search, zoom. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { countText } from '../../src/base/format.ts';
import type { TraceInfo, TraceProfileKind } from '../../src/protocol/timeline.ts';
import { icon } from '../shared/figure.ts';
import type { PageState, PageView } from './model.ts';

export interface ToolbarActions {
  setView(view: PageView): void;
  openProfile(kind: TraceProfileKind): void;
  setFilter(text: string): void;
  setSearch(text: string): void;
  stepHit(step: 1 | -1): void;
  leaveSearch(): void;
  zoomBy(factor: number): void;
  fit(): void;
  toggleLinks(): void;
  showKeys(): void;
}

export function toolbar(
  state: PageState,
  info: TraceInfo,
  actions: ToolbarActions,
): TemplateResult {
  const matched = state.window?.data.matched ?? info.goroutineCount;
  const value = (event: Event): string =>
    event.target instanceof HTMLInputElement ? event.target.value : '';
  return html`<div class="ds-bar line">${views(state, info, actions)}</div>
    <div class="ds-bar line" ?hidden=${state.view !== 'timeline'}>
      <div class="inp grow">
        ${icon('filter', 14)}<input
          id="filter"
          class="code grow"
          aria-label="Filter goroutines"
          placeholder="Filter goroutines by function or id, task:, region:, log:, created:file.go:40"
          spellcheck="false"
          .value=${state.filter}
          @input=${(event: Event) => actions.setFilter(value(event))}
        /><span class="mut sm"
          >${countText(matched)} of ${countText(info.goroutineCount)} goroutines</span
        >
      </div>
      <div class="inp find">
        ${icon('search', 14)}<input
          id="search"
          type="search"
          class="grow"
          aria-label="Search goroutines"
          placeholder="Search"
          spellcheck="false"
          .value=${state.searchText}
          @input=${(event: Event) => actions.setSearch(value(event))}
          @keydown=${(event: KeyboardEvent) => searchKey(event, actions)}
        />${
          state.search && state.searchText !== ''
            ? html`<span class="mut sm"
                >${state.search.total === 0 ? 'none' : `${state.hit + 1} of ${countText(state.search.total)}`}</span
              >`
            : nothing
        }
        <button class="ib" title="Previous (Shift+N)" @click=${() => actions.stepHit(-1)}>
          ${icon('arrow-up', 14)}
        </button>
        <button class="ib" title="Next (N)" @click=${() => actions.stepHit(1)}>
          ${icon('arrow-down', 14)}
        </button>
      </div>
      <span class="ds-sepv"></span>
      <button class="ib" title="Zoom out (S)" @click=${() => actions.zoomBy(1.6)}>
        ${icon('zoom-out')}
      </button>
      <button class="ib" title="Zoom in (W)" @click=${() => actions.zoomBy(1 / 1.6)}>
        ${icon('zoom-in')}
      </button>
      <button class="ib" title="Fit (F)" @click=${() => actions.fit()}>
        ${icon('screen-full')}
      </button>
      <button
        class="ib ${state.showsLinks ? 'on' : ''}"
        title="Arrows from who unblocks (R)"
        aria-pressed=${state.showsLinks}
        @click=${() => actions.toggleLinks()}
      >
        ${icon('references')}
      </button>
      <button class="ib" title="Keys (F1)" @click=${() => actions.showKeys()}>
        ${icon('keyboard')}
      </button>
    </div>`;
}

const VIEWS: readonly (readonly [view: PageView, title: string])[] = [
  ['timeline', 'Timeline'],
  ['goroutines', 'Goroutines'],
  ['tasks', 'Tasks'],
  ['latency', 'Latency'],
  ['gc', 'GC'],
  ['stuck', 'Stuck'],
];

const PROFILES: readonly (readonly [kind: TraceProfileKind, title: string])[] = [
  ['sched', 'Scheduler wait'],
  ['sync', 'Synchronisation'],
  ['net', 'Network wait'],
  ['syscall', 'Syscalls'],
  ['cpu', 'CPU samples'],
];

function views(state: PageState, info: TraceInfo, actions: ToolbarActions): TemplateResult {
  const choose = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof HTMLSelectElement)) return;
    const [kind] = PROFILES[currentTarget.selectedIndex - 1] ?? [];
    currentTarget.selectedIndex = 0;
    if (kind) actions.openProfile(kind);
  };
  return html`<span class="seg" role="group" aria-label="View"
      >${VIEWS.map(
        ([view, title]) =>
          html`<button
            class=${state.view === view ? 'on' : ''}
            aria-pressed=${state.view === view}
            @click=${() => actions.setView(view)}
          >
            ${title}
          </button>`,
      )}</span
    >
    <span class="sel"
      ><select aria-label="Open a profile derived from the trace" @change=${choose}>
        <option>Open as profile</option>
        ${PROFILES.map(
          ([kind, title]) =>
            html`<option ?disabled=${kind === 'cpu' && info.sampleCount === 0}>${title}</option>`,
        )}</select
      >${icon('chevron-down', 14)}</span
    >`;
}

function searchKey(event: KeyboardEvent, actions: ToolbarActions): void {
  if (event.key === 'Enter') actions.stepHit(event.shiftKey ? -1 : 1);
  else if (event.key === 'Escape') actions.leaveSearch();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
