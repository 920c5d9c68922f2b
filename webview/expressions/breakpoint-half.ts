import { html, nothing, render } from 'lit';
import type { TemplateResult } from 'lit';
import type {
  BreakpointForm,
  FromExpressionsPage,
  PanelBreakpoint,
  PanelBreakpoints,
  PanelSession,
} from '../../src/protocol/webview-expressions.ts';
import { icon } from '../shared/figure.ts';
import type { Asker } from './asker.ts';
import { breakpointForm } from './breakpoint-form-view.ts';
import type { FormActions } from './breakpoint-form-view.ts';
import * as model from './breakpoint-model.ts';
import type { BreakpointState } from './breakpoint-model.ts';
import { breakpointRows } from './breakpoint-rows.ts';
import type { BreakpointRowActions } from './breakpoint-rows.ts';
import { breakpointCommandOf } from './input.ts';
import type { BreakpointCommand } from './input.ts';

/** Each write replaces the breakpoint, which costs a running program a stop of some milliseconds. */
const TYPING_MILLIS = 900;
const SUGGEST_MILLIS = 200;

/** What each breakpoint stops for, how often it did, what it costs; and the form that changes it. */
export class BreakpointHalf {
  readonly element = document.createElement('section');
  readonly #asker: Asker;
  readonly #post: (message: FromExpressionsPage) => void;
  readonly #main = document.createElement('div');
  readonly #head = document.createElement('div');
  readonly #table = document.createElement('div');
  readonly #below = document.createElement('div');
  readonly #form = document.createElement('aside');
  #state: BreakpointState = model.FIRST_STATE;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #suggesting: ReturnType<typeof setTimeout> | undefined;

  constructor(asker: Asker, post: (message: FromExpressionsPage) => void) {
    this.#asker = asker;
    this.#post = post;
    this.element.className = 'half breakpoints';
    this.element.setAttribute('aria-label', 'Breakpoints');
    this.#main.className = 'col grow';
    this.#table.className = 'table';
    this.#table.tabIndex = 0;
    this.#table.setAttribute('role', 'grid');
    this.#table.setAttribute('aria-label', 'Breakpoints');
    this.#form.className = 'details';
    this.#main.append(this.#head, this.#table, this.#below);
    this.element.append(this.#main, this.#form);
    this.#listen();
  }

  get count(): number {
    return this.#state.view?.breakpoints.length ?? 0;
  }

  setSession(session: PanelSession): void {
    this.#change({ session });
  }

  setView(view: PanelBreakpoints): void {
    this.#change(model.withView(this.#state, view));
  }

  /** Selects one; with `edit` the first field of its form gets the focus. */
  show(key: string, edit: boolean): void {
    this.#select(key);
    if (edit) this.#focusForm();
    else this.#table.focus();
  }

  render(): void {
    render(this.#headView(), this.#head);
    const isEmpty = this.count === 0;
    this.#table.hidden = isEmpty;
    render(breakpointRows(this.#state, this.#rowActions), this.#table);
    const at =
      this.#state.view?.breakpoints.findIndex(({ key }) => key === this.#state.selected) ?? -1;
    if (at < 0) this.#table.removeAttribute('aria-activedescendant');
    else this.#table.setAttribute('aria-activedescendant', `breakpoint-${at}`);
    render(this.#belowView(), this.#below);
    this.#form.hidden = model.selectedBreakpoint(this.#state) === null;
    render(breakpointForm(this.#state, this.#formActions), this.#form);
  }

  #listen(): void {
    this.#table.addEventListener('focus', () => this.#change({ hasFocus: true }));
    this.#table.addEventListener('blur', () => this.#change({ hasFocus: false }));
    this.#table.addEventListener('keydown', (event) => {
      if (event.target !== this.#table) return;
      const command = breakpointCommandOf(event);
      if (!command) return;
      event.preventDefault();
      event.stopPropagation();
      this.#run(command);
    });
    this.#form.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      clearTimeout(this.#typing);
      this.#change({ draft: null });
      this.#table.focus();
    });
  }

  #run(command: BreakpointCommand): void {
    const { view, selected } = this.#state;
    const list = view?.breakpoints ?? [];
    const at = list.findIndex(({ key }) => key === selected);
    switch (command.kind) {
      case 'move': {
        const next = list[Math.max(0, Math.min(list.length - 1, at + command.by))];
        if (next) this.#select(next.key);
        break;
      }
      case 'toggle':
        if (selected !== null) this.#rowActions.toggle(selected);
        break;
      case 'edit':
        this.#focusForm();
        break;
      case 'remove':
        if (selected !== null) this.#rowActions.remove(selected);
        break;
      case 'open':
        if (selected !== null) this.#rowActions.open(selected);
        break;
    }
  }

  #select(key: string): void {
    if (key === this.#state.selected) return;
    this.#write();
    this.#change({ selected: key, draft: null });
  }

  #focusForm(): void {
    this.#form.querySelector<HTMLElement>('#scope-kind')?.focus();
  }

  #change(change: Partial<BreakpointState>): void {
    this.#state = { ...this.#state, ...change };
    this.render();
  }

  /** Writes what was typed into the form, if anything was. */
  #write(): void {
    clearTimeout(this.#typing);
    const { draft, selected } = this.#state;
    if (draft === null || selected === null) return;
    const set = model.selectedBreakpoint(this.#state)?.form;
    if (JSON.stringify(draft) === JSON.stringify(set)) return;
    this.#post({ kind: 'edit', key: selected, form: draft });
  }

  /** Names of functions are known while the program stands; else there is nothing to suggest. */
  async #suggest(text: string): Promise<void> {
    if (text.length < 2 || this.#state.session.phase !== 'stopped') return;
    try {
      const answer = await this.#asker.ask({ kind: 'functions', text });
      if (answer.kind === 'functions') this.#change({ functions: answer.names });
    } catch {
      this.#change({ functions: [] });
    }
  }

  readonly #rowActions: BreakpointRowActions = {
    select: (key) => {
      this.#table.focus({ preventScroll: true });
      this.#select(key);
    },
    toggle: (key) => {
      const row = this.#state.view?.breakpoints.find((one) => one.key === key);
      if (row?.canEdit) this.#post({ kind: 'toggle', key, isEnabled: !row.isEnabled });
    },
    edit: (key) => this.show(key, true),
    open: (key) => this.#post({ kind: 'openBreakpoint', key }),
    remove: (key) => this.#post({ kind: 'remove', key }),
  };

  readonly #formActions: FormActions = {
    change: (draft: BreakpointForm, now: boolean) => {
      this.#change({ draft });
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#write(), now ? 0 : TYPING_MILLIS);
    },
    suggest: (text) => {
      clearTimeout(this.#suggesting);
      this.#suggesting = setTimeout(() => void this.#suggest(text), SUGGEST_MILLIS);
    },
    commit: () => this.#write(),
    open: (key) => this.#post({ kind: 'openBreakpoint', key }),
  };

  #headView(): TemplateResult {
    const { view } = this.#state;
    const sep = html`<span class="sep">·</span>`;
    if (!view) return html`<div class="ds-answer"></div>`;
    const { count, slowdown, hottest, notSet, off } = model.summaryOf(view);
    const tracked = view.tracked;
    return html`<div class="ds-answer bar" role="status">
      <span class="el grow"
        ><b>${count}</b> ${count === 1 ? 'breakpoint' : 'breakpoints'}${
          slowdown === null
            ? nothing
            : html`${sep}slow the program by <b>${slowdown}</b><span class="unit">%</span>`
        }${
          hottest === null
            ? nothing
            : html`${sep}most from
                <button class="lk" @click=${() => this.#select(hottest.key)}>
                  ${hottest.title}
                </button>
                (${hottest.passes} passes/s)`
        }${notSet === 0 ? nothing : html`${sep}${notSet} not set`}${off === 0 ? nothing : html`${sep}${off} off`}${
          this.#state.session.phase === 'none' && count > 0
            ? html`${sep}<span class="mut">no program runs</span>`
            : nothing
        }</span
      >
      ${
        tracked.length === 0
          ? nothing
          : html`<span class="fx tracked"
              ><span class="mut">tracked</span>${tracked
                .slice(0, 5)
                .map(
                  (goroutine) =>
                    html`<span class="chip"
                      >${goroutine}<button
                        class="ib"
                        title="Track goroutine ${goroutine} no longer"
                        @click=${() => this.#post({ kind: 'untrack', goroutine })}
                      >
                        ${icon('close', 12)}
                      </button></span
                    >`,
                )}${tracked.length > 5 ? html`<span class="chip">+${tracked.length - 5}</span>` : nothing}</span
            >`
      }
    </div>`;
  }

  #adviceView(breakpoint: PanelBreakpoint): TemplateResult {
    const { key, title, status } = breakpoint;
    const form = model.withRemedy(breakpoint);
    const apply = (): void => {
      if (form) this.#post({ kind: 'edit', key, form });
    };
    return html`<div class="row advice">
      <span class="mut fx">${icon('lightbulb', 14)}</span>
      <span class="el grow" title=${status?.advice ?? ''}>${title}: ${status?.advice}</span>
      ${
        form && status?.remedy
          ? html`<button class="btn sec" @click=${apply}>Apply @${status.remedy.kind}</button>`
          : nothing
      }
    </div>`;
  }

  #belowView(): TemplateResult {
    const { view } = this.#state;
    if (!view) return html``;
    if (view.breakpoints.length === 0) {
      return html`<div class="empty">
        <p class="b">No breakpoints</p>
        <p class="mut">
          Press F9 on a line of Go, or stop at a function. A breakpoint can be limited to goroutines
          here.
        </p>
        <button class="btn sec" @click=${() => this.#post({ kind: 'addFunction' })}>
          ${icon('add', 14)}Function breakpoint
        </button>
      </div>`;
    }
    const advice = view.breakpoints.filter(({ status }) => (status?.advice ?? '') !== '');
    return html`${advice.map((breakpoint) => this.#adviceView(breakpoint))}`;
  }
}
