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
  readonly onScroll: () => void;
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
  /** Where to go once there are rows, after the page came back. */
  #pendingScroll: number | null = null;
  /** A hidden element says 0, so the position is noted while it is shown. */
  #lastScroll = 0;

  constructor({ className, role, label, onWindow, onKey, onScroll }: FunctionGridOptions) {
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
    const noteScroll = (): void => {
      if (this.element.clientHeight > 0) this.#lastScroll = this.element.scrollTop;
      onScroll();
    };
    this.element.addEventListener('scroll', noteScroll, { passive: true });
  }

  get scrollTop(): number {
    return this.#pendingScroll ?? this.#lastScroll;
  }

  restoreScroll(top: number): void {
    this.#pendingScroll = top;
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  renderHeader(header: TemplateResult | readonly TemplateResult[]): void {
    render(header, this.#header);
  }

  /** Draws the rows that are here; null while none are known. `template` takes the index of a row from `start` on. */
  renderRows<Rows extends RowsHere>(
    rows: Rows | null,
    template: (rows: Rows, index: number) => TemplateResult,
  ): void {
    this.element.setAttribute('aria-rowcount', String((rows?.rowCount ?? 0) + 1));
    this.element.removeAttribute('aria-activedescendant');
    if (rows === null) {
      render(nothing, this.list.content);
      return;
    }
    const { rowCount, start, length } = rows;
    this.list.setRowCount(rowCount);
    if (this.#pendingScroll !== null) this.list.scrollTop = this.#pendingScroll;
    this.#pendingScroll = null;
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
