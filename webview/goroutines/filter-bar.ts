import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { countText } from '../../src/base/format.ts';
import type { GoroutineView } from '../../src/protocol/goroutine-view.ts';
import { icon } from '../shared/figure.ts';
import { completionItemId, completionList } from '../shared/completion-list.ts';
import type { PanelState } from './model.ts';

export interface FilterActions {
  readonly setFilter: (text: string, caret: number) => void;
  readonly takeSuggestion: () => void;
  readonly takeCompletion: (index: number) => void;
  readonly closeCompletion: () => void;
  readonly showKeys: () => void;
}

/** The filter input, what can stand at its caret, and what is wrong with it. */
export function filterBar(
  state: PanelState,
  view: GoroutineView,
  actions: FilterActions,
): TemplateResult {
  const error = view.filterError;
  const { completion } = state;
  const count = `${countText(view.matched)} of ${countText(view.read)}`;
  return html`<div class="ds-bar filter-bar">
      <div class="inp grow ${error ? 'bad' : ''}">
        ${icon('filter', 14)}
        <span class="field grow">
          <span class="code painted" aria-hidden="true">${paintedFilter(state.filter, error)}</span>
          <input
            id="filter"
            class=${state.filter === '' ? '' : 'code'}
            type="text"
            role="combobox"
            spellcheck="false"
            autocomplete="off"
            aria-label="Filter goroutines"
            aria-autocomplete="list"
            aria-controls="completions"
            aria-expanded=${completion !== null}
            aria-activedescendant=${completion && completion.chosen >= 0 ? completionItemId(completion.chosen) : nothing}
            aria-invalid=${error !== null}
            placeholder="Filter, e.g. state:chan-receive age:>5m"
            .value=${live(state.filter)}
            @input=${(event: Event) => typed(event, actions)}
            @blur=${actions.closeCompletion}
          />
        </span>
        ${state.filter.trim() === '' || error ? nothing : html`<span class="mut sm">${count}</span>`}
        <button class="ib" title="Filter words" @click=${actions.showKeys}>
          ${icon('question', 14)}
        </button>
      </div>
      ${completion ? completionList(completion, state.filter, actions.takeCompletion) : nothing}
    </div>
    ${error ? errorNote(error, actions) : nothing}`;
}

function errorNote(
  error: NonNullable<GoroutineView['filterError']>,
  actions: FilterActions,
): TemplateResult {
  return html`<div class="note bad inset" role="alert">
    ${icon('error', 14)}<span class="grow">${error.message}</span>
    ${
      error.suggestion === null
        ? nothing
        : html`<button class="lk" @click=${actions.takeSuggestion}>${error.suggestion}</button>`
    }
  </div>`;
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

function typed({ target }: Event, actions: FilterActions): void {
  if (!(target instanceof HTMLInputElement)) return;
  actions.setFilter(target.value, target.selectionStart ?? target.value.length);
}
