/** The flame graph as a stage: pointer, keys and hover card over its canvas, and the path above it. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { quantity } from '../../src/base/format.ts';
import type { FrameFigures, SampleTypeInfo } from '../../src/protocol/analysis.ts';
import type { Theme } from '../shared/theme.ts';
import { breadcrumb } from './breadcrumb.ts';
import { FlameView } from './flame-view.ts';
import { frameOfNode } from './geometry.ts';
import { HoverTracker } from './hover-tracker.ts';
import { flameCommand } from './input.ts';
import type { FlameCommand } from './input.ts';
import { handled } from './key-event.ts';
import type { LineOpener } from './line-opener.ts';
import * as model from './model.ts';
import type { PageState } from './model.ts';
import { isEverything } from './ink.ts';
import { frameAfter, isMove } from './navigation.ts';
import type { FlameMove } from './navigation.ts';
import { selectedPath } from './path.ts';
import type { PathStep } from './path.ts';
import { hoverQuestion } from './questions.ts';
import * as shapes from './shape.ts';
import { WHOLE_SPANS } from './span.ts';
import type { Stage } from './stage.ts';
import { SETTLE_MILLIS } from './store.ts';
import type { PageStore } from './store.ts';

const DOUBLE_CLICK_MILLIS = 220;
/** Steps of the keys: half an octave, a quarter of the view. */
const ZOOM_STEP = Math.SQRT2;
const MOVE_STEP = 0.25;

export interface FlameStageParts {
  readonly theme: Theme;
  readonly store: PageStore;
  readonly opener: LineOpener;
  /** Where the hover card is put. */
  readonly body: HTMLElement;
  readonly onScroll: () => void;
}

export class FlameStage implements Stage {
  readonly view: FlameView;
  readonly #store: PageStore;
  readonly #opener: LineOpener;
  readonly #hover: HoverTracker;
  #clickTimer: ReturnType<typeof setTimeout> | undefined;
  #shown: Pick<PageState, 'sampleType' | 'filter' | 'shape'> | null = null;

  constructor({ theme, store, opener, body, onScroll }: FlameStageParts) {
    this.#store = store;
    this.#opener = opener;
    this.#hover = new HoverTracker(
      body,
      () => ({
        window: this.view.window,
        sampleTypes: model.infoOf(store.state)?.sampleTypes ?? [],
        sampleType: store.state.sampleType,
      }),
      (node) => store.askOne(hoverQuestion(store.state, node)),
    );
    this.view = new FlameView(theme, {
      onViewport: (width, rows) => {
        const fitted = model.fitFlame(store.state, width, rows);
        store.update(fitted, store.state.widthPixels === 0 ? 0 : SETTLE_MILLIS);
      },
      // What is asked for changes in steps, so most moves ask nothing.
      onSpans: (spans) => store.update(model.withSpans(store.state, spans)),
      onClick: (frame, event) => this.#click(frame, event),
      onDoubleClick: (frame) => this.zoomTo(this.#nodeOf(frame)),
      onKey: (event) => this.#key(event),
      onHover: (frame, x, y) => this.#hover.move(frame, x, y),
      onScroll,
    });
  }

  saved(): number {
    return this.view.scrollTop;
  }

  restore(saved: unknown): void {
    if (typeof saved === 'number') this.view.restoreScroll(saved);
  }

  /** The path is made of the frames of the window, so the view takes it before the page is rendered. */
  prepare(state: PageState): void {
    const { sampleType, filter, shape } = state;
    const last = this.#shown;
    // Nodes have other meanings with another filter, sample type or shape.
    if (last?.filter !== filter || last.sampleType !== sampleType || last.shape !== shape) {
      this.#shown = { sampleType, filter, shape };
      this.#hover.clear();
    }
    const type = model.sampleTypeOf(state);
    this.view.update(state.flame, {
      label: shapes.shapeText(state),
      selectedNode: state.selection?.node ?? null,
      rootsAtTop: state.rootsAtTop,
      rootLabel: type ? rootLabel(model.outcomeOf(state)?.left ?? type.total, type) : 'all',
      unit: type?.unit ?? '',
      spans: state.spans,
      colours: shapes.coloursOf(state),
      modules: model.infoOf(state)?.modules ?? [],
      overview: state.showsMap ? state.overview : null,
    });
  }

  template(state: PageState): TemplateResult {
    return html`${state.flame === null ? computing() : nothing}
    ${this.#path(state)}${this.view.element}`;
  }

  draw({ revealing }: PageState): void {
    if (revealing === null || !this.view.reveal(revealing)) return;
    this.#store.replace({ ...this.#store.state, revealing: null });
  }

  focus(): void {
    this.view.focus();
  }

  stepHit(step: 1 | -1): void {
    this.#store.update(model.stepHit(this.#store.state, step));
  }

  selectNode(node: number): void {
    this.#store.update(model.revealNode(this.#store.state, node));
  }

  /** In a sandwich, what is zoomed to becomes its middle. */
  zoomTo(node: number): void {
    clearTimeout(this.#clickTimer);
    const { state } = this.#store;
    const next = shapes.isSandwich(state)
      ? shapes.around(state, this.#functionOf(node))
      : model.zoomTo(state, node);
    this.#store.update(next);
  }

  /** Callers and callees of the selected function, or back to the whole graph. */
  toggleSandwich(): void {
    const { state } = this.#store;
    const { selection } = state;
    const row = selection?.function ?? this.#functionOf(selection?.node ?? 0);
    const next = shapes.isSandwich(state) ? shapes.leaveSandwich(state) : shapes.around(state, row);
    this.#store.update(next);
  }

  hoverAnswered(figures: FrameFigures): void {
    this.#hover.answered(figures);
  }

  /** From the root of the profile to the selected frame. */
  pathOfSelection({ selection }: PageState): readonly PathStep[] {
    const { window, index } = this.view;
    return window === null ? [] : selectedPath(window, index, selection?.node ?? null);
  }

  #path(state: PageState): TemplateResult {
    const { window } = this.view;
    const { widthPixels, zoom } = state;
    if (window === null) {
      return breadcrumb([], null, { canZoomIn: false, canZoomOut: false, widthPixels }, this);
    }
    const node = state.selection?.node ?? null;
    const frame = node === null ? -1 : frameOfNode(window, node);
    const value = frame < 0 ? (window.total[0] ?? 0) : (window.total[frame] ?? 0);
    const canZoomIn = frame >= 0 && node !== zoom;
    const canZoomOut = zoom !== 0 || shapes.isSandwich(state) || state.spans !== WHOLE_SPANS;
    return breadcrumb(
      this.pathOfSelection(state),
      { value, total: window.profileTotal },
      { canZoomIn, canZoomOut, widthPixels },
      this,
    );
  }

  #nodeOf(frame: number): number {
    return this.view.window?.node[frame] ?? 0;
  }

  /** Goes to the line once it is clear that no second click follows: opening a file may move the frames. */
  #click(frame: number, event: MouseEvent): void {
    clearTimeout(this.#clickTimer);
    this.selectNode(this.#nodeOf(frame));
    if (event.altKey || event.ctrlKey || event.detail > 1) return;
    this.#clickTimer = setTimeout(() => this.#opener.open(true), DOUBLE_CLICK_MILLIS);
  }

  #key(event: KeyboardEvent): void {
    const { state } = this.#store;
    const command = flameCommand(event, state.rootsAtTop);
    const { window: frames, index } = this.view;
    if (command === null || frames === null) return;
    handled(event);
    const selected = frameOfNode(frames, state.selection?.node ?? -1);
    const from = Math.max(0, selected < 0 ? frameOfNode(frames, state.zoom) : selected);
    if (isMove(command)) {
      // Without a selection the first key selects the root of the view.
      const to = selected < 0 ? from : frameAfter(command, frames, index, from);
      if (to >= 0) this.selectNode(this.#nodeOf(to));
    } else this.#carryOut(command, from);
  }

  #carryOut(command: Exclude<FlameCommand, FlameMove>, frame: number): void {
    const { state } = this.#store;
    const row = this.view.window?.row[frame] ?? 0;
    const commands: Readonly<Record<typeof command, () => void>> = {
      'zoom-in': () => this.zoomTo(this.#nodeOf(frame)),
      'zoom-out': () => {
        if (!this.view.cancelDrag()) this.#store.update(shapes.stepOut(state));
      },
      'go-to-line': () => this.#opener.open(true),
      wider: () => this.view.zoom(1 / ZOOM_STEP, this.view.placeOf(frame), row),
      narrower: () => this.view.zoom(ZOOM_STEP, this.view.placeOf(frame), row),
      'move-left': () => this.view.move(-MOVE_STEP, row),
      'move-right': () => this.view.move(MOVE_STEP, row),
      'fit-frame': () => this.view.fit(frame),
      all: () => this.#store.update(model.withSpans(state, WHOLE_SPANS)),
      reverse: () => this.#store.update(shapes.reversed(state)),
      sandwich: () => this.toggleSandwich(),
      colours: () => this.#store.update(shapes.nextColours(state)),
      map: () => this.#store.update({ ...state, showsMap: !state.showsMap }),
    };
    commands[command]();
  }

  /** The function of a frame of the window; null for everything. */
  #functionOf(node: number): number | null {
    const { window } = this.view;
    const frame = window === null ? -1 : frameOfNode(window, node);
    if (window === null || frame < 0 || isEverything(window, frame)) return null;
    return window.functions[window.name[frame] ?? 0] ?? null;
  }
}

/** A large profile takes a moment for another filter or sample type. */
function computing(): TemplateResult {
  return html`<div class="prog" role="progressbar" aria-label="Computing the flame graph"></div>`;
}

/** `all · 27.7 s` */
function rootLabel(total: number, { unit }: SampleTypeInfo): string {
  const { digits, unit: label } = quantity(total, unit);
  return `all · ${digits}${label === '' ? '' : ` ${label}`}`;
}
