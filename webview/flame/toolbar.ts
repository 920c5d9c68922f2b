import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { percentText, countText } from '../../src/base/format.ts';
import type { ProfileInfo, SearchResult } from '../../src/protocol/analysis.ts';
import { icon } from '../shared/figure.ts';
import type { Actions } from './actions.ts';
import { filterLine } from './filter-line.ts';
import { foundOf, hasManySides, wholeOf } from './model.ts';
import { isSandwich } from './shape.ts';
import type { PageState, PageView } from './model.ts';

const VIEWS: readonly (readonly [view: PageView, icon: string, title: string, key: string])[] = [
  ['flame', 'flame', 'Flame', 'T'],
  ['table', 'list-tree', 'Table', 'T'],
  ['sides', 'graph-line', 'Profiles', 'P'],
  ['graph', 'type-hierarchy-sub', 'Graph', 'G'],
  ['source', 'code', 'Source', 'S'],
  ['tags', 'tag', 'Labels', 'L'],
];

/** Sample type, view, direction, search. */
export function toolbar(state: PageState, info: ProfileInfo, actions: Actions): TemplateResult {
  return html`<div class="ds-bar line" role="toolbar" aria-label="Profile">
    ${sampleTypes(state, info, actions)}
    <span class="seg" role="group" aria-label="View"
      >${VIEWS.filter(([view]) => view !== 'sides' || hasManySides(info)).map(
        ([view, iconName, title, key]) =>
          html`<button
            class=${state.view === view ? 'on' : ''}
            aria-pressed=${state.view === view}
            aria-label=${title}
            title="${title} (${key})"
            @click=${() => actions.setView(view)}
          >
            ${icon(iconName, 14)}<span class="word">${title}</span>
          </button>`,
      )}</span
    >
    ${state.view === 'flame' ? direction(state, actions) : nothing}
    ${info.comparison === null ? nothing : normalize(state, actions)} ${filterLine(state, actions)}
    ${searchBox(state, actions)}
    <button class="ib" title="Export…" aria-label="Export" @click=${() => actions.exportProfile()}>
      ${icon('export', 14)}
    </button>
    <button class="ib" title="Keys (F1)" aria-label="Keys" @click=${() => actions.showKeys()}>
      ${icon('keyboard', 14)}
    </button>
  </div>`;
}

function sampleTypes(state: PageState, info: ProfileInfo, actions: Actions): TemplateResult {
  const choose = ({ currentTarget }: Event) => {
    if (currentTarget instanceof HTMLSelectElement) {
      actions.setSampleType(currentTarget.selectedIndex);
    }
  };
  return html`<span class="sel"
    ><select
      aria-label="Sample type"
      title="Sample type"
      .selectedIndex=${state.sampleType}
      @change=${choose}
    >
      ${info.sampleTypes.map(
        ({ title }, index) =>
          html`<option ?selected=${index === state.sampleType}>${title}</option>`,
      )}</select
    >${icon('chevron-down', 14)}</span
  >`;
}

function direction(state: PageState, actions: Actions): TemplateResult {
  const { rootsAtTop, shape, selection } = state;
  const canSandwich = isSandwich(state) || (selection !== null && selection.node !== 0);
  return html`${toggle('fold-down', 'Roots at the top (R)', rootsAtTop, () => actions.turnAround())}
    ${toggle('arrow-swap', 'Leaves first (V)', shape === 'callers', () => actions.toggleReversed())}
    <button
      class="ib ${isSandwich(state) ? 'on' : ''}"
      aria-pressed=${isSandwich(state)}
      aria-label="Callers and callees of the selected function"
      title="Callers and callees of the selected function (X)"
      ?disabled=${!canSandwich}
      @click=${() => actions.toggleSandwich()}
    >
      ${icon('unfold', 14)}
    </button>`;
}

function toggle(
  iconName: string,
  title: string,
  isOn: boolean,
  onClick: () => void,
): TemplateResult {
  return html`<button
    class="ib ${isOn ? 'on' : ''}"
    aria-pressed=${isOn}
    aria-label=${title.replace(/ \(.\)$/, '')}
    title=${title}
    @click=${onClick}
  >
    ${icon(iconName, 14)}
  </button>`;
}

function normalize({ isNormalized }: PageState, actions: Actions): TemplateResult {
  return html`<button
    class="ib ${isNormalized ? 'on' : ''}"
    aria-pressed=${isNormalized}
    aria-label="Scale before to the sum of after"
    title="Scale before to the sum of after"
    @click=${() => actions.toggleNormalized()}
  >
    ${icon('law', 14)}
  </button>`;
}

function searchBox(state: PageState, actions: Actions): TemplateResult {
  const { search } = state;
  const found = foundOf(state);
  const error = found?.error ?? null;
  const none = found === null || found.nodes.length === 0;
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') actions.stepHit(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') actions.leaveSearch();
    else if (event.key === 'ArrowDown') actions.focusContent();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onInput = ({ currentTarget }: Event) => {
    if (currentTarget instanceof HTMLInputElement) actions.setSearch(currentTarget.value);
  };
  return html`<label class="inp find ${error === null ? '' : 'bad'}">
      ${icon('search', 14)}<input
        id="find"
        type="text"
        spellcheck="false"
        autocomplete="off"
        placeholder="Search functions"
        aria-label="Search functions by words or regular expression"
        aria-invalid=${error !== null}
        .value=${search}
        @input=${onInput}
        @keydown=${onKey}
      /><span class="mut sm nw" role="status">${foundText(state)}</span>
      <button
        class="ib"
        title="Previous hit (Shift+N)"
        aria-label="Previous hit"
        ?disabled=${none}
        @click=${() => actions.stepHit(-1)}
      >
        ${icon('arrow-up', 14)}
      </button>
      <button
        class="ib"
        title="Next hit (N)"
        aria-label="Next hit"
        ?disabled=${none}
        @click=${() => actions.stepHit(1)}
      >
        ${icon('arrow-down', 14)}
      </button>
    </label>
    ${
      error === null
        ? nothing
        : html`<div class="find-error note bad" role="alert">${icon('error', 14)}${error}</div>`
    }`;
}

function foundText(state: PageState): string {
  const found = foundOf(state);
  if (found === null || found.error !== null) return '';
  const share = percentText(found.total, wholeOf(state));
  if (found.functions === 0) return 'no match';
  if (state.hit >= 0) return `${state.hit + 1} of ${countOfNodes(found)} · ${share}`;
  const isFlame = state.view === 'flame';
  const count = isFlame ? found.nodes.length : found.functions;
  const noun = isFlame ? 'frame' : 'function';
  const number = isFlame ? countOfNodes(found) : countText(count);
  return `${number} ${noun}${count === 1 ? '' : 's'} · ${share}`;
}

/** The server names at most a thousand frames. */
function countOfNodes({ nodes }: SearchResult): string {
  return nodes.length >= 1000 ? '1,000+' : countText(nodes.length);
}
