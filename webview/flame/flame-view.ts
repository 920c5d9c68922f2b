/** The flame graph's canvas in its scroller: size, scroll, pointer, painting. Knows no messages. */
import type { FlameWindow } from '../../src/protocol/analysis.ts';
import { oncePerFrame } from '../shared/hi-dpi.ts';
import type { FrameName } from '../shared/label.ts';
import type { Theme } from '../shared/theme.ts';
import { FlamePainter } from './flame-painter.ts';
import type { FlameMarks } from './flame-painter.ts';
import type { FlamePaints } from './flame-paints.ts';
import { FrameTree } from './frame-tree.ts';
import {
  frameOfNode,
  hitTest,
  ROW_HEIGHT,
  rowAt,
  scrollToRow,
  visibleRowRange,
} from './geometry.ts';
import type { FlameViewport, FrameIndex } from './geometry.ts';
import { Minimap } from './minimap.ts';
import type { Rectangle } from './paint.ts';
import { FlamePointer } from './pointer.ts';
import { between, centred, moved, spanOf, WHOLE, WHOLE_SPANS, withSpan, zoomed } from './span.ts';
import type { Spans } from './span.ts';

export interface FlameViewEvents {
  /** The view's size or scroll position asks for other frames than there are. */
  readonly onViewport: (widthPixels: number, rowsNeeded: number) => void;
  /** Another part of the width is to be in view. */
  readonly onSpans: (spans: Spans) => void;
  readonly onClick: (frame: number, event: MouseEvent) => void;
  readonly onDoubleClick: (frame: number) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  /** The frame under the pointer, -1 for none, and where the pointer is. */
  readonly onHover: (frame: number, x: number, y: number) => void;
  readonly onScroll: () => void;
}

/** Room below the last row: it shows that the stacks end. */
const END_ROOM = 8;
export class FlameView {
  readonly element: HTMLElement;
  readonly #painter: FlamePainter;
  readonly #events: FlameViewEvents;
  readonly #scroller: HTMLElement;
  readonly #canvasElement: HTMLCanvasElement;
  readonly #spacer: HTMLElement;
  readonly #tree: FrameTree;
  readonly #map: Minimap;
  readonly #pointer: FlamePointer;
  readonly #paintSoon = oncePerFrame(() => this.#paint());
  #marks: FlameMarks = {
    label: 'Flame graph',
    selectedNode: null,
    rootsAtTop: true,
    rootLabel: 'all',
    unit: '',
    spans: WHOLE_SPANS,
    colours: 'code',
    modules: [],
    overview: null,
  };
  #hovered = -1;
  #rectangle: Rectangle | null = null;
  /** Scroll position to take once there are enough rows, after the page came back. */
  #pendingScroll: number | null = null;
  /** A hidden element says 0, so the position is noted while it is shown. */
  #lastScroll = 0;

  constructor(theme: Theme, events: FlameViewEvents) {
    this.#events = events;
    this.element = document.createElement('div');
    this.element.className = 'flame-box';
    this.#scroller = document.createElement('div');
    this.#scroller.className = 'flame';
    this.#scroller.tabIndex = 0;
    this.#canvasElement = document.createElement('canvas');
    this.#canvasElement.setAttribute('aria-hidden', 'true');
    this.#spacer = document.createElement('div');
    this.#spacer.className = 'flame-spacer';
    this.#spacer.append(this.#canvasElement);
    this.#scroller.append(this.#spacer);
    this.#tree = new FrameTree(this.#scroller);
    this.#map = new Minimap((fraction, row) => this.#moveTo(fraction, row));
    this.element.append(this.#scroller, this.#map.element);
    this.#painter = new FlamePainter(theme, this.#canvasElement, this.#map);
    this.#pointer = this.#createPointer();
    this.#listen();
    theme.onChange(() => {
      this.#painter.takeColours(this.#marks);
      this.#paintSoon();
    });
  }

  get paints(): FlamePaints {
    return this.#painter.paints;
  }

  get window(): FlameWindow | null {
    return this.#painter.window;
  }

  get index(): FrameIndex {
    return this.#painter.index;
  }

  get names(): readonly FrameName[] {
    return this.#painter.names;
  }

  get scrollTop(): number {
    return this.#pendingScroll ?? this.#lastScroll;
  }

  restoreScroll(top: number): void {
    this.#pendingScroll = top;
  }

  /** Takes a window and what is marked in it, and draws when anything differs. */
  update(window: FlameWindow | null, marks: FlameMarks): void {
    const last = this.#marks;
    this.#marks = marks;
    const isNew = window !== this.window;
    if (isNew) this.#setWindow(window);
    const turned = marks.rootsAtTop !== last.rootsAtTop;
    if (isNew || marks.colours !== last.colours) this.#painter.takeColours(marks);
    else if (marks.overview !== last.overview) this.#painter.takeMapColours(marks);
    if (turned) this.#scroller.scrollTop = marks.rootsAtTop ? 0 : this.#contentHeight();
    if (marks.spans !== last.spans) this.#hover(-1, 0, 0);
    this.#paintSoon();
    this.#tree.schedule(window, this.index, marks);
  }

  /** Scrolls the frame of a node into view; false when the window does not hold it, or nothing is laid out. */
  reveal(node: number): boolean {
    const { window } = this;
    if (window === null || this.#painter.size.height === 0) return false;
    const frame = frameOfNode(window, node);
    if (frame < 0) return false;
    const top = scrollToRow(window.row[frame] ?? 0, this.#viewport());
    if (top !== this.#scroller.scrollTop) this.#scroller.scrollTop = top;
    return true;
  }

  focus(): void {
    this.#scroller.focus({ preventScroll: true });
  }

  /** Called when the element becomes visible or its surroundings change size. */
  layout(): void {
    const { clientWidth, clientHeight } = this.#scroller;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.#painter.resize(clientWidth, clientHeight);
    this.#fitSpacer();
    this.#reportViewport();
    this.#paint();
  }

  #setWindow(window: FlameWindow | null): void {
    const scroller = this.#scroller;
    const last = this.window;
    const fromBottom = this.#contentHeight() - scroller.scrollTop;
    const grewOnly = window?.path.length === last?.path.length;
    const above = (window?.height ?? 0) - (last?.height ?? 0);
    this.#painter.setWindow(window);
    // Frames are numbered anew: what the pointer was on is not known until it moves.
    this.#hover(-1, 0, 0);
    this.#fitSpacer();
    if (window === null) return;
    if (this.#pendingScroll !== null) {
      scroller.scrollTop = this.#pendingScroll;
      this.#pendingScroll = null;
    } else if (!this.#marks.rootsAtTop) {
      const bottom = grewOnly ? fromBottom : scroller.clientHeight;
      scroller.scrollTop = this.#contentHeight() - bottom;
    } else if (last === null && window.height > 0) {
      // The function of a sandwich first stands in the middle.
      const middle = (window.height + 0.5) * ROW_HEIGHT - scroller.clientHeight / 2;
      scroller.scrollTop = Math.max(0, middle);
    } else if (above !== 0) scroller.scrollTop += above * ROW_HEIGHT;
    this.#reportViewport();
  }

  #contentHeight(): number {
    const { depth = 0, height = 0 } = this.window ?? {};
    const rows = depth + height + 1;
    return Math.max(rows * ROW_HEIGHT + END_ROOM, this.#scroller.clientHeight);
  }

  #fitSpacer(): void {
    this.#spacer.style.setProperty('height', `${this.#contentHeight()}px`);
  }

  #viewport(): FlameViewport {
    const { width, height } = this.#painter.size;
    const { rootsAtTop, spans } = this.#marks;
    const { scrollTop } = this.#scroller;
    const rowsAbove = this.window?.height ?? 0;
    const contentHeight = this.#contentHeight();
    return { width, height, scrollTop, contentHeight, rootsAtTop, rowsAbove, spans };
  }

  #reportViewport(): void {
    const viewport = this.#viewport();
    const [first, last] = visibleRowRange(viewport);
    const screen = Math.ceil(viewport.height / ROW_HEIGHT);
    const deepest = Math.max(last, -first) + screen;
    this.#events.onViewport(Math.round(viewport.width), deepest);
  }

  #createPointer(): FlamePointer {
    return new FlamePointer(this.#scroller, this.#canvasElement, {
      click: (x, y, event) => {
        const frame = this.#frameAt(x, y);
        if (frame >= 0) this.#events.onClick(frame, event);
      },
      doubleClick: (x, y) => {
        const frame = this.#frameAt(x, y);
        if (frame >= 0) this.#events.onDoubleClick(frame);
      },
      hover: (x, y, event) => this.#hover(this.#frameAt(x, y), event.clientX, event.clientY),
      leave: () => this.#hover(-1, 0, 0),
      zoom: (factor, x, y) => {
        const at = x / Math.max(1, this.#painter.size.width);
        this.zoom(factor, at, rowAt(y, this.#viewport()));
      },
      pan: (byX, byY, y) => {
        if (byY !== 0) this.#scroller.scrollTop -= byY;
        if (byX === 0) return;
        this.move(-byX / Math.max(1, this.#painter.size.width), rowAt(y, this.#viewport()));
      },
      rectangle: (rectangle) => {
        this.#rectangle = rectangle;
        this.#paintSoon();
      },
      zoomTo: (rectangle) => this.#zoomTo(rectangle),
    });
  }

  /** Wider by a factor about a fraction of the view, in the half of a row. */
  zoom(factor: number, at: number, row: number): void {
    const { spans } = this.#marks;
    this.#setSpans(withSpan(spans, row, zoomed(spanOf(spans, row), factor, at)));
  }

  /** By a fraction of the view, in the half of a row. */
  move(by: number, row: number): void {
    const { spans } = this.#marks;
    this.#setSpans(withSpan(spans, row, moved(spanOf(spans, row), by)));
  }

  /** So that a frame is as wide as the view. */
  fit(frame: number): void {
    const { spans } = this.#marks;
    const { row = 0, x = 0, width = 0 } = this.#frame(frame) ?? {};
    const isAsWide = spanOf(spans, row).to - spanOf(spans, row).from <= width;
    this.#setSpans(withSpan(spans, row, isAsWide ? WHOLE : between(WHOLE, x, x + width)));
  }

  /** Where a frame's middle is in the view, as a fraction; the middle of the view where it is not in it. */
  placeOf(frame: number): number {
    const { row = 0, x = 0, width = 0 } = this.#frame(frame) ?? {};
    const { from, to } = spanOf(this.#marks.spans, row);
    const left = Math.max(from, x);
    const right = Math.min(to, x + width);
    return right <= left ? 0.5 : ((left + right) / 2 - from) / (to - from);
  }

  #frame(frame: number) {
    const { window } = this;
    if (window === null || frame < 0) return null;
    const row = window.row[frame] ?? 0;
    return { row, x: window.x[frame] ?? 0, width: window.width[frame] ?? 0 };
  }

  /** True when something was being dragged. */
  cancelDrag(): boolean {
    return this.#pointer.cancel();
  }

  #zoomTo({ left, right, top, bottom }: Rectangle): void {
    const viewport = this.#viewport();
    const row = rowAt((top + bottom) / 2, viewport);
    const { spans } = this.#marks;
    const span = between(spanOf(spans, row), left / viewport.width, right / viewport.width);
    this.#setSpans(withSpan(spans, row, span));
  }

  #moveTo(fraction: number, row: number): void {
    const { spans } = this.#marks;
    this.#setSpans(withSpan(spans, row, centred(spanOf(spans, row), fraction)));
    const viewport = this.#viewport();
    const place = (row + viewport.rowsAbove + 0.5) * ROW_HEIGHT;
    const content = viewport.rootsAtTop ? place : viewport.contentHeight - place;
    this.#scroller.scrollTop = content - viewport.height / 2;
  }

  /** Drawn at once with the frames there are; the state and better frames follow. */
  #setSpans(spans: Spans): void {
    this.#marks = { ...this.#marks, spans };
    this.#paintSoon();
    this.#events.onSpans(spans);
  }

  #listen(): void {
    const scroller = this.#scroller;
    const observer = new ResizeObserver(() => this.layout());
    observer.observe(scroller);
    scroller.addEventListener('scroll', () => {
      if (scroller.clientHeight > 0) this.#lastScroll = scroller.scrollTop;
      this.#reportViewport();
      this.#hover(-1, 0, 0);
      this.#paintSoon();
      this.#events.onScroll();
    });
    scroller.addEventListener('keydown', (event) => {
      this.#hover(-1, 0, 0);
      this.#events.onKey(event);
    });
    for (const name of ['focus', 'blur']) scroller.addEventListener(name, () => this.#paintSoon());
  }

  #frameAt(x: number, y: number): number {
    const { window, index } = this;
    return window === null ? -1 : hitTest(window, index, this.#viewport(), x, y);
  }

  #hover(frame: number, x: number, y: number): void {
    if (frame !== this.#hovered) this.#paintSoon();
    this.#hovered = frame;
    this.#scroller.classList.toggle('pointing', frame >= 0);
    this.#events.onHover(frame, x, y);
  }

  #paint(): void {
    const { clientWidth, clientHeight } = this.#scroller;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.#painter.resize(clientWidth, clientHeight);
    const pointer = { hovered: this.#hovered, rectangle: this.#rectangle };
    this.#painter.paint(this.#viewport(), this.#marks, pointer);
  }
}
