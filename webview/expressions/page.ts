import { render, html } from 'lit';
import { assertNever } from '../../src/base/assert.ts';
import type {
  FromExpressionsPage,
  ToExpressionsPage,
} from '../../src/protocol/webview-expressions.ts';
import { KeysList } from '../shared/keys-list.ts';
import type { VscodeApi } from '../shared/vscode-api.ts';
import { Asker } from './asker.ts';
import { BreakpointHalf } from './breakpoint-half.ts';
import { DetailsPane } from './details-pane.ts';
import { ExpressionHalf } from './expression-half.ts';
import { KEY_LIST } from './input.ts';

/** Both halves stand below each other from this height on; else one of them is shown. */
const BOTH_PIXELS = 440;

type Half = 'breakpoints' | 'expressions';

/** What survives hiding the panel; the rest is kept by the extension. */
export interface PageState {
  readonly half: Half;
}

type Api = VscodeApi<ToExpressionsPage, FromExpressionsPage, PageState>;

/** Joins the two halves and the pane of values to each other and to the extension. */
export class Page {
  readonly #api: Api;
  readonly #root = document.createElement('div');
  readonly #tabs = document.createElement('div');
  readonly #asker: Asker;
  readonly #breakpoints: BreakpointHalf;
  readonly #expressions: ExpressionHalf;
  readonly #details: DetailsPane;
  readonly #keys: KeysList;
  #half: Half;

  constructor(api: Api, parent: HTMLElement) {
    this.#api = api;
    this.#half = api.getState()?.half ?? 'breakpoints';
    this.#asker = new Asker(api.post);
    this.#breakpoints = new BreakpointHalf(this.#asker, api.post);
    this.#details = new DetailsPane({
      asker: this.#asker,
      post: api.post,
      watches: () => this.#expressions.watches,
      setWatches: (watches) => this.#expressions.setWatches(watches),
    });
    this.#expressions = new ExpressionHalf({
      asker: this.#asker,
      post: api.post,
      showKeys: () => this.#keys.show(),
      inspect: (scope, row, focus) => this.#details.show(scope, row, focus),
    });
    this.#root.className = 'ds panel';
    const lower = document.createElement('div');
    lower.className = 'lower';
    lower.append(this.#expressions.element, this.#details.element);
    this.#root.append(this.#tabs, this.#breakpoints.element, lower);
    parent.append(this.#root);
    this.#keys = new KeysList(this.#root, KEY_LIST);
    this.#listen();
  }

  start(): void {
    this.#api.onMessage((message) => this.#receive(message));
    this.#breakpoints.render();
    this.#expressions.render();
    this.#arrange();
    this.#api.post({ kind: 'ready' });
  }

  #listen(): void {
    new ResizeObserver(() => this.#arrange()).observe(this.#root);
    this.#root.addEventListener('keydown', (event) => {
      const inField =
        event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
      if (event.key === 'F1') this.#keys.show();
      else if (event.key === '/' && !inField) {
        this.#show('expressions');
        this.#expressions.focusFilter();
      } else return;
      event.preventDefault();
    });
  }

  #receive(message: ToExpressionsPage): void {
    switch (message.kind) {
      case 'session':
        this.#breakpoints.setSession(message.session);
        this.#expressions.setSession(message.session);
        if (message.session.phase === 'none') this.#details.close();
        return;
      case 'saved':
        this.#expressions.restore(message.saved);
        return;
      case 'breakpoints':
        this.#breakpoints.setView(message.view);
        this.#arrange();
        return;
      case 'showBreakpoint':
        this.#show('breakpoints');
        this.#breakpoints.show(message.key, message.edit);
        return;
      case 'addExpression':
        this.#show('expressions');
        this.#expressions.addExpression(message.expression);
        return;
      case 'tableChanged':
        this.#expressions.refresh();
        return;
      case 'table':
      case 'value':
      case 'frames':
      case 'called':
      case 'written':
      case 'functions':
      case 'failed':
        this.#asker.receive(message);
        return;
      default:
        this.#api.post({ kind: 'log', message: `unknown message ${JSON.stringify(message)}` });
        assertNever(message);
    }
  }

  #show(half: Half): void {
    this.#half = half;
    this.#api.setState({ half });
    this.#arrange();
  }

  /** A low panel shows one half, and which one can be chosen. */
  #arrange(): void {
    const isLow = this.#root.clientHeight < BOTH_PIXELS;
    this.#root.classList.toggle('low', isLow);
    this.#root.dataset['half'] = this.#half;
    this.#tabs.hidden = !isLow;
    this.#tabs.className = 'ds-bar tabs';
    if (!isLow) return;
    const tab = (half: Half, title: string): unknown =>
      html`<button
        class=${half === this.#half ? 'on' : ''}
        aria-pressed=${half === this.#half}
        @click=${() => this.#show(half)}
      >
        ${title}
      </button>`;
    const { count } = this.#breakpoints;
    render(
      html`<span class="seg"
        >${tab('breakpoints', count === 0 ? 'Breakpoints' : `Breakpoints ${count}`)}${tab('expressions', 'Expressions')}</span
      >`,
      this.#tabs,
    );
  }
}
