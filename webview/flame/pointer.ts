/** The pointer on the flame graph: clicks, wheel, moving, and rectangles to zoom to. Knows no frames. */
import type { Rectangle } from './paint.ts';

export interface PointerActions {
  readonly click: (x: number, y: number, event: MouseEvent) => void;
  readonly doubleClick: (x: number, y: number) => void;
  readonly hover: (x: number, y: number, event: MouseEvent) => void;
  readonly leave: () => void;
  /** Wider by a factor, about a place. */
  readonly zoom: (factor: number, x: number, y: number) => void;
  /** By CSS pixels, as the content moves; `y` says which half of a sandwich. */
  readonly pan: (byX: number, byY: number, y: number) => void;
  /** While it is dragged; null when it is over. */
  readonly rectangle: (rectangle: Rectangle | null) => void;
  readonly zoomTo: (rectangle: Rectangle) => void;
}

/** A drag begins after so many pixels; less is a click. */
const DRAG_PIXELS = 4;
/** A step of a mouse wheel is about 100: half an octave. */
const WHEEL_OCTAVE = 200;

interface Drag {
  readonly isPan: boolean;
  readonly startX: number;
  readonly startY: number;
  lastX: number;
  lastY: number;
  hasMoved: boolean;
}

export class FlamePointer {
  readonly #element: HTMLElement;
  readonly #canvas: HTMLElement;
  readonly #actions: PointerActions;
  #drag: Drag | null = null;
  /** The click that ends a drag is none. */
  #dragged = false;

  constructor(element: HTMLElement, canvas: HTMLElement, actions: PointerActions) {
    this.#element = element;
    this.#canvas = canvas;
    this.#actions = actions;
    element.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    element.addEventListener('pointerdown', (event) => this.#down(event));
    element.addEventListener('pointermove', (event) => this.#move(event));
    element.addEventListener('pointerup', (event) => this.#up(event));
    element.addEventListener('pointercancel', () => this.#end());
    element.addEventListener('mouseleave', () => actions.leave());
    element.addEventListener('click', (event) => {
      const { x, y } = this.#place(event);
      if (!this.#dragged) actions.click(x, y, event);
    });
    element.addEventListener('dblclick', (event) => {
      const { x, y } = this.#place(event);
      actions.doubleClick(x, y);
    });
  }

  /** Esc during a drag; false when there is none. */
  cancel(): boolean {
    if (this.#drag === null) return false;
    this.#end();
    return true;
  }

  /** As on the timeline: Ctrl zooms, Shift or a sideways wheel moves, else the rows scroll. */
  #wheel(event: WheelEvent): void {
    const { x, y } = this.#place(event);
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const steps = Math.max(-1, Math.min(1, event.deltaY / WHEEL_OCTAVE));
      this.#actions.zoom(2 ** steps, x, y);
      return;
    }
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    if (sideways === 0) return;
    event.preventDefault();
    this.#actions.pan(-sideways, 0, y);
  }

  #down(event: PointerEvent): void {
    const { x, y } = this.#place(event);
    this.#dragged = false;
    const isPan = event.button === 1 || event.shiftKey;
    if ((event.button !== 0 && !isPan) || x > this.#canvas.clientWidth) return;
    if (event.button === 1) event.preventDefault();
    this.#drag = { isPan, startX: x, startY: y, lastX: x, lastY: y, hasMoved: false };
  }

  #move(event: PointerEvent): void {
    const { x, y } = this.#place(event);
    const drag = this.#drag;
    if (drag === null) {
      this.#actions.hover(x, y, event);
      return;
    }
    if (!drag.hasMoved && Math.hypot(x - drag.startX, y - drag.startY) < DRAG_PIXELS) return;
    if (!drag.hasMoved) {
      drag.hasMoved = true;
      this.#element.setPointerCapture(event.pointerId);
      this.#element.classList.toggle('moving', drag.isPan);
      this.#actions.leave();
    }
    if (drag.isPan) this.#actions.pan(x - drag.lastX, y - drag.lastY, drag.startY);
    else this.#actions.rectangle(rectangleOf(drag, x, y));
    drag.lastX = x;
    drag.lastY = y;
  }

  #up(event: PointerEvent): void {
    const drag = this.#drag;
    const { x, y } = this.#place(event);
    this.#end();
    if (drag === null || !drag.hasMoved) return;
    this.#dragged = true;
    if (!drag.isPan && Math.abs(x - drag.startX) >= DRAG_PIXELS) {
      this.#actions.zoomTo(rectangleOf(drag, x, y));
    }
  }

  #end(): void {
    const isRectangle = this.#drag?.hasMoved === true && !this.#drag.isPan;
    this.#drag = null;
    this.#element.classList.remove('moving');
    if (isRectangle) this.#actions.rectangle(null);
  }

  #place(event: MouseEvent): { readonly x: number; readonly y: number } {
    const box = this.#canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
}

function rectangleOf({ startX, startY }: Drag, x: number, y: number): Rectangle {
  return {
    left: Math.min(startX, x),
    top: Math.min(startY, y),
    right: Math.max(startX, x),
    bottom: Math.max(startY, y),
  };
}
