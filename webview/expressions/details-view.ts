import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { countText } from '../../src/base/format.ts';
import { shortSymbol } from '../../src/base/go-symbol.ts';
import type { ExpressionFrames, ExpressionScope } from '../../src/protocol/expression-view.ts';
import { CELL_CALL, CELL_ERROR, CELL_OTHER } from '../../src/protocol/expression-view.ts';
import { icon } from '../shared/figure.ts';
import { setVariables } from '../shared/set-variables.ts';
import type { Tree, TreeNode } from './details-model.ts';
import { PAGE_BYTES, PAGE_CHILDREN } from './details-model.ts';
import { millisText, tokenOf } from './words.ts';

export interface DetailsState {
  readonly scope: ExpressionScope | null;
  /** Function of the frame. */
  readonly name: string;
  readonly frames: ExpressionFrames | null;
  readonly tree: Tree;
  readonly selected: number;
  readonly hasFocus: boolean;
  readonly failure: string | null;
  /** The line whose value is being typed. */
  readonly editing: number | null;
  /** A call that waits for the user's word. */
  readonly confirming: string | null;
  readonly calling: { readonly expression: string; readonly since: number } | null;
  readonly called: {
    readonly expression: string;
    readonly text: string;
    readonly millis: number;
  } | null;
}

export interface DetailsActions {
  readonly select: (at: number) => void;
  readonly open: (at: number) => void;
  readonly edit: (at: number) => void;
  readonly write: (at: number, value: string) => void;
  readonly cancelEdit: () => void;
  readonly copy: (text: string) => void;
  readonly close: () => void;
  readonly setPlace: (frame: number, deferred: number) => void;
  readonly watch: (expression: string) => void;
  readonly unwatch: (at: number) => void;
  readonly isWatch: (at: number) => boolean;
  readonly call: (expression: string) => void;
  readonly cancelCall: () => void;
  readonly stopCall: () => void;
}

/** What stands above the values. */
export function detailsHead(
  state: DetailsState,
  actions: DetailsActions,
  now: number,
): TemplateResult {
  const { scope, name } = state;
  return html`<div class="sec-h">
      <span>Goroutine ${scope?.goroutine ?? ''}</span>
      <span class="mut el grow" title=${name}>${shortSymbol(name)}</span>
      <button class="ib" title="Close" @click=${actions.close}>${icon('close', 14)}</button>
    </div>
    <div class="ds-bar">
      ${place(state, actions)}
      <form
        class="fx grow"
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          const input = inputOf(event);
          if (!input) return;
          actions.watch(input.value.trim());
          input.value = '';
        }}
      >
        <label class="inp grow"
          >${icon('eye', 14)}<input
            class="code"
            type="text"
            spellcheck="false"
            autocomplete="off"
            aria-label="Watch in this frame"
            placeholder="Watch here"
        /></label>
      </form>
    </div>
    ${callNotes(state, actions, now)}${
      state.failure === null
        ? nothing
        : html`<div class="note bad" role="alert">
            ${icon('error', 14)}<span>${state.failure}</span>
          </div>`
    }`;
}

function place({ scope, frames }: DetailsState, actions: DetailsActions): unknown {
  const current = `${scope?.frame ?? 0} ${scope?.deferred ?? 0}`;
  if (!frames) return html`<span class="mut">frame ${scope?.frame ?? 0}</span>`;
  const option = (value: string, text: string): TemplateResult =>
    html`<option value=${value} ?selected=${value === current}>${text}</option>`;
  return html`<span class="sel frames"
    ><select
      aria-label="Frame or deferred call"
      @change=${(event: Event) => {
        const { target } = event;
        if (!(target instanceof HTMLSelectElement)) return;
        const [frame = 0, deferred = 0] = target.value.split(' ').map(Number);
        actions.setPlace(frame, deferred);
      }}
    >
      ${frames.name.map((name, frame) => [
        option(`${frame} 0`, `${frame} ${shortSymbol(name)}`),
        (frames.deferred[frame] ?? []).map((deferred, at) =>
          option(`${frame} ${at + 1}`, `\u2003deferred ${shortSymbol(deferred)}`),
        ),
      ])}</select
    >${icon('chevron-down', 14)}</span
  >`;
}

function callNotes(
  { confirming, calling, called }: DetailsState,
  actions: DetailsActions,
  now: number,
): unknown {
  if (calling) {
    return html`<div class="note warn" role="status">
      ${icon('play', 14)}<span class="grow"
        ><span class="code">${calling.expression}</span> runs for
        ${Math.floor((now - calling.since) / 1000)} s, and all goroutines with it</span
      ><button class="btn sec" @click=${actions.stopCall}>${icon('debug-stop', 14)}Stop</button>
    </div>`;
  }
  if (confirming !== null) {
    return html`<div class="note warn" role="alert">
      ${icon('warning', 14)}<span class="grow"
        ><span class="code">${confirming}</span> runs code in the program. All goroutines run until
        it returns; breakpoints on the way stop it.</span
      ><button class="btn" @click=${() => actions.call(confirming)}>Run here</button
      ><button class="btn sec" @click=${actions.cancelCall}>Cancel</button>
    </div>`;
  }
  if (!called) return nothing;
  return html`<div class="note" role="status">
    ${icon('play', 14)}<span class="grow"
      ><span class="code">${called.expression}</span> =
      <span class="code">${called.text}</span>
      <span class="mut">after ${millisText(called.millis)}</span></span
    >
  </div>`;
}

/** The lines in the window. */
export function treeRows(
  state: DetailsState,
  { start, count }: { readonly start: number; readonly count: number },
  actions: DetailsActions,
): readonly TemplateResult[] {
  return state.tree.slice(start, start + count).map((node, offset) => {
    const at = start + offset;
    const mark = at === state.selected ? (state.hasFocus ? 'act' : 'sel0') : '';
    return html`<div
      class="row value ${mark}"
      role="treeitem"
      aria-level=${node.depth + 1}
      aria-selected=${at === state.selected}
      aria-expanded=${node.canOpen ? String(node.isOpen) : nothing}
      ${setVariables({ '--depth': node.depth })}
      @click=${() => (node.kind === 'more' ? actions.open(at) : actions.select(at))}
      @dblclick=${() => actions.open(at)}
    >
      ${body(node, at, state, actions)}
    </div>`;
  });
}

function body(
  node: TreeNode,
  at: number,
  state: DetailsState,
  actions: DetailsActions,
): TemplateResult {
  if (node.kind === 'text') return html`<span class="code tok-string text">${node.text}</span>`;
  if (node.kind === 'more') {
    const left = node.total - node.loaded;
    const next = Math.min(left, node.isString ? PAGE_BYTES : PAGE_CHILDREN);
    return html`<span class="lk">Load ${countText(next)} more</span
      ><span class="mut">of ${countText(left)}${node.isString ? ' bytes' : ''} left</span>`;
  }
  const opens = node.canOpen || node.cell === CELL_CALL;
  return html`<i
      class="codicon codicon-${opens ? (node.isOpen ? 'chevron-down' : node.cell === CELL_CALL ? 'play' : 'chevron-right') : 'blank'} tw"
      aria-hidden="true"
      @click=${(event: Event) => {
        event.stopPropagation();
        actions.open(at);
      }}
    ></i>
    <span class="code name el" title=${node.expression}>${node.name}</span>
    ${state.editing === at ? editor(node, at, actions) : valueOf(node)}
    <span class="mut sm el type" title=${node.type}>${node.type}</span>
    <span class="acts">
      ${node.cell === CELL_CALL ? act('play', 'Run in this goroutine', () => actions.open(at)) : nothing}
      ${node.canSet ? act('edit', 'Set value', () => actions.edit(at)) : nothing}
      ${act('copy', 'Copy value', () => actions.copy(node.text))}
      ${actions.isWatch(at) ? act('close', 'Remove', () => actions.unwatch(at)) : nothing}
    </span>`;
}

function valueOf(node: TreeNode): TemplateResult {
  if (node.cell === CELL_CALL) return html`<span class="mut grow">not run</span>`;
  if (node.text === '' && node.cell === CELL_OTHER) return html`<span class="skeleton"></span>`;
  if (node.cell === CELL_ERROR) {
    return html`<span class="tok-error fx grow" title=${node.text}
      >${icon('error', 12)}<span class="el words">${node.text}</span></span
    >`;
  }
  return html`<span class="code el grow tok-${tokenOf(node.cell)}" title=${node.text}
    >${node.text}</span
  >`;
}

function editor(node: TreeNode, at: number, actions: DetailsActions): TemplateResult {
  return html`<form
    class="fx grow"
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      actions.write(at, inputOf(event)?.value ?? '');
    }}
  >
    <label class="inp grow"
      ><input
        class="code"
        type="text"
        spellcheck="false"
        aria-label="New value of ${node.name}"
        .value=${node.text}
        @blur=${actions.cancelEdit}
    /></label>
  </form>`;
}

function act(name: string, title: string, run: () => void): TemplateResult {
  return html`<button
    class="ib"
    tabindex="-1"
    title=${title}
    @click=${(event: Event) => {
      event.stopPropagation();
      run();
    }}
  >
    ${icon(name, 14)}
  </button>`;
}

function inputOf(event: SubmitEvent): HTMLInputElement | null {
  const { target } = event;
  return target instanceof HTMLFormElement ? target.querySelector('input') : null;
}
