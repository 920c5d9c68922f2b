import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { countText, durationQuantity } from '../../src/base/format.ts';
import {
  FLAG_ANCESTOR,
  FLAG_CREATED_BY,
  FLAG_DEFERRED,
  FLAG_LEAKED,
  FLAG_LIBRARY_FRAME,
  FLAG_LOCKED,
  FLAG_SELECTED,
  FLAG_USER_FRAME,
  ROW_FRAME,
  ROW_GOROUTINE,
  ROW_GROUP,
  ROW_MORE,
} from '../../src/protocol/goroutine-view.ts';
import type { GoroutineRows, GoroutineView } from '../../src/protocol/goroutine-view.ts';
import { figure, icon } from '../shared/figure.ts';
import { placeText } from '../shared/place-text.ts';
import { setVariables } from '../shared/set-variables.ts';
import { identityOf, isOpen, labelTerm, levelOf, positionOf } from './model.ts';
import type { PanelState } from './model.ts';
import { STATE_ICONS, nameParts } from './words.ts';

/** What a click on a row may mean. */
export interface RowActions {
  readonly select: (at: number) => void;
  readonly toggle: (at: number) => void;
  readonly open: (at: number) => void;
  readonly more: (at: number) => void;
  readonly copy: (at: number) => void;
  readonly breakIn: (at: number) => void;
  readonly hasCreationSite: (at: number) => boolean;
  /** Shows the goroutines of the row's creation site in a trace. */
  readonly inTrace: (at: number) => void;
  /** Goroutines of a program, not of a dump. */
  readonly isLive: () => boolean;
  /** Adds what the row stands for to the filter. */
  readonly narrow: (at: number) => void;
  readonly addTerm: (term: string) => void;
}

export function rowId(at: number): string {
  return `row-${at}`;
}

/** All rows at hand, as items of one tree. */
export function rowList(
  state: PanelState,
  view: GoroutineView,
  actions: RowActions,
): TemplateResult[] {
  const selected = positionOf(view.rows, state.selected);
  return view.rows.kind.map((kind, at) => {
    const identity = identityOf(view.rows, at);
    const open = isOpen(state, identity);
    const mark = at === selected ? (state.treeHasFocus ? 'act' : 'sel0') : '';
    const level = levelOf(view.rows, at);
    const opens = kind === ROW_GROUP || kind === ROW_GOROUTINE;
    return html`<div
      id=${rowId(at)}
      class="row ${ROW_CLASSES[kind] ?? ''} ${mark}"
      role="treeitem"
      aria-level=${level}
      aria-selected=${at === selected}
      aria-expanded=${opens ? String(open) : nothing}
      aria-setsize=${kind === ROW_GROUP ? view.groupCount : -1}
      aria-posinset=${positionInSet(view, at)}
      ${setVariables({ '--depth': view.rows.depth[at] ?? 0 })}
      @click=${() => (kind === ROW_MORE ? actions.more(at) : actions.select(at))}
      @dblclick=${() => actions.open(at)}
    >
      ${rowBody(view, at, open, actions)}
    </div>`;
  });
}

const ROW_CLASSES = ['two group', 'goroutine', 'more', 'frame'];

function rowBody(
  view: GoroutineView,
  at: number,
  open: boolean,
  actions: RowActions,
): TemplateResult {
  const kind = view.rows.kind[at];
  if (kind === ROW_GROUP) return groupBody(view, at, open, actions);
  if (kind === ROW_MORE) {
    return html`<span class="ind deep"></span
      ><span class="lk">Show ${countText(view.rows.count[at] ?? 0)} more</span>`;
  }
  return kind === ROW_FRAME
    ? frameBody(view.rows, at, actions)
    : goroutineBody(view.rows, at, open, actions);
}

function groupBody(
  view: GoroutineView,
  at: number,
  open: boolean,
  actions: RowActions,
): TemplateResult {
  const { rows } = view;
  const count = rows.count[at] ?? 0;
  const share = Math.max(2, (count / Math.max(1, view.largestGroup)) * 100);
  return html`<i
      class="codicon codicon-chevron-${open ? 'down' : 'right'} tw"
      aria-hidden="true"
      @click=${stopped(() => actions.toggle(at))}
    ></i>
    <span class="count"
      ><span class="sh b" ${setVariables({ '--s': share })}
        ><span>${countText(count)}</span></span
      ></span
    >
    <span class="col grow text">
      <span class="fx">${groupName(rows, at, actions)}</span>
      <span class="fx sm second">
        ${stateIcon(rows, at, 12)} ${groupSecond(rows, at)}
        <span class="r wait">${figure(durationQuantity(rows.wait[at] ?? null))}</span>
      </span>
    </span>
    ${actionButtons(at, rows, actions)}`;
}

/** What the members have in common: words, labels, or a function. */
function groupName(rows: GoroutineRows, at: number, actions: RowActions): TemplateResult {
  const title = rows.title[at] ?? '';
  const labels = rows.labels[at] ?? [];
  if (labels.length > 0) return html`<span class="fx grow labels">${chips(labels, actions)}</span>`;
  if (title !== '') {
    const [words, address] = title.split(/ (?=0x[0-9a-f]+(?:,|$))/);
    return html`<span class="el grow" title=${title}
      >${words}${address === undefined ? nothing : html` <span class="mut code sm">${title.slice((words ?? '').length + 1)}</span>`}</span
    >`;
  }
  const id = rows.id[at] ?? 0;
  return html`<span class="el grow" title=${rows.name[at] ?? ''}
    >${id > 0 ? html`<span class="mut">${id} </span>` : nothing}${symbol(rows.name[at] ?? '')}</span
  >`;
}

function groupSecond(rows: GoroutineRows, at: number): TemplateResult {
  const detail = rows.detail[at] ?? '';
  const isNamed = rows.title[at] !== '' || (rows.labels[at] ?? []).length > 0;
  const state = rows.state[at] ?? '';
  const words = detail !== '' ? detail : rows.title[at] === state ? '' : state;
  const place = placeText(rows.file[at] ?? '', rows.line[at] ?? 0);
  const { packageName, name } = nameParts(rows.name[at] ?? '');
  const where = isNamed && place !== '' ? `${packageName}.${name} ${place}` : place;
  return html`<span class="words el">${words}</span
    ><span class="mut el grow" title=${`${rows.file[at]}:${rows.line[at]}`}>${where}</span>`;
}

function goroutineBody(
  rows: GoroutineRows,
  at: number,
  open: boolean,
  actions: RowActions,
): TemplateResult {
  const flags = rows.flags[at] ?? 0;
  const children = rows.children[at] ?? 0;
  return html`<span class="ind deep"></span>
    <i
      class="codicon codicon-chevron-${open ? 'down' : 'right'} tw small"
      aria-hidden="true"
      @click=${stopped(() => actions.toggle(at))}
    ></i>
    ${stateIcon(rows, at, 14)}
    <span class="r id ${flags & FLAG_SELECTED ? 'b' : ''}" title=${rows.state[at] ?? ''}
      >${rows.id[at]}</span
    >
    <span class="fx grow labels">
      ${flags & FLAG_LEAKED ? html`<span class="chip warn">${icon('warning', 12)}leaked</span>` : nothing}
      ${flags & FLAG_LOCKED ? html`<span class="chip">thread</span>` : nothing}
      ${children > 0 ? html`<span class="chip" title=${`started ${children} that live`}>${icon('type-hierarchy-sub', 12)}${countText(children)}</span>` : nothing}
      ${chips(rows.labels[at] ?? [], actions)}
    </span>
    <span class="sm mut code el detail" title=${rows.detail[at] ?? ''}>${rows.detail[at]}</span>
    <span class="sm lk place" title=${rows.name[at] ?? ''} @click=${stopped(() => actions.open(at))}
      >${placeText(rows.file[at] ?? '', rows.line[at] ?? 0)}</span
    >
    <span class="sm r wait">${figure(durationQuantity(rows.wait[at] ?? null))}</span>
    ${actionButtons(at, rows, actions)}`;
}

function frameBody(rows: GoroutineRows, at: number, actions: RowActions): TemplateResult {
  const flags = rows.flags[at] ?? 0;
  const name = rows.name[at] ?? '';
  const detail = rows.detail[at] ?? '';
  const role = FRAME_ROLES.find(([flag]) => flags & flag);
  const [, picture, words] = role ?? [0, 'blank', ''];
  return html`<span class="ind deep"></span><span class="ind"></span>${icon(picture, 14)}
    <span class="el grow ${flags & FLAG_LIBRARY_FRAME ? 'dim' : ''}" title=${name}
      >${words === '' ? nothing : html`<span class="mut">${words} </span>`}${symbol(name)}${detail === '' ? nothing : html`<span class="mut"> ${detail}</span>`}</span
    >
    <span
      class="sm lk place"
      title=${`${rows.file[at]}:${rows.line[at]}`}
      @click=${stopped(() => actions.open(at))}
      >${placeText(rows.file[at] ?? '', rows.line[at] ?? 0)}</span
    >
    ${actionButtons(at, rows, actions)}`;
}

const FRAME_ROLES: readonly (readonly [flag: number, icon: string, words: string])[] = [
  [FLAG_USER_FRAME, 'debug-stackframe', ''],
  [FLAG_DEFERRED, 'redo', 'deferred'],
  [FLAG_CREATED_BY, 'git-branch', 'created by'],
  [FLAG_ANCESTOR, 'git-commit', ''],
];

/** Shown over the end of the row while the pointer is on it; Enter and Ctrl/Cmd+C do the same. */
function actionButtons(at: number, rows: GoroutineRows, actions: RowActions): TemplateResult {
  const canGo = (rows.file[at] ?? '') !== '';
  const canBreak = canGo && rows.kind[at] === ROW_GOROUTINE && actions.isLive();
  return html`<span class="acts">
    ${
      canBreak
        ? html`<button
            class="ib"
            tabindex="-1"
            title="Breakpoint for this goroutine"
            @click=${stopped(() => actions.breakIn(at))}
          >
            ${icon('debug-breakpoint', 14)}
          </button>`
        : nothing
    }
    ${
      canGo
        ? html`<button
            class="ib"
            tabindex="-1"
            title="Go to code"
            @click=${stopped(() => actions.open(at))}
          >
            ${icon('go-to-file', 14)}
          </button>`
        : nothing
    }
    ${
      actions.hasCreationSite(at)
        ? html`<button
            class="ib"
            tabindex="-1"
            title="Goroutines of this creation site in the trace"
            @click=${stopped(() => actions.inTrace(at))}
          >
            ${icon('pulse', 14)}
          </button>`
        : nothing
    }
    ${
      rows.kind[at] === ROW_GROUP
        ? html`<button
            class="ib"
            tabindex="-1"
            title="Filter to these"
            @click=${stopped(() => actions.narrow(at))}
          >
            ${icon('filter', 14)}
          </button>`
        : nothing
    }
    <button class="ib" tabindex="-1" title="Copy" @click=${stopped(() => actions.copy(at))}>
      ${icon('copy', 14)}
    </button>
  </span>`;
}

function stateIcon(rows: GoroutineRows, at: number, size: 12 | 14): TemplateResult {
  const [name, colour] = STATE_ICONS[rows.stateKind[at] ?? 'blocked'];
  return html`<span class="fx st-${colour}">${icon(name, size)}</span>`;
}

function chips(
  labels: readonly (readonly [string, string])[],
  actions: RowActions,
): TemplateResult | typeof nothing {
  const [first, ...rest] = labels;
  if (!first) return nothing;
  const others = rest.map(([key, value]) => `${key}=${value}`).join('\n');
  const term = labelTerm(first);
  return html`<span
      class="chip label"
      title=${`${first.join('=')} – filter`}
      @click=${stopped(() => actions.addTerm(term))}
      ><i>${first[0]}</i><span class="el">${first[1]}</span></span
    >
    ${rest.length > 0 ? html`<span class="chip rest" title=${others}>+${rest.length}</span>` : nothing}`;
}

function symbol(full: string): TemplateResult {
  const { packageName, name } = nameParts(full);
  return html`${packageName === '' ? nothing : html`<span class="mut">${packageName}.</span>`}${name === '' ? '–' : name}`;
}

/** Only known where the beginning of the set is at hand. */
function positionInSet(view: GoroutineView, at: number): number | typeof nothing {
  const level = levelOf(view.rows, at);
  let position = 1;
  for (let before = at - 1; before >= 0; before--) {
    const other = levelOf(view.rows, before);
    if (other < level) return position;
    if (other === level) position++;
  }
  return view.start === 0 ? position : nothing;
}

function stopped(action: () => void): (event: Event) => void {
  return (event) => {
    event.stopPropagation();
    action();
  };
}
