import { nothing, render } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../shared/figure.ts';
import { VirtualList } from '../shared/virtual-list.ts';
import type { RowWindow } from '../shared/virtual-list.ts';

const ROW_HEIGHT = 22;
const HEADER_HEIGHT = 25;

export interface FunctionGridOptions {
  readonly className: string;
  readonly role: 'grid' | 'treegrid';
  readonly label: string;
  readonly onWindow: (window: RowWindow) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

/** Which rows are there: `length` of them from `start` on. */
export interface RowsHere {
  readonly rowCount: number;
  readonly start: number;
  readonly length: number;
}

/** What tables of functions share: a sticky header, rows of the window, one focus for the whole grid. */
export class FunctionGrid {
  readonly element = document.createElement('div');
  readonly list: VirtualList;
  readonly #header = document.createElement('div');

  constructor({ className, role, label, onWindow, onKey }: FunctionGridOptions) {
    this.element.className = className;
    this.element.tabIndex = 0;
    this.element.setAttribute('role', role);
    this.element.setAttribute('aria-label', label);
    this.#header.className = 'frow fhead';
    this.#header.setAttribute('role', 'row');
    this.element.append(this.#header);
    this.list = new VirtualList({
      scroller: this.element,
      rowHeight: ROW_HEIGHT,
      headerHeight: HEADER_HEIGHT,
      onWindow,
    });
    this.list.content.setAttribute('role', 'rowgroup');
    this.element.addEventListener('keydown', (event) => onKey(event));
  }

  renderHeader(header: TemplateResult | readonly TemplateResult[]): void {
    render(header, this.#header);
  }

  /**
   * Draws the rows that are here; null while none are known. `template` takes the index of a row from `start` on;
   * `scrollTop` is where to go first, null to stay.
   */
  renderRows<Rows extends RowsHere>(
    rows: Rows | null,
    template: (rows: Rows, index: number) => TemplateResult,
    scrollTop: number | null = null,
  ): void {
    this.element.setAttribute('aria-rowcount', String((rows?.rowCount ?? 0) + 1));
    this.element.removeAttribute('aria-activedescendant');
    if (rows === null) {
      render(nothing, this.list.content);
      return;
    }
    const { rowCount, start, length } = rows;
    this.list.setRowCount(rowCount);
    if (scrollTop !== null) this.list.scrollTop = scrollTop;
    this.list.place(start);
    const indexes = Array.from({ length }, (_, index) => index);
    render(
      repeat(
        indexes,
        (index) => start + index,
        (index) => template(rows, index),
      ),
      this.list.content,
    );
  }
}

/** The arrow of the column that the rows are in the order of. */
export function sortArrow(isSorted: boolean, descending: boolean): TemplateResult | typeof nothing {
  return isSorted ? icon(descending ? 'arrow-down' : 'arrow-up', 12) : nothing;
}
