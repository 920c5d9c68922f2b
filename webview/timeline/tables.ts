/** Goroutines by start function: the table beside the timeline. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { countText, quantity, quantityText } from '../../src/base/format.ts';
import { shortSymbol } from '../../src/base/go-symbol.ts';
import type { FunctionTimesRow, TraceTables } from '../../src/protocol/timeline.ts';
import { figure, icon } from '../shared/figure.ts';
import { setVariables } from '../shared/set-variables.ts';
import type { PageState } from './model.ts';

export interface TableActions {
  sortBy(column: number): void;
  /** Opens the group of a function in the timeline. */
  showGroup(key: number): void;
}

type Column = readonly [title: string, value: (row: FunctionTimesRow) => number | string];

/** In the order of the columns; the first is text. */
const COLUMNS: readonly Column[] = [
  ['Start function', (row) => row.function],
  ['Goroutines', (row) => row.goroutines],
  ['Total', (row) => row.total],
  ['Execution', (row) => row.execution],
  ['Scheduler wait', (row) => row.schedulerWait],
  ['Blocked', (row) => row.blocked],
  ['Syscall', (row) => row.syscall],
  ['GC assist', (row) => row.assist],
  ['GC sweep', (row) => row.sweep],
];

export function goroutineTable(
  { functions, functionCount }: TraceTables,
  sort: PageState['sort'],
  actions: TableActions,
): TemplateResult {
  const value = COLUMNS[sort.column]?.[1] ?? (() => 0);
  const rows = [...functions].sort((a, b) => compare(value(a), value(b)));
  if (sort.isDescending) rows.reverse();
  const most = Math.max(1, ...functions.map(({ execution }) => execution));
  return html`<div class="table-view" tabindex="0">
    <table class="t">
      <thead>
        <tr>
          ${COLUMNS.map(
            ([title], column) =>
              html`<th
                class=${column === 0 ? 'wide-column' : 'r'}
                aria-sort=${ariaSort(sort, column)}
              >
                <button @click=${() => actions.sortBy(column)}>
                  ${title}${sort.column === column ? icon(sort.isDescending ? 'arrow-down' : 'arrow-up', 12) : nothing}
                </button>
              </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => functionRow(row, most, actions))}
      </tbody>
    </table>
    ${
      functionCount > functions.length
        ? html`<div class="note">
            The first ${countText(functions.length)} of ${countText(functionCount)} functions.
          </div>`
        : nothing
    }
  </div>`;
}

function functionRow(row: FunctionTimesRow, most: number, actions: TableActions): TemplateResult {
  const reasons = row.reasons
    .map(
      ({ reason, nanos: waited }) =>
        `${reason === '' ? 'unknown' : reason}: ${quantityText(waited, 'nanoseconds')}`,
    )
    .join('\n');
  const share = (row.execution / most) * 100;
  return html`<tr>
    <td>
      <button class="lk" title=${row.function} @click=${() => actions.showGroup(row.key)}>
        ${row.function === '' ? 'start not known' : shortSymbol(row.function)}
      </button>
    </td>
    <td class="r">${countText(row.goroutines)}</td>
    <td class="r">${nanos(row.total)}</td>
    <td class="r cell" ${setVariables({ '--s': share })}><span>${nanos(row.execution)}</span></td>
    <td class="r">${nanos(row.schedulerWait)}</td>
    <td class="r" title=${reasons}>${nanos(row.blocked)}</td>
    <td class="r">${nanos(row.syscall)}</td>
    <td class="r">${nanos(row.assist)}</td>
    <td class="r">${nanos(row.sweep)}</td>
  </tr>`;
}

function nanos(value: number): TemplateResult {
  return value === 0 ? html`<span class="mut">0</span>` : figure(quantity(value, 'nanoseconds'));
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'string' || typeof b === 'string') return String(a).localeCompare(String(b));
  return a - b;
}

function ariaSort({ column, isDescending }: PageState['sort'], own: number): string {
  if (column !== own) return 'none';
  return isDescending ? 'descending' : 'ascending';
}
