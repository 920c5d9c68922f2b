/** Rows of a list that are on screen or close to it. */
export interface RowWindow {
  readonly start: number;
  readonly count: number;
}

/** Rows between two scroll positions, with `overscan` more on either side. */
export function visibleRows(
  scroll: { readonly top: number; readonly height: number },
  rowHeight: number,
  rowCount: number,
  overscan = 10,
): RowWindow {
  const first = Math.max(0, Math.floor(scroll.top / rowHeight) - overscan);
  const end = Math.min(rowCount, Math.ceil((scroll.top + scroll.height) / rowHeight) + overscan);
  return { start: Math.min(first, end), count: Math.max(0, end - first) };
}

/** The scroll position that shows a row with as little movement as possible. */
export function revealOffset(
  row: number,
  rowHeight: number,
  scroll: { readonly top: number; readonly height: number },
  headerHeight = 0,
): number {
  const top = row * rowHeight;
  const bottom = top + rowHeight;
  if (top < scroll.top) return top;
  const visible = scroll.height - headerHeight;
  return bottom > scroll.top + visible ? bottom - visible : scroll.top;
}

export interface VirtualListOptions {
  /** Scrolls; its other children (a sticky header) stay. */
  readonly scroller: HTMLElement;
  readonly rowHeight: number;
  readonly headerHeight?: number;
  /** The visible window changed: ask for its rows or draw them. */
  readonly onWindow: (window: RowWindow) => void;
}

/**
 * A list of any length of which only the visible rows exist. The owner renders rows into `content` and says with
 * `place` which row is the first of them; the list keeps the scroll height and reports what is visible.
 *
 *   scroller ── [sticky header] ── spacer (full height) ── content (moved to start × rowHeight)
 */
export class VirtualList {
  readonly content: HTMLElement;
  readonly #spacer: HTMLElement;
  readonly #options: VirtualListOptions;
  readonly #observer: ResizeObserver;
  #rowCount = 0;
  #reported = '';

  constructor(options: VirtualListOptions) {
    this.#options = options;
    this.#spacer = document.createElement('div');
    this.#spacer.className = 'vlist-spacer';
    this.content = document.createElement('div');
    this.content.className = 'vlist-content';
    this.#spacer.append(this.content);
    options.scroller.append(this.#spacer);
    options.scroller.addEventListener('scroll', () => this.#report(), { passive: true });
    this.#observer = new ResizeObserver(() => this.#report());
    this.#observer.observe(options.scroller);
  }

  get scrollTop(): number {
    return this.#options.scroller.scrollTop;
  }

  set scrollTop(top: number) {
    this.#options.scroller.scrollTop = top;
  }

  /** How many whole rows fit: the step of Page Up and Page Down. */
  get pageRows(): number {
    const height = this.#options.scroller.clientHeight - (this.#options.headerHeight ?? 0);
    return Math.max(1, Math.floor(height / this.#options.rowHeight) - 1);
  }

  get window(): RowWindow {
    const { scroller, rowHeight } = this.#options;
    return visibleRows(
      { top: scroller.scrollTop, height: scroller.clientHeight },
      rowHeight,
      this.#rowCount,
    );
  }

  setRowCount(rowCount: number): void {
    this.#rowCount = rowCount;
    this.#spacer.style.setProperty('height', `${rowCount * this.#options.rowHeight}px`);
    this.#report();
  }

  /** Says which row the first rendered one is. */
  place(start: number): void {
    this.content.style.setProperty('top', `${start * this.#options.rowHeight}px`);
  }

  reveal(row: number): void {
    const { scroller, rowHeight, headerHeight = 0 } = this.#options;
    const scroll = { top: scroller.scrollTop, height: scroller.clientHeight };
    const top = revealOffset(row, rowHeight, scroll, headerHeight);
    if (top !== scroll.top) scroller.scrollTop = top;
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#spacer.remove();
  }

  #report(): void {
    const { window } = this;
    const key = `${window.start},${window.count}`;
    if (key === this.#reported) return;
    this.#reported = key;
    this.#options.onWindow(window);
  }
}
