/** Functions against all profiles of a comparison: a trend, and a value with its change for each profile. */
import { html, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { quantity, quantityText } from '../../src/base/format.ts';
import type { ComparisonInfo } from '../../src/protocol/analysis.ts';
import type { SidesSort, SidesWindow } from '../../src/protocol/profile-views.ts';
import { figure } from '../shared/figure.ts';
import { frameName } from '../shared/label.ts';
import type { Palette } from '../shared/palette.ts';
import { setVariables } from '../shared/set-variables.ts';
import type { RowWindow } from '../shared/virtual-list.ts';
import { changeText } from './difference.ts';
import { FunctionGrid, sortArrow } from './function-grid.ts';
import { isSameSort, trendPoints, valuesOf } from './sides-model.ts';
import type { SidesOrder } from './sides-model.ts';
import { sharePercent } from './share.ts';

export interface SidesViewEvents {
  readonly onWindow: (window: RowWindow) => void;
  readonly onRow: (row: number) => void;
  readonly onOpenRow: () => void;
  readonly onSort: (sort: SidesSort) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onScroll: () => void;
}

export interface SidesMarks {
  readonly comparison: ComparisonInfo;
  readonly order: SidesOrder;
  /** The selected function; null for none. */
  readonly selected: number | null;
  readonly unit: string;
  readonly palette: Palette;
}

const TREND_WIDTH = 44;
const TREND_HEIGHT = 14;

export class SidesView {
  readonly grid: FunctionGrid;
  readonly #events: SidesViewEvents;

  constructor(events: SidesViewEvents) {
    this.#events = events;
    this.grid = new FunctionGrid({
      className: 'ftable sides',
      role: 'grid',
      label: 'Functions by profile',
      onWindow: events.onWindow,
      onKey: events.onKey,
      onScroll: events.onScroll,
    });
  }

  update(window: SidesWindow | null, marks: SidesMarks): void {
    this.grid.element.style.setProperty('--sides', String(marks.comparison.sides.length));
    this.grid.renderHeader(this.#headerTemplate(marks));
    this.grid.renderRows(window, (row, index) => this.#rowTemplate(row, index, marks));
  }

  #headerTemplate(marks: SidesMarks): TemplateResult {
    const { sides, pair } = marks.comparison;
    return html`${this.#heading('name', 'Function', 'Sort by function', marks)}${this.#heading(
      'range',
      'Trend',
      'Sort by the range of values',
      marks,
    )}${sides.map(({ name }, side) => {
      const isBase = side === pair.before;
      const words = isBase ? `${name}, which changes are from` : name;
      return html`<span role="columnheader" class="side-head" title=${words}
        >${this.#sortButton({ side, by: 'value' }, name, `Sort by ${name}`, marks)}${
          isBase
            ? html`<span class="chip">base</span>`
            : this.#sortButton({ side, by: 'change' }, 'Δ', `Sort by the change of ${name}`, marks)
        }</span
      >`;
    })}`;
  }

  #heading(sort: SidesSort, title: string, words: string, marks: SidesMarks): TemplateResult {
    const isSorted = isSameSort(marks.order.sort, sort);
    const order = marks.order.descending ? 'descending' : 'ascending';
    return html`<span role="columnheader" aria-sort=${isSorted ? order : 'none'}
      >${this.#sortButton(sort, title, words, marks)}</span
    >`;
  }

  #sortButton(
    sort: SidesSort,
    title: string,
    words: string,
    { order }: SidesMarks,
  ): TemplateResult {
    const isSorted = isSameSort(order.sort, sort);
    return html`<button
      class="el"
      tabindex="-1"
      title=${words}
      aria-label=${words}
      @click=${() => this.#events.onSort(sort)}
    >
      ${sortArrow(isSorted, order.descending)} ${title}
    </button>`;
  }

  #rowTemplate(window: SidesWindow, index: number, marks: SidesMarks): TemplateResult {
    const row = window.start + index;
    const symbol = window.names[index] ?? '';
    const { packagePath, prefix, name } = frameName(symbol);
    const isSelected = window.function[index] === marks.selected;
    if (isSelected) this.grid.element.setAttribute('aria-activedescendant', `side-row-${row}`);
    const colour = marks.palette.frame(window.kind[index] ?? 0, packagePath, name).fill;
    const values = valuesOf(window, index);
    return html`<div
      class="frow ${isSelected ? 'act' : ''}"
      role="row"
      id="side-row-${row}"
      aria-rowindex=${row + 2}
      aria-selected=${isSelected}
      @click=${() => this.#events.onRow(row)}
      @dblclick=${() => this.#events.onOpenRow()}
    >
      <span role="rowheader" class="el" title=${symbol}
        ><i class="sw" ${setVariables({ '--c': colour })}></i
        ><span class="mut">${prefix}</span>${name}</span
      ><span role="gridcell" title=${trendText(values, marks)}>${trend(values)}</span>${values.map(
        (value, side) => sideCell(value, side, values, window.largestChange, marks),
      )}
    </div>`;
  }
}

/** The value, and how far it is from the base; behind it a bar of that change. */
function sideCell(
  value: number,
  side: number,
  values: readonly number[],
  largest: number,
  { comparison, unit }: SidesMarks,
): TemplateResult {
  const { before, after } = comparison.pair;
  const base = values[before] ?? 0;
  const change = value - base;
  const place = side === after ? 'shown' : '';
  if (side === before || change === 0) {
    const text = side === before ? '' : '0';
    return html`<span role="gridcell" class="side ${place}"
      >${amount(value, unit)}<span class="r mut">${text}</span></span
    >`;
  }
  const presence = base === 0 ? 'new' : value === 0 ? 'gone' : '';
  return html`<span
    role="gridcell"
    class="side ${place} ${change < 0 ? 'less' : 'more'}"
    ${setVariables({ '--s': sharePercent(Math.abs(change), largest) })}
    title="${quantityText(base, unit)} → ${quantityText(value, unit)}${presence && `, ${presence}`}"
    >${amount(value, unit)}<span class="r">${changeText(change, unit)}</span></span
  >`;
}

function amount(value: number, unit: string): TemplateResult {
  if (value === 0) return html`<span class="r mut">0</span>`;
  return html`<span class="r">${figure(quantity(value, unit))}</span>`;
}

function trend(values: readonly number[]): TemplateResult {
  const points = trendPoints(values, TREND_WIDTH, TREND_HEIGHT);
  const [x, y] = points.at(-1) ?? [0, 0];
  return html`<svg class="trend" width=${TREND_WIDTH} height=${TREND_HEIGHT} aria-hidden="true">
    ${svg`<polyline points=${points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ')} />
      <circle cx=${x.toFixed(1)} cy=${y.toFixed(1)} r="1.5" />`}
  </svg>`;
}

function trendText(values: readonly number[], { unit }: SidesMarks): string {
  return values.map((value) => quantityText(value, unit)).join(' → ');
}
