/** The function table, whose rows open to callers and callees. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { percentDigits, quantity } from '../../src/base/format.ts';
import {
  FRAME_INLINED,
  PATH_CALLER,
  PATH_FUNCTION,
  ROW_EXPANDED,
  ROW_GOES_ON,
} from '../../src/protocol/analysis.ts';
import type { TableSort, TableWindow } from '../../src/protocol/analysis.ts';
import { figure, icon } from '../shared/figure.ts';
import { setVariables } from '../shared/set-variables.ts';
import type { RowWindow } from '../shared/virtual-list.ts';
import { frameName, shortPackage } from '../shared/label.ts';
import type { Palette } from '../shared/palette.ts';
import { presence } from './comparison-view.ts';
import { changeText } from './difference.ts';
import { FunctionGrid, sortArrow } from './function-grid.ts';
import { placeText } from './place.ts';
import { sharePercent } from './share.ts';

export interface TableViewEvents {
  readonly onWindow: (window: RowWindow) => void;
  readonly onRow: (row: number, event: MouseEvent) => void;
  readonly onOpenRow: (row: number) => void;
  readonly onToggle: (row: number) => void;
  readonly onSort: (sort: TableSort) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onScroll: () => void;
}

export interface TableMarks {
  readonly sort: TableSort;
  readonly descending: boolean;
  /** The selected row; null where it is not known. */
  readonly selected: number | null;
  readonly unit: string;
  readonly palette: Palette;
  /** Values before are multiplied by this; null where nothing is compared. */
  readonly beforeFactor: number | null;
}

interface Column {
  readonly sort: TableSort;
  readonly title: string;
  readonly right: boolean;
}

const COLUMNS: readonly Column[] = [
  { sort: 'self', title: 'Self', right: true },
  { sort: 'self', title: 'Self %', right: true },
  { sort: 'total', title: 'Total', right: true },
  { sort: 'total', title: 'Total %', right: true },
  { sort: 'name', title: 'Function', right: false },
  { sort: 'package', title: 'Package', right: false },
  { sort: 'line', title: 'Line', right: false },
];
const COMPARED_COLUMNS: readonly Column[] = [
  { sort: 'before', title: 'Before', right: true },
  { sort: 'self', title: 'After', right: true },
  { sort: 'change', title: 'Change', right: true },
  { sort: 'totalChange', title: 'Of total', right: true },
  { sort: 'name', title: 'Function', right: false },
  { sort: 'package', title: 'Package', right: false },
  { sort: 'line', title: 'Line', right: false },
];
/** Columns that show the arrow: the percentages sort like the values beside them. */
const ARROW_COLUMNS = new Set([0, 2, 4, 5, 6]);

export class TableView {
  readonly grid: FunctionGrid;
  readonly #events: TableViewEvents;
  constructor(events: TableViewEvents) {
    this.#events = events;
    this.grid = new FunctionGrid({
      className: 'ftable',
      role: 'treegrid',
      label: 'Functions',
      onWindow: events.onWindow,
      onKey: events.onKey,
      onScroll: events.onScroll,
    });
  }

  update(table: TableWindow | null, marks: TableMarks): void {
    this.grid.renderHeader(this.#headerTemplate(marks));
    this.grid.renderRows(table, (rows, index) => this.#rowTemplate(rows, index, marks));
  }

  #headerTemplate({ sort, descending, beforeFactor }: TableMarks) {
    const columns = beforeFactor === null ? COLUMNS : COMPARED_COLUMNS;
    return columns.map((column, index) => {
      const sorted = column.sort === sort && (beforeFactor !== null || ARROW_COLUMNS.has(index));
      const order = descending ? 'descending' : 'ascending';
      return html`<span
        role="columnheader"
        class=${column.right ? 'r' : ''}
        aria-sort=${sorted ? order : 'none'}
        ><button
          tabindex="-1"
          @click=${() => this.#events.onSort(column.sort)}
          title="Sort by ${column.title.replace(' %', '').toLowerCase()}"
        >
          ${sortArrow(sorted, descending)} ${column.title}
        </button></span
      >`;
    });
  }

  #rowTemplate(table: TableWindow, index: number, marks: TableMarks) {
    const row = table.start + index;
    const symbol = table.names[index] ?? '';
    const { packagePath, name } = frameName(symbol);
    const selected = row === marks.selected;
    if (selected) this.grid.element.setAttribute('aria-activedescendant', `row-${row}`);
    const kind = table.kind[index] ?? 0;
    const colour = marks.palette.frame(kind, packagePath, name).fill;
    const flags = table.flags[index] ?? 0;
    const inlined = (flags & FRAME_INLINED) !== 0;
    const level = (table.pathStart[index + 1] ?? 0) - (table.pathStart[index] ?? 0);
    const place = placeText(table.files[index] ?? '', table.line[index] ?? 0);
    return html`<div
      class="frow ${selected ? 'act' : ''}"
      role="row"
      id="row-${row}"
      aria-rowindex=${row + 2}
      aria-level=${level}
      aria-expanded=${(flags & ROW_GOES_ON) === 0 ? nothing : (flags & ROW_EXPANDED) !== 0}
      aria-selected=${selected}
      @click=${(event: MouseEvent) => this.#events.onRow(row, event)}
      @dblclick=${() => this.#events.onOpenRow(row)}
    >
      ${marks.beforeFactor === null ? valueCells(table, index, marks.unit) : changeCells(table, index, marks.unit, marks.beforeFactor)}<span
        role="gridcell"
        class="el fname"
        title=${symbol}
        ${setVariables({ '--level': level - 1 })}
        >${this.#twistie(row, flags)}${directionMark(table.direction[index] ?? PATH_FUNCTION)}<i
          class="sw"
          ${setVariables({ '--c': colour })}
        ></i
        >${name}${inlined ? html` <span class="chip">inlined</span>` : nothing}${presence(table.totalBefore?.[index] ?? 1, table.total[index] ?? 1)}</span
      ><span role="gridcell" class="el mut" title=${packagePath}>${shortPackage(packagePath)}</span
      ><span role="gridcell" class="el"><span class="lk">${place}</span></span>
    </div>`;
  }

  #twistie(row: number, flags: number): TemplateResult {
    if ((flags & ROW_GOES_ON) === 0) return html`<span class="twist"></span>`;
    const isExpanded = (flags & ROW_EXPANDED) !== 0;
    const toggle = (event: MouseEvent): void => {
      event.stopPropagation();
      this.#events.onToggle(row);
    };
    return html`<button
      class="twist"
      tabindex="-1"
      title="${isExpanded ? 'Hide' : 'Show'} callers and callees"
      aria-label="${isExpanded ? 'Hide' : 'Show'} callers and callees"
      @click=${toggle}
      @dblclick=${(event: MouseEvent) => event.stopPropagation()}
    >
      ${icon(isExpanded ? 'chevron-down' : 'chevron-right', 14)}
    </button>`;
  }
}

/** Below a function: what calls it, and what it calls. */
function directionMark(direction: number): TemplateResult | typeof nothing {
  if (direction === PATH_FUNCTION) return nothing;
  const isCaller = direction === PATH_CALLER;
  return html`<span class="mut" title=${isCaller ? 'Caller' : 'Callee'}
    >${icon(isCaller ? 'arrow-up' : 'arrow-down', 12)}<span class="sr-only"
      >${isCaller ? 'caller' : 'callee'}</span
    ></span
  >`;
}

function valueCells(table: TableWindow, index: number, unit: string): TemplateResult {
  const self = table.self[index] ?? 0;
  const total = table.total[index] ?? 0;
  return html`<span
      role="gridcell"
      class="r cell hot"
      ${setVariables({ '--s': sharePercent(self, table.largestSelf) })}
      ><span>${figure(quantity(self, unit))}</span></span
    ><span role="gridcell" class="r mut">${percentDigits(self, table.profileTotal)}</span
    ><span
      role="gridcell"
      class="r cell"
      ${setVariables({ '--s': sharePercent(total, table.profileTotal) })}
      ><span>${figure(quantity(total, unit))}</span></span
    ><span role="gridcell" class="r mut">${percentDigits(total, table.profileTotal)}</span>`;
}

/** Own values before and after, their change, and the change of the total. */
function changeCells(
  table: TableWindow,
  index: number,
  unit: string,
  factor: number,
): TemplateResult {
  const self = table.self[index] ?? 0;
  const before = (table.selfBefore?.[index] ?? 0) * factor;
  const totalChange = (table.total[index] ?? 0) - (table.totalBefore?.[index] ?? 0) * factor;
  return html`<span role="gridcell" class="r">${figure(quantity(before, unit))}</span
    ><span role="gridcell" class="r">${figure(quantity(self, unit))}</span
    ><span role="gridcell" class="r b">${changeText(self - before, unit)}</span
    ><span role="gridcell" class="r mut">${changeText(totalChange, unit)}</span>`;
}
