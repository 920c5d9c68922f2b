/** The canvases and the pointer on them: what is under it, dragging a range, wheel and scroll. */
import { HiDpiCanvas } from '../shared/hi-dpi.ts';
import type { Stage } from './geometry.ts';
import { LABEL_WIDTH, LANE_HEIGHT, laneAt, RULER_HEIGHT, timeAt, xOf } from './geometry.ts';
import { CHARTS_HEIGHT } from './paint-charts.ts';
import type { Viewport } from './viewport.ts';

export interface StageActions {
  stage(): Stage;
  selectedRange(): Viewport | null;
  laneTotal(): number;
  zoom(factor: number, share: number): void;
  pan(share: number): void;
  scrollTo(scroll: number): void;
  /** A range while it is dragged, and once more when it stands. */
  range(range: Viewport): void;
  /** A click that dragged nothing. */
  click(x: number, y: number, lane: number): void;
  open(x: number, y: number, lane: number): void;
  hover(x: number, y: number, lane: number): void;
  leave(): void;
  /** The chart was dragged or clicked: this time in the middle. */
  centre(time: number): void;
  resized(): void;
}

/** This near to an edge of the range, a drag moves that edge. */
const EDGE_PIXELS = 4;

/** A drag begins after so many pixels; less is a click. */
const DRAG_PIXELS = 4;

export class StageView {
  readonly element: HTMLElement;
  readonly charts: HiDpiCanvas;
  readonly lanes: HiDpiCanvas;
  readonly chartsElement = document.createElement('canvas');
  readonly lanesElement = document.createElement('canvas');
  readonly scroller = document.createElement('div');
  readonly #spacer = document.createElement('div');
  readonly #actions: StageActions;
  #drag: { readonly x: number; readonly isRange: boolean; moved: boolean } | null = null;

  constructor(actions: StageActions) {
    this.#actions = actions;
    this.element = document.createElement('div');
    this.element.className = 'stage col';
    this.chartsElement.className = 'charts';
    this.scroller.className = 'lanes';
    this.scroller.tabIndex = 0;
    this.scroller.setAttribute('role', 'application');
    this.scroller.setAttribute('aria-label', 'Timeline');
    this.#spacer.className = 'lanes-spacer';
    this.#spacer.append(this.lanesElement);
    this.scroller.append(this.#spacer);
    this.element.append(this.chartsElement, this.scroller);
    this.charts = new HiDpiCanvas(this.chartsElement);
    this.lanes = new HiDpiCanvas(this.lanesElement);
    new ResizeObserver(() => this.#resize()).observe(this.element);
    this.#listen();
  }

  get size(): { readonly width: number; readonly height: number } {
    return { width: this.scroller.clientWidth, height: this.scroller.clientHeight };
  }

  focus(): void {
    this.scroller.focus();
  }

  setLaneTotal(lanes: number): void {
    this.#spacer.style.setProperty('height', `${RULER_HEIGHT + lanes * LANE_HEIGHT + 8}px`);
  }

  set scroll(scroll: number) {
    if (Math.abs(this.scroller.scrollTop - scroll) > 1) this.scroller.scrollTop = scroll;
  }

  #resize(): void {
    const { width, height } = this.size;
    this.charts.resize(width, CHARTS_HEIGHT);
    this.lanes.resize(width, height);
    this.#actions.resized();
  }

  #listen(): void {
    const { scroller, chartsElement } = this;
    scroller.addEventListener('scroll', () => this.#actions.scrollTo(scroller.scrollTop), {
      passive: true,
    });
    scroller.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    scroller.addEventListener('pointerdown', (event) => this.#down(event));
    scroller.addEventListener('pointermove', (event) => this.#move(event));
    scroller.addEventListener('pointerup', (event) => this.#up(event));
    scroller.addEventListener('dblclick', (event) => {
      const { x, y } = this.#place(event);
      this.#actions.open(x, y, laneAt(y, this.#actions.stage()));
    });
    scroller.addEventListener('pointerleave', () => this.#actions.leave());
    const jump = (event: PointerEvent): void => {
      if ((event.buttons & 1) === 0) return;
      const box = chartsElement.getBoundingClientRect();
      const share = (event.clientX - box.left - LABEL_WIDTH) / (box.width - LABEL_WIDTH);
      if (share >= 0) this.#actions.centre(share);
    };
    chartsElement.addEventListener('pointerdown', (event) => {
      chartsElement.setPointerCapture(event.pointerId);
      jump(event);
    });
    chartsElement.addEventListener('pointermove', jump);
  }

  /** Ctrl zooms, Shift or a sideways wheel moves, else the lanes scroll. */
  #wheel(event: WheelEvent): void {
    const { x } = this.#place(event);
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const share = Math.max(0, (x - LABEL_WIDTH) / Math.max(1, this.size.width - LABEL_WIDTH));
      this.#actions.zoom(Math.exp(Math.max(-1, Math.min(1, event.deltaY / 300))), share);
      return;
    }
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    if (sideways === 0) return;
    event.preventDefault();
    this.#actions.pan(sideways / Math.max(1, this.size.width));
  }

  #down(event: PointerEvent): void {
    const { x, y } = this.#place(event);
    if (event.button !== 0 || x > this.size.width) return;
    const isRange = x >= LABEL_WIDTH && y < this.size.height;
    // Dragging an edge is selecting from the other one.
    this.#drag = { x: this.#otherEdge(x) ?? x, isRange, moved: false };
    this.scroller.setPointerCapture(event.pointerId);
  }

  #move(event: PointerEvent): void {
    const { x, y } = this.#place(event);
    const drag = this.#drag;
    if (!drag) {
      this.scroller.classList.toggle('on-edge', this.#otherEdge(x) !== null);
      this.#actions.hover(x, y, laneAt(y, this.#actions.stage()));
      return;
    }
    if (!drag.isRange || (!drag.moved && Math.abs(x - drag.x) < DRAG_PIXELS)) return;
    drag.moved = true;
    this.#actions.range(this.#between(drag.x, x));
  }

  #up(event: PointerEvent): void {
    const { x, y } = this.#place(event);
    const drag = this.#drag;
    this.#drag = null;
    if (!drag) return;
    if (drag.moved) this.#actions.range(this.#between(drag.x, x));
    else this.#actions.click(x, y, laneAt(y, this.#actions.stage()));
  }

  /** Where the range's other edge is drawn when one is at `x`; null when none is. */
  #otherEdge(x: number): number | null {
    const range = this.#actions.selectedRange();
    if (range === null || x < LABEL_WIDTH) return null;
    const stage = this.#actions.stage();
    const [start, end] = [xOf(range.start, stage), xOf(range.end, stage)];
    // An edge that is out of sight would come into it.
    if (Math.abs(x - end) <= EDGE_PIXELS) return start < LABEL_WIDTH ? null : start;
    return Math.abs(x - start) <= EDGE_PIXELS ? end : null;
  }

  #between(one: number, other: number): Viewport {
    const stage = this.#actions.stage();
    const from = timeAt(Math.max(LABEL_WIDTH, Math.min(one, other)), stage);
    return { start: from, end: timeAt(Math.max(one, other, LABEL_WIDTH), stage) };
  }

  #place(event: MouseEvent): { x: number; y: number } {
    const box = this.scroller.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
}
