/** The flame graph as a stage: pointer, keys and hover card over its canvas, and the path above it. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { quantity } from '../../src/base/format.ts';
import type { FunctionDetail, SampleTypeInfo } from '../../src/protocol/analysis.ts';
import type { Theme } from '../shared/theme.ts';
import { breadcrumb } from './breadcrumb.ts';
import { FlameView } from './flame-view.ts';
import { HoverTracker } from './hover-tracker.ts';
import { flameCommand } from './input.ts';
import { handled } from './key-event.ts';
import type { LineOpener } from './line-opener.ts';
import * as model from './model.ts';
import type { PageState } from './model.ts';
import { frameAfter, isMove } from './navigation.ts';
import { selectedPath } from './path.ts';
import type { PathStep } from './path.ts';
import { hoverQuestion } from './questions.ts';
import type { Stage } from './stage.ts';
import { SETTLE_MILLIS } from './store.ts';
import type { PageStore } from './store.ts';

const DOUBLE_CLICK_MILLIS = 220;

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
  #shown: Pick<PageState, 'sampleType' | 'filter'> | null = null;

  constructor({ theme, store, opener, body, onScroll }: FlameStageParts) {
    this.#store = store;
    this.#opener = opener;
    this.#hover = new HoverTracker(
      body,
      () => ({ window: this.view.window, unit: model.sampleTypeOf(store.state)?.unit ?? '' }),
      (node) => store.askOne(hoverQuestion(store.state, node)),
    );
    this.view = new FlameView(theme, {
      onViewport: (width, rows) => {
        const fitted = model.fitFlame(store.state, width, rows);
        store.update(fitted, store.state.widthPixels === 0 ? 0 : SETTLE_MILLIS);
      },
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
    const { sampleType, filter } = state;
    // Nodes have other meanings with another filter or sample type.
    if (this.#shown?.filter !== filter || this.#shown.sampleType !== sampleType) {
      this.#shown = { sampleType, filter };
      this.#hover.clear();
    }
    const type = model.sampleTypeOf(state);
    this.view.update(state.flame, {
      selectedNode: state.selection?.node ?? null,
      rootsAtTop: state.rootsAtTop,
      rootLabel: type ? rootLabel(model.outcomeOf(state)?.left ?? type.total, type) : 'all',
      unit: type?.unit ?? '',
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

  zoomTo(node: number): void {
    clearTimeout(this.#clickTimer);
    this.#store.update(model.zoomTo(this.#store.state, node));
  }

  hoverAnswered(node: number, detail: FunctionDetail): void {
    this.#hover.answered(node, detail);
  }

  /** From the root of the profile to the selected frame. */
  pathOfSelection({ selection }: PageState): readonly PathStep[] {
    const { window, index } = this.view;
    return window === null ? [] : selectedPath(window, index, selection?.node ?? null);
  }

  #path(state: PageState): TemplateResult {
    const { window, index } = this.view;
    const { widthPixels, zoom } = state;
    if (window === null) {
      return breadcrumb([], null, { node: 0, canZoomIn: false, widthPixels }, this);
    }
    const node = state.selection?.node ?? null;
    const frame = node === null ? undefined : index.ofNode.get(node);
    const value = frame === undefined ? window.rootTotal : (window.total[frame] ?? 0);
    const canZoomIn = frame !== undefined && node !== zoom;
    return breadcrumb(
      this.pathOfSelection(state),
      { value, total: window.profileTotal },
      { node: zoom, canZoomIn, widthPixels },
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
    const selected = index.ofNode.get(state.selection?.node ?? -1);
    const from = selected ?? index.ofNode.get(state.zoom) ?? 0;
    if (isMove(command)) {
      // Without a selection the first key selects the root of the view.
      const to = selected === undefined ? from : frameAfter(command, frames, index, from);
      if (to >= 0) this.selectNode(this.#nodeOf(to));
    } else if (command === 'zoom-in') this.zoomTo(this.#nodeOf(from));
    else if (command === 'zoom-out') this.#store.update(model.zoomOut(state));
    else this.#opener.open(true);
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
