/** The call graph as a stage: moved by pointer and keys, laid out by the server. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { countText, quantityText } from '../../src/base/format.ts';
import type { GraphPicture } from '../../src/protocol/profile-views.ts';
import { icon } from '../shared/figure.ts';
import type { Palette } from '../shared/palette.ts';
import type { Answer } from './answers.ts';
import { functionTerm, withTerm } from './filter-model.ts';
import { beside, fitted, heaviest, hottest, opening, revealed, zoomed } from './graph-geometry.ts';
import type { GraphPlace } from './graph-geometry.ts';
import { GraphPan } from './graph-pan.ts';
import { graphPicture } from './graph-view.ts';
import { graphCommand } from './input.ts';
import type { GraphCommand } from './input.ts';
import { handled } from './key-event.ts';
import type { LineOpener } from './line-opener.ts';
import * as model from './model.ts';
import type { PageState } from './model.ts';
import { NewestAnswer } from './newest-answer.ts';
import type { Question } from './questions.ts';
import type { Stage } from './stage.ts';
import type { PageStore } from './store.ts';

/** pprof draws so many functions; a reader can ask for twice as many until the picture says nothing any more. */
const USUAL_NODES = 80;
const MOST_NODES = 640;
const ZOOM_STEP = 1.25;

export interface GraphStageParts {
  readonly store: PageStore;
  readonly opener: LineOpener;
  readonly palette: () => Palette;
  readonly onScroll: () => void;
}

export class GraphStage implements Stage {
  readonly #parts: GraphStageParts;
  readonly #answer = new NewestAnswer<GraphPicture>();
  readonly #pan: GraphPan;
  #nodeCount = USUAL_NODES;
  /** Null until the picture is drawn for the first time. */
  #place: GraphPlace | null = null;
  /** The selection as it was last drawn: another one is brought into view. */
  #shown: number | null = null;

  constructor(parts: GraphStageParts) {
    this.#parts = parts;
    this.#pan = new GraphPan({
      place: () => this.#placed(),
      onMove: (place) => this.#move(place),
      onSelect: (box) => this.#select(box),
      onOpen: (box) => this.#focusOn(box),
      onKey: (event) => this.#key(event),
      onResize: () => parts.store.touch(),
    });
  }

  questions(state: PageState): readonly Question[] {
    return [{ slot: 'graph', method: 'delvescope/callGraph', query: this.#query(state) }];
  }

  answered(answer: Answer, question: Question): void {
    if (answer.method !== 'delvescope/callGraph') return;
    const before = this.#answer.value;
    this.#answer.set(answer.result, question);
    // Another picture is shown whole; a search only marks boxes of the same one.
    if (before?.width !== answer.result.width || before.height !== answer.result.height) {
      this.#place = null;
      this.#shown = null;
    }
    this.#parts.store.touch();
  }

  template(state: PageState): TemplateResult {
    const picture = this.#answer.value;
    const unit = model.sampleTypeOf(state)?.unit ?? '';
    const selected = this.#selectedBox(state);
    const palette = this.#parts.palette();
    return html`${this.#answer.isOf(this.#query(state)) ? nothing : computing()}
    ${picture === null ? nothing : this.#bar(picture, unit)}
    ${this.#pan.template(
      selected,
      picture === null
        ? nothing
        : guard([picture, unit, selected, palette], () =>
            graphPicture(picture, { unit, selected, palette }),
          ),
    )}`;
  }

  draw(state: PageState): void {
    const picture = this.#answer.value;
    if (picture === null) return;
    const selected = this.#selectedBox(state);
    this.#pan.show(this.#placed());
    if (this.#pan.size.width === 0) return;
    const first = selected < 0 ? hottest(picture) : selected;
    this.#moveTo(this.#place ?? opening(picture, this.#pan.size, first));
    if (selected === this.#shown) return;
    const isFirst = this.#shown === null;
    this.#shown = selected;
    // The picture as a whole comes first; what is selected later is brought into view.
    if (selected < 0 || isFirst) return;
    const place = revealed(this.#placed(), picture, selected, this.#pan.size);
    if (place.x !== this.#placed().x || place.y !== this.#placed().y) this.#move(place);
  }

  focus(): void {
    this.#pan.focus();
  }

  stepHit(step: 1 | -1): void {
    const picture = this.#answer.value;
    if (picture === null) return;
    const from = this.#selectedBox(this.#parts.store.state);
    for (let by = 1; by <= picture.length; by++) {
      const box = (from + step * by + picture.length * 2) % picture.length;
      if (picture.hits[box] === 1) return this.#select(box);
    }
  }

  saved(): unknown {
    return { nodeCount: this.#nodeCount };
  }

  restore(saved: unknown): void {
    if (typeof saved !== 'object' || saved === null || !('nodeCount' in saved)) return;
    const { nodeCount } = saved;
    if (typeof nodeCount === 'number' && nodeCount >= USUAL_NODES && nodeCount <= MOST_NODES) {
      this.#nodeCount = nodeCount;
    }
  }

  #query(state: PageState) {
    const { appliedSearch: search } = state;
    return {
      ...model.scopeOf(state),
      ...model.factorOf(state),
      search,
      nodeCount: this.#nodeCount,
    };
  }

  #bar(picture: GraphPicture, unit: string): TemplateResult {
    const { length, nodesBefore, droppedNodes, nodeCutoff, droppedEdges, edgeCutoff } = picture;
    const canShowMore = length < nodesBefore && this.#nodeCount < MOST_NODES;
    return html`<div class="gbar">
      <span role="status" class="el grow"
        ><b>${countText(length)}</b> of ${countText(nodesBefore + droppedNodes)}
        functions${
          droppedNodes > 0
            ? html` · ${countText(droppedNodes)} under ${quantityText(nodeCutoff, unit)} left out`
            : nothing
        }${
          droppedEdges > 0
            ? html` · ${countText(droppedEdges)} calls under ${quantityText(edgeCutoff, unit)} left
              out`
            : nothing
        }</span
      >
      ${
        canShowMore
          ? html`<button class="btn sec" @click=${() => this.#show(this.#nodeCount * 2)}>
              Show more
            </button>`
          : nothing
      }
      ${
        this.#nodeCount > USUAL_NODES
          ? html`<button class="btn sec" @click=${() => this.#show(USUAL_NODES)}>
              Show fewer
            </button>`
          : nothing
      }
      ${tool('zoom-out', 'Zoom out (−)', () => this.#zoom(1 / ZOOM_STEP))}
      ${tool('zoom-in', 'Zoom in (+)', () => this.#zoom(ZOOM_STEP))}
      ${tool('screen-full', 'Show all (0)', () => this.#fit())}
    </div>`;
  }

  #show(nodeCount: number): void {
    this.#nodeCount = Math.min(MOST_NODES, nodeCount);
    this.#parts.store.touch();
  }

  #key(event: KeyboardEvent): void {
    const command = graphCommand(event);
    const picture = this.#answer.value;
    if (command === null || picture === null) return;
    handled(event);
    const selected = this.#selectedBox(this.#parts.store.state);
    if (command === 'zoom-in') this.#zoom(ZOOM_STEP);
    else if (command === 'zoom-out') this.#zoom(1 / ZOOM_STEP);
    else if (command === 'fit') this.#fit();
    else if (command === 'go-to-line') this.#parts.opener.open(true);
    else if (command === 'focus-on') this.#focusOn(selected);
    // Without a selection the first key selects what matters most.
    else this.#select(selected < 0 ? 0 : WALKS[command](picture, selected));
  }

  #select(box: number): void {
    const row = this.#answer.value?.function[box] ?? -1;
    if (row >= 0) this.#parts.store.update(model.selectFunction(this.#parts.store.state, row));
  }

  #focusOn(box: number): void {
    const { store } = this.#parts;
    const name = this.#answer.value?.names[box];
    if (name === undefined) return;
    this.#select(box);
    store.update(withTerm(store.state, functionTerm('focus', name)));
  }

  #selectedBox({ selection }: PageState): number {
    const row = selection?.function ?? -1;
    return row < 0 ? -1 : (this.#answer.value?.function.indexOf(row) ?? -1);
  }

  #zoom(factor: number): void {
    const { width, height } = this.#pan.size;
    this.#move(zoomed(this.#placed(), factor, width / 2, height / 2));
  }

  #fit(): void {
    if (this.#answer.value !== null) this.#move(fitted(this.#answer.value, this.#pan.size));
  }

  #placed(): GraphPlace {
    return this.#place ?? { x: 0, y: 0, scale: 1 };
  }

  #move(place: GraphPlace): void {
    this.#moveTo(place);
    this.#parts.onScroll();
  }

  #moveTo(place: GraphPlace): void {
    this.#place = place;
    this.#pan.show(place);
  }
}

type Walk = Extract<GraphCommand, 'caller' | 'callee' | 'left' | 'right'>;

const WALKS: Readonly<Record<Walk, (picture: GraphPicture, box: number) => number>> = {
  caller: (picture, box) => heaviest(picture, box, 'caller'),
  callee: (picture, box) => heaviest(picture, box, 'callee'),
  left: (picture, box) => beside(picture, box, -1),
  right: (picture, box) => beside(picture, box, 1),
};

function tool(iconName: string, title: string, run: () => void): TemplateResult {
  return html`<button class="ib" title=${title} aria-label=${title} @click=${run}>
    ${icon(iconName, 14)}
  </button>`;
}

function computing(): TemplateResult {
  return html`<div class="prog" role="progressbar" aria-label="Laying out the call graph"></div>`;
}
