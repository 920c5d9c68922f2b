import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { countText } from '../../src/base/format.ts';
import type {
  BreakpointForm,
  GoroutineScopeKind,
  PanelBreakpoint,
} from '../../src/protocol/webview-expressions.ts';
import { icon } from '../shared/figure.ts';
import { SCOPE_HINTS, SCOPE_NAMES, selectedBreakpoint } from './breakpoint-model.ts';
import type { BreakpointState } from './breakpoint-model.ts';
import { mark } from './breakpoint-rows.ts';

export interface FormActions {
  /** `now`: a choice, not something that is still being typed. */
  readonly change: (form: BreakpointForm, now: boolean) => void;
  /** A function's name is being typed. */
  readonly suggest: (text: string) => void;
  /** Writes what was typed. */
  readonly commit: () => void;
  readonly open: (key: string) => void;
}

/** The scope of the selected breakpoint; every field is a part of its condition. */
export function breakpointForm(state: BreakpointState, actions: FormActions): unknown {
  const breakpoint = selectedBreakpoint(state);
  if (!breakpoint) return nothing;
  const form = state.draft ?? breakpoint.form;
  const title = breakpoint.form.logMessage === '' ? 'Stop at' : 'Log at';
  return html`<form
    class="scope"
    aria-label="Scope of ${breakpoint.title}"
    @submit=${(event: Event) => {
      event.preventDefault();
      actions.commit();
    }}
    @focusout=${actions.commit}
  >
    <div class="sec-h">
      ${mark(breakpoint)} ${title}
      <button
        type="button"
        class="lk el"
        title=${breakpoint.detail}
        @click=${() => actions.open(breakpoint.key)}
      >
        ${breakpoint.title}
      </button>
      <span class="grow"></span
      ><span class="mut"
        >${breakpoint.canEdit ? 'applies as you type' : OWNERS[breakpoint.kind]}</span
      >
    </div>
    ${breakpoint.canEdit ? fields(form, state, actions) : nothing} ${notes(breakpoint)}
    <button type="submit" hidden></button>
  </form>`;
}

const OWNERS: Readonly<Record<PanelBreakpoint['kind'], string>> = {
  source: '',
  function: '',
  data: 'the editor’s own',
  usage: 'for this session',
};

function fields(
  form: BreakpointForm,
  state: BreakpointState,
  actions: FormActions,
): TemplateResult {
  const typed = (change: Partial<BreakpointForm>): void =>
    actions.change({ ...form, ...change }, false);
  const chosen = (change: Partial<BreakpointForm>): void =>
    actions.change({ ...form, ...change }, true);
  const takesFunction = form.goroutines === 'createdBy' || form.goroutines === 'startedAs';
  return html`<div class="fields">
    <label class="mut" for="scope-kind">Goroutines</label>
    <div class="fx">
      ${choice('scope-kind', form.goroutines, SCOPE_NAMES, (kind) => chosen({ goroutines: kind, goroutineValue: '' }))}
      ${
        SCOPE_HINTS[form.goroutines] === ''
          ? nothing
          : input(
              'scope-value',
              SCOPE_NAMES[form.goroutines],
              form.goroutineValue,
              SCOPE_HINTS[form.goroutines],
              (goroutineValue) => {
                typed({ goroutineValue });
                if (takesFunction) actions.suggest(goroutineValue);
              },
              takesFunction ? 'functions' : undefined,
            )
      }
    </div>
    <label class="mut" for="scope-often">How often</label>
    <div class="fx">
      ${choice('scope-often', form.often, OFTEN_NAMES, (often) => chosen({ often, every: often === 'every' ? form.every || '2' : '' }))}
      ${form.often === 'every' ? input('scope-every', 'Every', form.every, '3', (every) => typed({ every })) : nothing}
      ${input('scope-hits', 'Hit count', form.hitCondition, 'hits, e.g. >= 3', (hitCondition) => typed({ hitCondition }))}
    </div>
    <label class="mut" for="scope-after">Only after</label>
    <div class="fx">
      ${input('scope-after', 'Only after', form.after, 'main.go:40, passed by the same goroutine', (after) => typed({ after }), 'places')}
      <datalist id="places">
        ${(state.view?.places ?? []).map((place) => html`<option value=${place}></option>`)}
      </datalist>
    </div>
    <label class="mut" for="scope-from">Called from</label>
    <div class="fx">
      ${choice('scope-from-kind', form.from, FROM_NAMES, (from) => chosen({ from }))}
      ${input(
        'scope-from',
        'Called from',
        form.fromFunction,
        'api.(*Server).orders',
        (fromFunction) => {
          typed({ fromFunction });
          actions.suggest(fromFunction);
        },
        'functions',
      )}
      <datalist id="functions">
        ${state.functions.map((name) => html`<option value=${name}></option>`)}
      </datalist>
    </div>
    <label class="mut" for="scope-condition">Condition</label>
    <div class="fx">
      ${input('scope-condition', 'Condition', form.goCondition, 'a Go expression, e.g. len(rows) > 8', (goCondition) => typed({ goCondition }))}
    </div>
    ${
      form.others === ''
        ? nothing
        : html`<label class="mut" for="scope-others">And</label>
            <div class="fx">
              ${input('scope-others', 'Further terms', form.others, '', (others) => typed({ others }))}
            </div>`
    }
    <label class="mut" for="scope-log">Log message</label>
    <div class="fx">
      ${input('scope-log', 'Log message', form.logMessage, 'logs instead of stopping: took {dt}', (logMessage) => typed({ logMessage }))}
    </div>
  </div>`;
}

const OFTEN_NAMES: Readonly<Record<BreakpointForm['often'], string>> = {
  always: 'Every hit',
  once: 'Once per goroutine',
  every: 'Every n-th hit',
};

const FROM_NAMES: Readonly<Record<BreakpointForm['from'], string>> = {
  caller: 'directly',
  stack: 'on the stack',
};

function choice<Kind extends GoroutineScopeKind | BreakpointForm['often'] | BreakpointForm['from']>(
  id: string,
  current: Kind,
  names: Readonly<Record<Kind, string>>,
  set: (kind: Kind) => void,
): TemplateResult {
  // The keys of the record are the kinds.
  const kinds = Object.keys(names) as Kind[];
  return html`<span class="sel"
    ><select
      id=${id}
      .value=${live(current)}
      @change=${(event: Event) => {
        const { target } = event;
        const kind = kinds.find(
          (one) => target instanceof HTMLSelectElement && one === target.value,
        );
        if (kind) set(kind);
      }}
    >
      ${kinds.map((kind) => html`<option value=${kind} ?selected=${kind === current}>${names[kind]}</option>`)}</select
    >${icon('chevron-down', 14)}</span
  >`;
}

function input(
  id: string,
  title: string,
  value: string,
  hint: string,
  set: (value: string) => void,
  list?: string,
): TemplateResult {
  return html`<label class="inp grow"
    ><input
      id=${id}
      class=${value === '' ? '' : 'code'}
      type="text"
      spellcheck="false"
      autocomplete="off"
      aria-label=${title}
      list=${list ?? nothing}
      placeholder=${hint}
      .value=${live(value)}
      @input=${(event: Event) => {
        if (event.target instanceof HTMLInputElement) set(event.target.value);
      }}
  /></label>`;
}

function notes({ problems, status, isVerified, message }: PanelBreakpoint): TemplateResult {
  return html`${problems.map(
    (problem) =>
      html`<div class="note bad" role="alert">${icon('error', 14)}<span>${problem}</span></div>`,
  )}
  ${
    isVerified === false
      ? html`<div class="note warn">
          ${icon('warning', 14)}<span>${message || 'The debugger could not set it.'}</span>
        </div>`
      : nothing
  }
  ${status ? costNote(status) : nothing}`;
}

function costNote(status: NonNullable<PanelBreakpoint['status']>): TemplateResult {
  const millis = status.millisPerPass.toFixed(1);
  const passes = Math.round(status.evaluationsPerSecond ?? 0);
  return status.cost === 'native'
    ? html`<div class="note">
        ${icon('zap', 14)}<span>All of this is decided by dlv: <b>${millis} ms</b> per pass.</span>
      </div>`
    : html`<div class="note">
        ${icon('debug-alt-small', 14)}<span
          ><span class="code">${status.adapterTerms.join(', ')}</span> is decided by the adapter:
          <b>${millis} ms</b> per pass${passes > 0 ? `, ${countText(passes)}/s seen` : ''}.</span
        >
      </div>`;
}
