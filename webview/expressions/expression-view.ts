import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { countText } from '../../src/base/format.ts';
import type { ExpressionTableView } from '../../src/protocol/expression-view.ts';
import { icon } from '../shared/figure.ts';
import { setVariables } from '../shared/set-variables.ts';
import type { ExpressionState } from './expression-model.ts';
import { distinctText, groupText, leftOutText, millisText } from './words.ts';

/** What the controls around the table do. */
export interface ExpressionActions {
  readonly setFilter: (filter: string) => void;
  readonly setGroup: (key: string) => void;
  readonly setFrame: (choice: string) => void;
  readonly setFrameText: (text: string) => void;
  readonly setDraft: (draft: string) => void;
  readonly commitDraft: () => void;
  readonly stop: () => void;
  readonly resume: () => void;
  readonly exportAs: (format: 'csv' | 'json', to: 'file' | 'clipboard') => void;
  readonly toggleSystem: () => void;
  readonly takeSuggestion: () => void;
  readonly showKeys: () => void;
  readonly start: (what: 'debug' | 'pause') => void;
}

/** What stands above the table. */
export function head(state: ExpressionState, actions: ExpressionActions): TemplateResult {
  const { view } = state;
  return html`${progress(view)}
    <div class="ds-answer bar" role="status">
      <span class="el grow">${answer(state)}</span>
      ${buttons(state, actions)}
    </div>
    ${controls(state, actions)} ${filterNote(view, actions)}`;
}

/** What stands below the table. */
export function foot(state: ExpressionState, actions: ExpressionActions): TemplateResult {
  const { view, failure } = state;
  const calls = (view?.columns ?? []).filter((column) => column.calls);
  return html`${
    failure === null
      ? nothing
      : html`<div class="note bad" role="alert">${icon('error', 14)}<span>${failure}</span></div>`
  }
  ${(view?.problems ?? []).map((problem) => html`<div class="note warn">${icon('warning', 14)}<span>${problem}</span></div>`)}
  ${
    calls.length === 0
      ? nothing
      : html`<div class="note warn">
          ${icon('play', 14)}<span
            ><span class="code">${calls.map(({ expression }) => expression).join(', ')}</span> runs
            code in the program, and with it all goroutines: select a goroutine and run it
            there.</span
          >
        </div>`
  }
  ${
    view === null
      ? nothing
      : html`<footer class="foot">
          <span class="el">${leftOutText(view)}</span><span class="grow"></span>
          <span class="el">${distinctText(view)}</span>
          <button class="fx" @click=${actions.showKeys}>
            <span class="kbd">F1</span>&nbsp;keys
          </button>
        </footer>`
  }`;
}

/** In the place of the table, when there is none. */
export function empty(state: ExpressionState, actions: ExpressionActions): TemplateResult {
  const { session, expressions, view } = state;
  if (expressions.length === 0) {
    return message(
      'No expression yet',
      html`Type one above, such as <span class="code">len(queue)</span>, and read its value in every
        goroutine. <span class="code">runtime.curg.goid</span> works everywhere.`,
    );
  }
  if (session.phase === 'none') {
    return message(
      'No program runs',
      'Expressions are evaluated when a program that is debugged stops.',
      html`<button class="btn" @click=${() => actions.start('debug')}>
        ${icon('debug-alt', 14)}Start debugging
      </button>`,
    );
  }
  if (session.phase === 'running' && (view === null || view.status === 'empty')) {
    return message(
      `${session.name} runs`,
      'Expressions are evaluated when it stops at a breakpoint or is paused.',
      html`<button class="btn" @click=${() => actions.start('pause')}>
        ${icon('debug-pause', 14)}Pause
      </button>`,
    );
  }
  if (view?.status === 'complete' && view.rowCount === 0) {
    return message(
      'Nothing matches',
      html`0 of ${countText(view.goroutinesRead)} goroutines.
        <button class="lk" @click=${() => actions.setFilter('')}>Clear filter</button>`,
    );
  }
  return html``;
}

function message(
  title: string,
  words: unknown,
  button: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<div class="empty">
    <p class="b">${title}</p>
    <p class="mut">${words}</p>
    ${button}
  </div>`;
}

function progress(view: ExpressionTableView | null): TemplateResult {
  if (view?.status !== 'reading') return html`<div class="prog idle"></div>`;
  const share = view.total === 0 ? 0 : (view.read / view.total) * 100;
  return html`<div
    class="prog"
    role="progressbar"
    aria-label="Evaluating"
    aria-valuenow=${Math.round(share)}
    ${setVariables({ '--x': '0%', '--w': `${share}%` })}
  ></div>`;
}

function answer({ view, expressions, session }: ExpressionState): unknown {
  const columns = html`<b>${expressions.length}</b>
    ${expressions.length === 1 ? 'expression' : 'expressions'}`;
  if (view === null || view.status === 'empty') {
    return session.phase === 'none' ? html`${columns}${sep}no program runs` : columns;
  }
  const partial = view.goroutinesRead < view.goroutines && view.status !== 'reading';
  return html`${view.status === 'stale' ? html`${icon('history', 14)} Program runs; before that ` : nothing}<b
      >${countText(view.read)}</b
    >
    <span class="mut">of ${countText(view.total)}</span> goroutines
    read${sep}${columns}${
      view.errors === 0
        ? nothing
        : html`${sep}<span class="fail">${icon('error', 14)}</span> ${countText(view.errors)}
            ${view.errors === 1 ? 'error' : 'errors'}`
    }${
      view.millisLeft === null || view.millisLeft < 300
        ? nothing
        : html`${sep}<b>${(view.millisLeft / 1000).toFixed(1)}</b> <span class="mut">s left</span>`
    }${view.status === 'stopped' ? html`${sep}stopped` : nothing}${
      view.status === 'complete'
        ? html`${sep}<span class="mut">${millisText(view.readMillis)}</span>`
        : nothing
    }${
      partial
        ? html`${sep}${icon('info', 14)} ${countText(view.goroutinesRead)} of
          ${countText(view.goroutines)} goroutines of the program are listed`
        : nothing
    }`;
}

const sep = html`<span class="sep">·</span>`;

function buttons({ view }: ExpressionState, actions: ExpressionActions): unknown {
  if (view === null || view.status === 'empty') return nothing;
  return html`${
      view.status === 'reading'
        ? html`<button class="btn sec" @click=${actions.stop}>
            ${icon('debug-stop', 14)}Stop
          </button>`
        : nothing
    }${
      view.status === 'stopped'
        ? html`<button class="btn sec" @click=${actions.resume}>${icon('play', 14)}Go on</button>`
        : nothing
    }<span class="sel"
      ><select
        aria-label="Export"
        .value=${live('')}
        @change=${(event: Event) => withValue(event, (choice) => exportChoice(choice, actions))}
      >
        <option value="" hidden>Export</option>
        <option value="csv file">CSV file…</option>
        <option value="json file">JSON file…</option>
        <option value="csv clipboard">Copy as CSV</option>
        <option value="json clipboard">Copy as JSON</option></select
      >${icon('chevron-down', 14)}</span
    >`;
}

function exportChoice(choice: string, actions: ExpressionActions): void {
  const format = choice.startsWith('json') ? 'json' : 'csv';
  if (choice !== '') actions.exportAs(format, choice.endsWith('file') ? 'file' : 'clipboard');
}

function controls(state: ExpressionState, actions: ExpressionActions): TemplateResult {
  const { view, filter, draft, editing, history } = state;
  return html`<div class="ds-bar controls">
    <label class="inp grow filter ${view?.filterError ? 'bad' : ''}">
      ${icon('filter', 14)}
      <input
        id="table-filter"
        class=${filter === '' ? '' : 'code'}
        type="text"
        spellcheck="false"
        autocomplete="off"
        aria-label="Filter goroutines"
        placeholder="Filter, e.g. state:chan-receive where:o.Total>10"
        .value=${live(filter)}
        @input=${(event: Event) => withValue(event, actions.setFilter)}
      />
      <button
        class="ib ${state.hideSystem ? 'on' : ''}"
        title="Hide goroutines of the runtime"
        aria-pressed=${state.hideSystem}
        @click=${actions.toggleSystem}
      >
        ${icon('eye-closed', 14)}
      </button>
    </label>
    ${groupChoice(state, actions)}${frameChoice(state, actions)}
    <form
      class="fx adding"
      @submit=${(event: Event) => {
        event.preventDefault();
        actions.commitDraft();
      }}
    >
      <label class="inp">
        <input
          id="expression"
          class=${draft === '' ? '' : 'code'}
          type="text"
          spellcheck="false"
          autocomplete="off"
          list="history"
          aria-label=${editing === null ? 'New expression' : 'Expression'}
          placeholder="Expression, e.g. o.Total"
          .value=${live(draft)}
          @input=${(event: Event) => withValue(event, actions.setDraft)}
        />
      </label>
      <datalist id="history">
        ${history.map((text) => html`<option value=${text}></option>`)}
      </datalist>
      <button class="btn ${state.expressions.length === 0 ? '' : 'sec'}" type="submit">
        ${icon(editing === null ? 'add' : 'check', 14)}${editing === null ? 'Add' : 'Change'}
      </button>
    </form>
  </div>`;
}

function groupChoice({ view, group }: ExpressionState, actions: ExpressionActions): unknown {
  const groups = view?.groups ?? [];
  if (groups.length === 0 && group === '') return nothing;
  return html`<span class="sel group"
    ><select
      aria-label="Group"
      .value=${live(group)}
      @change=${(event: Event) => withValue(event, actions.setGroup)}
    >
      <option value="" ?selected=${group === ''}>All goroutines</option>
      ${groups.map(
        ({ key, name, count }) =>
          html`<option value=${key} ?selected=${key === group}>${groupText(name, count)}</option>`,
      )}</select
    >${icon('chevron-down', 14)}</span
  >`;
}

function frameChoice({ frame }: ExpressionState, actions: ExpressionActions): unknown {
  return html`<span class="sel"
      ><select
        aria-label="Frame"
        .value=${live(frame.kind)}
        @change=${(event: Event) => withValue(event, actions.setFrame)}
      >
        <option value="own" ?selected=${frame.kind === 'own'}>Frame: first of own code</option>
        <option value="top" ?selected=${frame.kind === 'top'}>Frame: top</option>
        <option value="function" ?selected=${frame.kind === 'function'}>
          Frame: first in …
        </option></select
      >${icon('chevron-down', 14)}</span
    >${
      frame.kind === 'function'
        ? html`<label class="inp function"
            ><input
              id="frame-function"
              class="code"
              type="text"
              spellcheck="false"
              aria-label="Function on the stack"
              placeholder="shop/orders"
              .value=${live(frame.text)}
              @input=${(event: Event) => withValue(event, actions.setFrameText)}
          /></label>`
        : nothing
    }`;
}

function filterNote(view: ExpressionTableView | null, actions: ExpressionActions): unknown {
  const error = view?.filterError;
  if (!error) return nothing;
  return html`<div class="note bad" role="alert">
    ${icon('error', 14)}<span class="grow">${error.message}</span>
    ${
      error.suggestion === null
        ? nothing
        : html`<button class="lk" @click=${actions.takeSuggestion}>${error.suggestion}</button>`
    }
  </div>`;
}

export function withValue(event: Event, use: (value: string) => void): void {
  const { target } = event;
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) use(target.value);
}
