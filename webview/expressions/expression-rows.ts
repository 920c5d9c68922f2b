import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { countText } from '../../src/base/format.ts';
import type { ExpressionTableView } from '../../src/protocol/expression-view.ts';
import {
  CELL_CALL,
  CELL_ERROR,
  CELL_UNREAD,
  SORT_GOROUTINE,
  SORT_LINE,
} from '../../src/protocol/expression-view.ts';
import { icon } from '../shared/figure.ts';
import { placeText } from '../shared/place-text.ts';
import type { ExpressionState } from './expression-model.ts';
import { selectedRow } from './expression-model.ts';
import { tokenOf } from './words.ts';

export interface TableActions {
  readonly sort: (column: number) => void;
  readonly edit: (column: number) => void;
  readonly remove: (column: number) => void;
  readonly select: (at: number, column: number) => void;
  readonly expand: (at: number, column: number) => void;
  readonly open: (at: number) => void;
}

/** The header row. */
export function columnHeads(
  { expressions, sort, view }: ExpressionState,
  actions: TableActions,
): TemplateResult {
  const order = (column: number): 'ascending' | 'descending' | 'none' => {
    if (sort?.column !== column) return 'none';
    return sort.descending ? 'descending' : 'ascending';
  };
  const button = (column: number, title: string, className: string): TemplateResult =>
    html`<button class=${className} title=${title} @click=${() => actions.sort(column)}>
      <span class="el">${title}</span
      >${order(column) === 'none' ? nothing : icon(order(column) === 'ascending' ? 'arrow-small-up' : 'arrow-small-down', 14)}
    </button>`;
  return html`<div class="tr head" role="row">
    <span class="th r" role="columnheader" aria-sort=${order(SORT_GOROUTINE)}
      >${button(SORT_GOROUTINE, 'Goroutine', '')}</span
    >
    <span class="th" role="columnheader">Labels</span>
    ${expressions.map(
      (expression, column) =>
        html`<span
          class="th ${view?.columns[column]?.isNumeric ? 'r' : ''}"
          role="columnheader"
          aria-sort=${order(column)}
          @dblclick=${() => actions.edit(column)}
          >${button(column, expression, 'code')}<span class="head-acts">
            <button class="ib" title="Change ${expression}" @click=${() => actions.edit(column)}>
              ${icon('edit', 12)}
            </button>
            <button class="ib" title="Remove ${expression}" @click=${() => actions.remove(column)}>
              ${icon('close', 12)}
            </button></span
          ></span
        >`,
    )}
    <span class="th" role="columnheader" aria-sort=${order(SORT_LINE)}
      >${button(SORT_LINE, 'Line', '')}</span
    >
  </div>`;
}

/** All rows at hand. */
export function tableRows(
  state: ExpressionState,
  view: ExpressionTableView,
  actions: TableActions,
): readonly TemplateResult[] {
  const selected = selectedRow(state);
  return view.rows.id.map((id, at) => {
    const isSelected = at === selected;
    const mark = isSelected ? (state.hasFocus ? 'act' : 'sel0') : '';
    const column = isSelected ? (state.selected?.column ?? -1) : -2;
    const name = view.rows.name[at] ?? '';
    const file = view.rows.file[at] ?? '';
    const line = view.rows.line[at] ?? 0;
    return html`<div
      class="tr row ${mark}"
      id="cell-row-${at}"
      role="row"
      aria-rowindex=${view.start + at + 2}
      aria-selected=${isSelected}
      @dblclick=${() => actions.open(at)}
    >
      <span class="td r" role="gridcell" @click=${() => actions.select(at, -1)}>${id}</span>
      <span class="td chips" role="gridcell" @click=${() => actions.select(at, -1)}
        >${chips(view.rows.labels[at] ?? [])}</span
      >
      ${view.rows.cells.map(
        (_, index) =>
          html`<span
            class="td code ${view.columns[index]?.isNumeric ? 'r' : ''} ${index === column ? 'cur' : ''}"
            role="gridcell"
            @click=${() => actions.select(at, index)}
            @dblclick=${(event: Event) => {
              event.stopPropagation();
              actions.expand(at, index);
            }}
            >${cell(view, at, index)}</span
          >`,
      )}
      <span class="td el" role="gridcell" title=${`${name}\n${file}:${line}`}
        ><button class="lk" tabindex="-1" @click=${() => actions.open(at)}>
          ${placeText(file, line)}
        </button></span
      >
    </div>`;
  });
}

function cell(view: ExpressionTableView, at: number, column: number): TemplateResult {
  const kind = view.rows.cells[column]?.kind[at] ?? CELL_UNREAD;
  const text = view.rows.cells[column]?.text[at] ?? '';
  switch (kind) {
    case CELL_UNREAD:
      return html`<span class="skeleton" aria-label="not read yet"></span>`;
    case CELL_CALL:
      return html`<span class="mut fx call" title="Select it and run it in this goroutine"
        >${icon('play', 12)}not run</span
      >`;
    case CELL_ERROR:
      return html`<span class="tok-error fx" title=${text}
        >${icon('error', 12)}<span class="el words">${text}</span></span
      >`;
    default:
      return html`<span class="el tok-${tokenOf(kind)}" title=${text}>${text}</span>`;
  }
}

function chips(
  labels: readonly (readonly [string, string])[],
): readonly TemplateResult[] | typeof nothing {
  if (labels.length === 0) return nothing;
  const [first, ...rest] = labels;
  const all = labels.map(([key, value]) => `${key}=${value}`).join('\n');
  return [
    html`<span class="chip" title=${all}
      ><i>${first?.[0]}</i><span class="el">${first?.[1]}</span></span
    >`,
    ...(rest.length === 0
      ? []
      : [html`<span class="chip" title=${all}>+${countText(rest.length)}</span>`]),
  ];
}
