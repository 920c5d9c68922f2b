import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { shortSymbol } from '../../src/base/go-symbol.ts';
import type { ComparisonInfo } from '../../src/protocol/analysis.ts';
import type { FilterError, FilterTerm } from '../../src/protocol/profile-filter.ts';
import { completionItemId, completionList } from '../shared/completion-list.ts';
import { icon } from '../shared/figure.ts';
import type { Actions } from './actions.ts';
import { draftError, shownValue, termText } from './filter-model.ts';
import { hasManySides, infoOf } from './model.ts';
import type { PageState } from './model.ts';

/** The terms as chips and the input for one more, with what can stand there and what is wrong with it. */
export function filterLine(state: PageState, actions: Actions): TemplateResult {
  const error = draftError(state);
  const { completion, text, isOpen } = state.draft;
  return html`<div class="filter-line">
    <div class="inp filters ${error === null ? '' : 'bad'}" role="group" aria-label="Filters">
      ${sides(state, actions)}${state.filter.map((term) => chip(term, state, actions))}
      <span class="field grow">
        <span class="painted" aria-hidden="true">${painted(text, error)}</span>
        <input
          id="filter"
          type="text"
          role="combobox"
          spellcheck="false"
          autocomplete="off"
          aria-label="Add a filter"
          aria-autocomplete="list"
          aria-controls="completions"
          aria-expanded=${completion !== null}
          aria-activedescendant=${completion && completion.chosen >= 0 ? completionItemId(completion.chosen) : nothing}
          aria-invalid=${error !== null}
          placeholder="Add filter"
          .value=${live(text)}
          @input=${(event: Event) => typed(event, actions)}
          @focus=${(event: Event) => typed(event, actions)}
          @blur=${() => actions.closeDraft()}
          @keydown=${(event: KeyboardEvent) => pressed(event, state, actions)}
        />
      </span>
    </div>
    ${isOpen && completion !== null ? completionList(completion, text, (index) => actions.takeCompletion(index)) : nothing}
    ${error === null || completion !== null ? nothing : errorNote(error, actions)}
  </div>`;
}

/** The two profiles of a comparison: they cannot be taken away, but chosen where there are more. */
function sides(state: PageState, actions: Actions): TemplateResult | typeof nothing {
  const info = infoOf(state);
  const comparison = info?.comparison ?? null;
  if (info === null || comparison === null) return nothing;
  if (hasManySides(info)) {
    return html`${sideMenu('before', comparison, actions)}${sideMenu('after', comparison, actions)}`;
  }
  const side = (word: string, name: string) =>
    html`<span class="chip big term side" title="${word} ${name}"
      ><span class="el"><i>${word}</i> ${name}</span></span
    >`;
  return html`${side('before', comparison.before)}${side('after', comparison.after)}`;
}

function sideMenu(
  word: 'before' | 'after',
  { sides: all, pair }: ComparisonInfo,
  actions: Actions,
): TemplateResult {
  const choose = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof HTMLSelectElement)) return;
    actions.setPair({ ...pair, [word]: currentTarget.selectedIndex });
  };
  return html`<label class="chip big term side sel" title="The profile ${word}"
    ><i>${word}</i
    ><select aria-label="Profile ${word}" @change=${choose}>
      ${all.map(({ name }, side) => html`<option .selected=${side === pair[word]}>${name}</option>`)}</select
    >${icon('chevron-down', 12)}</label
  >`;
}

function chip(term: FilterTerm, { outcome }: PageState, actions: Actions): TemplateResult {
  const { word } = term;
  const isEmpty = outcome?.unmatched.includes(word) ?? false;
  const note = isEmpty ? ' matches nothing' : '';
  return html`<span class="chip big term ${isEmpty ? 'warn' : ''}" title="${termText(term)}${note}"
    >${isEmpty ? icon('warning', 12) : nothing}<button
      class="el"
      aria-label="Edit ${termText(term)}${note}"
      @click=${() => actions.editTerm(word)}
    >
      <i>${word}</i> ${shownValue(term, shortSymbol)}</button
    ><button
      class="ib"
      title="Remove"
      aria-label="Remove ${termText(term)}"
      @click=${() => actions.removeTerm(word)}
    >
      ${icon('close', 12)}
    </button></span
  >`;
}

function errorNote(error: FilterError, actions: Actions): TemplateResult {
  return html`<div
    class="note bad filter-error"
    role="alert"
    @mousedown=${(event: Event) => event.preventDefault()}
  >
    ${icon('error', 14)}<span class="grow">${error.message}</span>
    ${
      error.suggestion === null
        ? nothing
        : html`<button class="lk" @click=${() => actions.takeSuggestion()}>
            ${error.suggestion}
          </button>`
    }
  </div>`;
}

/** The text lies under the input, whose own text is transparent. */
function painted(text: string, error: FilterError | null): TemplateResult {
  const word = /^\s*[a-z_]+[=:]/.exec(text)?.[0] ?? '';
  if (error === null) return html`<span class="q">${word}</span>${text.slice(word.length)}`;
  const { from, to } = error;
  return html`${text.slice(0, from)}<span class="wrong">${text.slice(from, to)}</span
    >${text.slice(to)}`;
}

function typed({ currentTarget }: Event, actions: Actions): void {
  if (!(currentTarget instanceof HTMLInputElement)) return;
  const { value, selectionStart } = currentTarget;
  actions.setDraft(value, selectionStart ?? value.length);
}

/** The list takes the arrows while it is open; Enter takes what is chosen, else the text as it stands. */
function pressed(event: KeyboardEvent, state: PageState, actions: Actions): void {
  const { completion, text } = state.draft;
  const last = state.filter.at(-1);
  if (event.key === 'ArrowDown' && completion !== null) actions.moveCompletion(1);
  else if (event.key === 'ArrowUp' && completion !== null) actions.moveCompletion(-1);
  else if (event.key === 'Tab' && completion !== null)
    actions.takeCompletion(Math.max(0, completion.chosen));
  else if (event.key === 'Enter' && completion !== null && completion.chosen >= 0)
    actions.takeCompletion(completion.chosen);
  else if (event.key === 'Enter') actions.submitDraft();
  else if (event.key === 'Escape') actions.leaveDraft();
  else if (event.key === 'ArrowDown') actions.focusContent();
  else if (event.key === 'Backspace' && text === '' && last) actions.editTerm(last.word);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
