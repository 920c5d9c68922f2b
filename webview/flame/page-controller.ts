/** The loop of the page: message or input → state → questions to ask and things to draw. */
import { render } from 'lit';
import { assertNever } from '../../src/base/assert.ts';
import type { FromProfilePage, ToProfilePage } from '../../src/protocol/webview-profile.ts';
import { oncePerFrame } from '../shared/hi-dpi.ts';
import { KeysList } from '../shared/keys-list.ts';
import type { Theme } from '../shared/theme.ts';
import type { VscodeApi } from '../shared/vscode-api.ts';
import type { Actions } from './actions.ts';
import { answerOf, withAnswer } from './answers.ts';
import { withFilter } from './filter-model.ts';
import { FlameStage } from './flame-stage.ts';
import { GraphStage } from './graph-stage.ts';
import { KEY_LIST } from './input.ts';
import { LineOpener } from './line-opener.ts';
import * as model from './model.ts';
import { page } from './page.ts';
import { pageActions } from './page-actions.ts';
import { PageKeys } from './page-keys.ts';
import { PageMemory } from './page-memory.ts';
import type { Slot } from './questions.ts';
import { fromSaved } from './saved-state.ts';
import type { SavedState } from './saved-state.ts';
import { withShape } from './shape.ts';
import { SidesStage } from './sides-stage.ts';
import { SourceStage } from './source-stage.ts';
import { Stages } from './stages.ts';
import { PageStore } from './store.ts';
import { TableStage } from './table-stage.ts';
import { TagsStage } from './tags-stage.ts';

type Api = VscodeApi<ToProfilePage, FromProfilePage, SavedState>;

/** What fails here is not missed: the next question asks for something else. */
const PASSING_SLOTS: ReadonlySet<Slot> = new Set<Slot>(['hover', 'locate', 'overview']);

export class PageController {
  readonly #api: Api;
  readonly #root: HTMLElement;
  readonly #store: PageStore;
  readonly #stages: Stages;
  readonly #opener: LineOpener;
  readonly #actions: Actions;
  readonly #keys: PageKeys;
  readonly #memory: PageMemory;
  readonly #drawSoon = oncePerFrame(() => this.#draw());

  constructor(api: Api, theme: Theme, body: HTMLElement) {
    this.#api = api;
    this.#root = document.createElement('div');
    this.#root.className = 'ds';
    body.append(this.#root);
    const onScroll = (): void => this.#memory.saveSoon();
    const store = new PageStore(fromSaved(api.getState()), api.post, {
      onChange: () => {
        this.#drawSoon();
        this.#memory.saveSoon();
      },
      questions: (state) => this.#stages.questions(state),
    });
    this.#store = store;
    const opener = new LineOpener(store);
    this.#opener = opener;
    const flame = new FlameStage({ theme, store, opener, body, onScroll });
    const palette = () => flame.view.paints.palettes.code;
    this.#stages = new Stages({
      flame,
      table: new TableStage({ store, opener, palette, onScroll }),
      sides: new SidesStage({ store, opener, palette, onScroll }),
      graph: new GraphStage({ store, opener, palette, onScroll }),
      source: new SourceStage({ store, onScroll }),
      tags: new TagsStage({ store, onScroll }),
    });
    this.#memory = new PageMemory(api, store, this.#stages);
    this.#actions = pageActions(store, this.#stages, new KeysList(body, KEY_LIST));
    this.#keys = new PageKeys(store, this.#stages, this.#actions);
    theme.onChange(() => this.#drawSoon());
  }

  start(): void {
    this.#api.onMessage((message) => this.#receive(message));
    // Not on the window: there the editor listens, and would run its own command for the same key.
    document.body.addEventListener('keydown', (event) => this.#keys.press(event));
    window.addEventListener('focus', () => {
      if (document.activeElement === document.body) this.#actions.focusContent();
    });
    window.addEventListener('error', ({ message }) => this.#api.post({ kind: 'log', message }));
    this.#draw();
    this.#api.post({ kind: 'ready' });
  }

  #receive(message: ToProfilePage): void {
    const store = this.#store;
    switch (message.kind) {
      case 'loading':
      case 'error':
        store.update({ ...store.state, phase: message });
        break;
      case 'profile':
        store.forget();
        this.#memory.recall(message.remembered, message.info);
        store.update(model.withProfile(store.state, message.info));
        store.postFigures();
        break;
      case 'answer':
        this.#answered(message);
        break;
      case 'failed':
        this.#failed(message);
        break;
      case 'reveal':
        this.#reveal(message);
        break;
      default:
        assertNever(message);
    }
  }

  #reveal({ sampleType, filter, node }: ToProfilePage & { kind: 'reveal' }): void {
    const store = this.#store;
    store.update(model.withSampleType(store.state, sampleType));
    if (filter.length !== store.state.filter.length) store.update(withFilter(store.state, filter));
    // The node is one of the graph from the roots.
    store.update(withShape(store.state, 'callees'));
    store.update(model.revealNode({ ...store.state, view: 'flame' }, node));
    this.#stages.focusWhenShown();
  }

  #answered(message: ToProfilePage & { kind: 'answer' }): void {
    const question = this.#store.questionOf(message);
    if (question === null) return;
    const answer = answerOf(message);
    if (answer.method === 'delvescope/frameFigures') {
      this.#stages.flame.hoverAnswered(answer.result);
      return;
    }
    this.#store.update(withAnswer(this.#store.state, answer, question));
    this.#stages.answered(answer, question);
    if (question.slot === 'table') this.#stages.table.followRow();
    if (question.slot === 'detail') this.#opener.detailArrived();
  }

  #failed(message: ToProfilePage & { kind: 'failed' }): void {
    const slot = this.#store.questionOf(message)?.slot;
    if (slot === undefined || PASSING_SLOTS.has(slot)) return;
    const { state } = this.#store;
    this.#store.update(model.withFailure(state, message.message, slot === 'flame'));
  }

  #draw(): void {
    const { state } = this.#store;
    this.#stages.prepare(state);
    render(page(state, this.#stages, this.#actions), this.#root);
    this.#stages.drawShown(state);
  }
}
