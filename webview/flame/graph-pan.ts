/** The scroll-free view of the call graph: drag and wheel move and zoom what is in it. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import { zoomed } from './graph-geometry.ts';
import type { GraphPlace, ViewSize } from './graph-geometry.ts';

export interface GraphPanEvents {
  readonly place: () => GraphPlace;
  readonly onMove: (place: GraphPlace) => void;
  readonly onSelect: (box: number) => void;
  readonly onOpen: (box: number) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onResize: () => void;
}

/** A press that moves further than this is no click. */
const CLICK_PIXELS = 4;
/** A notch of a wheel (100 pixels) zooms by about a fifth. */
const WHEEL_ZOOM = 0.002;

export class GraphPan {
  readonly #events: GraphPanEvents;
  readonly #view = createRef<HTMLElement>();
  readonly #content = createRef<HTMLElement>();
  readonly #observer: ResizeObserver;
  #observed: Element | null = null;
  #drag: { readonly x: number; readonly y: number; readonly from: GraphPlace } | null = null;
  #hasMoved = false;

  constructor(events: GraphPanEvents) {
    this.#events = events;
    this.#observer = new ResizeObserver(() => events.onResize());
  }

  get size(): ViewSize {
    const { clientWidth: width = 0, clientHeight: height = 0 } = this.#view.value ?? {};
    return { width, height };
  }

  template(selected: number, content: unknown): TemplateResult {
    return html`<div
      class="graph"
      tabindex="0"
      role="listbox"
      aria-label="Call graph"
      aria-activedescendant=${selected < 0 ? '' : `box-${selected}`}
      ${ref(this.#view)}
      @pointerdown=${(event: PointerEvent) => this.#press(event)}
      @pointermove=${(event: PointerEvent) => this.#pull(event)}
      @pointerup=${() => this.#release()}
      @pointercancel=${() => this.#release()}
      @wheel=${(event: WheelEvent) => this.#wheel(event)}
      @click=${(event: MouseEvent) => this.#click(event, this.#events.onSelect)}
      @dblclick=${(event: MouseEvent) => this.#click(event, this.#events.onOpen)}
      @keydown=${(event: KeyboardEvent) => this.#events.onKey(event)}
    >
      <div class="gcontent" ${ref(this.#content)}>${content}</div>
    </div>`;
  }

  show({ x, y, scale }: GraphPlace): void {
    this.#observe();
    this.#content.value?.style.setProperty(
      'transform',
      `translate(${x}px, ${y}px) scale(${scale})`,
    );
  }

  focus(): void {
    this.#view.value?.focus({ preventScroll: true });
  }

  #observe(): void {
    const view = this.#view.value ?? null;
    if (view === this.#observed) return;
    this.#observer.disconnect();
    this.#observed = view;
    if (view !== null) this.#observer.observe(view);
  }

  #press(event: PointerEvent): void {
    this.#hasMoved = false;
    if (event.button !== 0) return;
    this.#drag = { x: event.clientX, y: event.clientY, from: this.#events.place() };
  }

  #pull(event: PointerEvent): void {
    if (this.#drag === null) return;
    const x = event.clientX - this.#drag.x;
    const y = event.clientY - this.#drag.y;
    if (!this.#hasMoved && Math.hypot(x, y) < CLICK_PIXELS) return;
    if (!this.#hasMoved) this.#view.value?.setPointerCapture(event.pointerId);
    this.#hasMoved = true;
    const { from } = this.#drag;
    this.#events.onMove({ ...from, x: from.x + x, y: from.y + y });
  }

  #release(): void {
    this.#drag = null;
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const place = this.#events.place();
    if (event.shiftKey) {
      this.#events.onMove({ ...place, x: place.x - (event.deltaX || event.deltaY) });
      return;
    }
    const box = this.#view.value?.getBoundingClientRect();
    const x = event.clientX - (box?.left ?? 0);
    const y = event.clientY - (box?.top ?? 0);
    this.#events.onMove(zoomed(place, Math.exp(-event.deltaY * WHEEL_ZOOM), x, y));
  }

  #click(event: MouseEvent, run: (box: number) => void): void {
    if (this.#hasMoved || !(event.target instanceof Element)) return;
    const box = event.target.closest('[data-box]')?.getAttribute('data-box') ?? null;
    if (box !== null) run(Number(box));
  }
}
