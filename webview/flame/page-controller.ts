/** The loop of the page: message or input → state → questions to ask and things to draw. */
import { render } from 'lit';
import { assertNever } from '../../src/base/assert.ts';
import type { ProfileInfo, TableSort } from '../../src/protocol/analysis.ts';
import type { FilterWord } from '../../src/protocol/profile-filter.ts';
import type { FromProfilePage, ToProfilePage } from '../../src/protocol/webview-profile.ts';
import { oncePerFrame } from '../shared/hi-dpi.ts';
import type { Theme } from '../shared/theme.ts';
import type { VscodeApi } from '../shared/vscode-api.ts';
import type { Actions } from './actions.ts';
import { answerOf, withAnswer } from './answers.ts';
import type { Answer } from './answers.ts';
import { Asker } from './asker.ts';
import { FlameView } from './flame-view.ts';
import { HoverTracker } from './hover-tracker.ts';
import {
  flameCommand,
  KEY_LIST,
  pageCommand,
  sortCommand,
  tableCommand,
  tableStep,
} from './input.ts';
import type { PageCommand } from './input.ts';
import { KeysList } from '../shared/keys-list.ts';
import * as filters from './filter-model.ts';
import * as model from './model.ts';
import type { PageState, PageView } from './model.ts';
import { frameAfter, isMove } from './navigation.ts';
import { page, rootLabel } from './page.ts';
import { selectedPath } from './path.ts';
import { hoverQuestion, wantedQuestions } from './questions.ts';
import type { Question } from './questions.ts';
import { fromSaved, recalled, toSaved } from './saved-state.ts';
import type { SavedState } from './saved-state.ts';
import { TableView } from './table-view.ts';
import { functionText } from './words.ts';

type Api = VscodeApi<ToProfilePage, FromProfilePage, SavedState>;

/** A burst of typing, resizing or scrolling asks once, this long after its last step. */
const SETTLE_MILLIS = 80;
const SCROLL_MILLIS = 16;
const SAVE_MILLIS = 200;
const DOUBLE_CLICK_MILLIS = 220;

export class PageController implements Actions {
  readonly #api: Api;
  readonly #root: HTMLElement;
  readonly #flame: FlameView;
  readonly #table: TableView;
  readonly #hover: HoverTracker;
  readonly #keys: KeysList;
  readonly #asker: Asker;
  readonly #drawSoon = oncePerFrame(() => this.#draw());
  #state: PageState;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #clickTimer: ReturnType<typeof setTimeout> | undefined;
  /** The selection goes to its line when its detail arrives. */
  #openWhenKnown: { readonly preserveFocus: boolean } | null = null;
  #focusWhenShown = true;

  constructor(api: Api, theme: Theme, body: HTMLElement) {
    this.#api = api;
    this.#asker = new Asker(api.post);
    this.#root = document.createElement('div');
    this.#root.className = 'ds';
    body.append(this.#root);
    this.#hover = new HoverTracker(
      body,
      () => ({ window: this.#flame.window, unit: model.sampleTypeOf(this.#state)?.unit ?? '' }),
      (node) => this.#asker.askOne(hoverQuestion(this.#state, node)),
    );
    this.#keys = new KeysList(body, KEY_LIST);
    this.#flame = this.#createFlame(theme);
    this.#table = this.#createTable();
    theme.onChange(() => this.#drawSoon());
    const saved = api.getState();
    this.#state = fromSaved(saved);
    if (saved) this.#flame.restoreScroll(saved.flameScroll);
    if (saved) this.#table.restoreScroll(saved.tableScroll);
  }

  start(): void {
    this.#api.onMessage((message) => this.#receive(message));
    // Not on the window: there the editor listens, and would run its own command for the same key.
    document.body.addEventListener('keydown', (event) => this.#pageKey(event));
    window.addEventListener('focus', () => {
      if (document.activeElement === document.body) this.focusContent();
    });
    window.addEventListener('error', ({ message }) => this.#api.post({ kind: 'log', message }));
    this.#draw();
    this.#api.post({ kind: 'ready' });
  }

  setView(view: PageView): void {
    this.#update(model.withView(this.#state, view));
    this.#focusWhenShown = true;
  }

  setSampleType(sampleType: number): void {
    if (sampleType === this.#state.sampleType) return;
    this.#hover.clear();
    this.#update(model.withSampleType(this.#state, sampleType));
    this.#postFigures();
  }

  turnAround(): void {
    this.#update({ ...this.#state, rootsAtTop: !this.#state.rootsAtTop });
  }

  setDraft(text: string, caret: number): void {
    this.#update(filters.withDraft(this.#state, text, caret), SETTLE_MILLIS);
  }

  closeDraft(): void {
    this.#update(filters.closeDraft(this.#state));
  }

  leaveDraft(): void {
    if (this.#state.draft.completion !== null) this.#update(filters.closeDraft(this.#state));
    else if (this.#state.draft.text === '') this.focusContent();
    else this.#update(filters.withDraft(this.#state, '', 0));
  }

  submitDraft(): void {
    this.#changeFilter(filters.submitDraft(this.#state));
  }

  moveCompletion(by: 1 | -1): void {
    this.#update(filters.moveCompletion(this.#state, by));
  }

  takeCompletion(index: number): void {
    this.#update(filters.takeCompletion(this.#state, index));
  }

  takeSuggestion(): void {
    this.#update(filters.takeSuggestion(this.#state));
  }

  editTerm(word: FilterWord): void {
    this.#changeFilter(filters.editTerm(this.#state, word));
    document.querySelector<HTMLInputElement>('#filter')?.focus();
  }

  removeTerm(word: FilterWord): void {
    this.#changeFilter(filters.withoutTerm(this.#state, word));
  }

  clearFilter(): void {
    this.#changeFilter(filters.withFilter(this.#state, []));
  }

  toggleNormalized(): void {
    this.#update(model.withNormalized(this.#state));
  }

  setSearch(search: string): void {
    this.#update(model.withSearch(this.#state, search), SETTLE_MILLIS);
  }

  leaveSearch(): void {
    if (this.#state.search === '') this.focusContent();
    else this.setSearch('');
  }

  /** In the table all rows are hits. */
  stepHit(step: 1 | -1): void {
    if (this.#state.view === 'flame') this.#update(model.stepHit(this.#state, step));
    else this.#moveToRow(model.tableRowAfter(this.#state, step));
  }

  focusContent(): void {
    if (this.#state.view === 'flame') this.#flame.focus();
    else this.#table.focus();
  }

  setSort(sort: TableSort): void {
    this.#update(model.withSort(this.#state, sort));
    this.#table.list.scrollTop = 0;
  }

  selectNode(node: number): void {
    this.#update(model.revealNode(this.#state, node));
  }

  selectFunction(functionId: number): void {
    this.#update(model.selectFunction(this.#state, functionId));
  }

  zoomTo(node: number): void {
    clearTimeout(this.#clickTimer);
    this.#update(model.zoomTo(this.#state, node));
  }

  open(file: string, line: number): void {
    this.#api.post({ kind: 'open', file, line, preserveFocus: true });
  }

  exportProfile(): void {
    const { sampleType, filter, detail } = this.#state;
    const functionName = detail?.name ?? '';
    this.#api.post({ kind: 'export', sampleType, filter, functionName });
  }

  retry(): void {
    this.#asker.forget();
    this.#api.post({ kind: 'retry' });
  }

  showKeys(): void {
    this.#keys.show();
  }

  #createFlame(theme: Theme): FlameView {
    return new FlameView(theme, {
      onViewport: (width, rows) => {
        const fitted = model.fitFlame(this.#state, width, rows);
        this.#update(fitted, this.#state.widthPixels === 0 ? 0 : SETTLE_MILLIS);
      },
      onClick: (frame, event) => this.#clickFrame(frame, event),
      onDoubleClick: (frame) => this.zoomTo(this.#nodeOf(frame)),
      onKey: (event) => this.#flameKey(event),
      onHover: (frame, x, y) => this.#hover.move(frame, x, y),
      onScroll: () => this.#saveSoon(),
    });
  }

  #createTable(): TableView {
    return new TableView({
      onWindow: ({ start, count }) => {
        if (count === 0) return;
        this.#update({ ...this.#state, tableStart: start, tableCount: count }, SCROLL_MILLIS);
      },
      onRow: (row, event) => {
        this.#moveToRow(row);
        if (!event.altKey && !event.ctrlKey && event.detail < 2) this.#goToLine(true);
      },
      onOpenRow: () => this.#goToLine(false),
      onSort: (sort) => this.setSort(sort),
      onKey: (event) => this.#tableKey(event),
      onScroll: () => this.#saveSoon(),
    });
  }

  #receive(message: ToProfilePage): void {
    switch (message.kind) {
      case 'loading':
      case 'error':
        this.#update({ ...this.#state, phase: message });
        break;
      case 'profile':
        this.#asker.forget();
        this.#recall(message.remembered, message.info);
        this.#update(model.withProfile(this.#state, message.info));
        this.#postFigures();
        break;
      case 'answer':
        this.#answered(message);
        break;
      case 'failed':
        this.#failed(message.request, message.message);
        break;
      case 'reveal':
        this.setSampleType(message.sampleType);
        if (message.filter.length !== this.#state.filter.length) {
          this.#changeFilter(filters.withFilter(this.#state, message.filter));
        }
        this.#update(model.revealNode({ ...this.#state, view: 'flame' }, message.node));
        this.#focusWhenShown = true;
        break;
      default:
        assertNever(message);
    }
  }

  /** A page that has no state of its own takes what another one of the same profile had. */
  #recall(remembered: unknown, info: ProfileInfo): void {
    const saved = this.#state.profile === '' ? recalled(remembered, info) : null;
    if (saved === null) return;
    this.#state = { ...fromSaved(saved), widthPixels: this.#state.widthPixels };
    this.#flame.restoreScroll(saved.flameScroll);
    this.#table.restoreScroll(saved.tableScroll);
  }

  #answered(message: ToProfilePage & { kind: 'answer' }): void {
    const question = this.#asker.find(message.request);
    if (question === null) return;
    const answer = answerOf(message);
    if (question.slot === 'hover') {
      this.#hoverAnswered(question, answer);
      return;
    }
    this.#changeFilter(withAnswer(this.#state, answer, question));
    if (question.slot === 'table') this.#followTableRow();
    if (question.slot === 'detail') this.#openDetail();
  }

  #hoverAnswered(question: Question, answer: Answer): void {
    if (answer.method !== 'delvescope/functionDetail' || question.method !== answer.method) return;
    const { target } = question.query;
    if ('node' in target) this.#hover.answered(target.node, answer.result);
  }

  #failed(request: number, message: string): void {
    const slot = this.#asker.find(request)?.slot;
    if (slot === undefined || slot === 'hover' || slot === 'locate') return;
    this.#update(model.withFailure(this.#state, message, slot === 'flame'));
  }

  #update(next: PageState, askAfter = 0): void {
    if (next === this.#state) return;
    this.#state = next;
    this.#drawSoon();
    this.#saveSoon();
    this.#asker.ask(() => wantedQuestions(this.#state), askAfter);
  }

  /** Lines of source follow the filter. */
  #changeFilter(next: PageState): void {
    const changed = next.filter !== this.#state.filter;
    if (changed) this.#hover.clear();
    this.#update(next);
    if (changed) this.#postFigures();
  }

  #postFigures(): void {
    const { sampleType, filter } = this.#state;
    this.#api.post({ kind: 'figures', sampleType, filter });
  }

  /** I and O: a term of the selected function. */
  #filterSelected(word: FilterWord): void {
    const { detail, selection } = this.#state;
    if (detail === null || selection?.function !== detail.function) return;
    this.#changeFilter(filters.withTerm(this.#state, filters.functionTerm(word, detail.name)));
  }

  /** Where the selected function spends its time, when the caller of the selected frame is on the stack. */
  #breakAtSelected(): void {
    const { detail, selection } = this.#state;
    if (detail === null || detail.file === '' || selection?.function !== detail.function) return;
    const { window: frames, index } = this.#flame;
    const steps = frames === null ? [] : selectedPath(frames, index, selection.node);
    const above = selection.node === null ? undefined : steps.at(-2);
    const caller = above === undefined || above.node === 0 ? '' : above.name;
    const line = detail.hottestLine > 0 ? detail.hottestLine : detail.line;
    this.#api.post({ kind: 'breakpoint', file: detail.file, line, caller });
  }

  #draw(): void {
    const state = this.#state;
    const type = model.sampleTypeOf(state);
    this.#flame.update(state.flame, {
      selectedNode: state.selection?.node ?? null,
      rootsAtTop: state.rootsAtTop,
      rootLabel: type ? rootLabel(model.outcomeOf(state)?.left ?? type.total, type) : 'all',
      unit: type?.unit ?? '',
    });
    render(page(state, { flame: this.#flame, table: this.#table }, this), this.#root);
    if (state.view === 'table') this.#drawTable();
    if (state.revealing !== null && this.#flame.reveal(state.revealing)) {
      this.#state = { ...this.#state, revealing: null };
    }
    if (this.#focusWhenShown && state.phase.kind === 'ready') {
      this.#focusWhenShown = false;
      // A page that opens beside the editor must not take the editor's focus.
      if (document.hasFocus()) this.focusContent();
    }
  }

  #drawTable(): void {
    const state = this.#state;
    this.#table.update(state.table, {
      sort: state.sort,
      descending: state.descending,
      selected: state.selection?.function ?? null,
      unit: model.sampleTypeOf(state)?.unit ?? '',
      palette: this.#flame.palette,
      beforeFactor: model.infoOf(state)?.comparison ? model.beforeFactor(state) : null,
    });
  }

  #nodeOf(frame: number): number {
    return this.#flame.window?.node[frame] ?? 0;
  }

  /** Goes to the line once it is clear that no second click follows: opening a file may move the frames. */
  #clickFrame(frame: number, event: MouseEvent): void {
    clearTimeout(this.#clickTimer);
    this.selectNode(this.#nodeOf(frame));
    if (event.altKey || event.ctrlKey || event.detail > 1) return;
    this.#clickTimer = setTimeout(() => this.#goToLine(true), DOUBLE_CLICK_MILLIS);
  }

  /** Opens the selected function's line now, or as soon as it is known. */
  #goToLine(preserveFocus: boolean): void {
    if (this.#state.selection === null || this.#state.selection.node === 0) return;
    this.#openWhenKnown = { preserveFocus };
    this.#openDetail();
  }

  #openDetail(): void {
    const { detail, selection } = this.#state;
    const wanted = this.#openWhenKnown;
    if (wanted === null || detail === null || selection?.function !== detail.function) return;
    this.#openWhenKnown = null;
    if (detail.file === '') return;
    const line = detail.hottestLine > 0 ? detail.hottestLine : detail.line;
    this.#api.post({ kind: 'open', file: detail.file, line, ...wanted });
  }

  #flameKey(event: KeyboardEvent): void {
    const command = flameCommand(event, this.#state.rootsAtTop);
    const { window: frames, index } = this.#flame;
    if (command === null || frames === null) return;
    handled(event);
    const selected = index.ofNode.get(this.#state.selection?.node ?? -1);
    const from = selected ?? index.ofNode.get(this.#state.zoom) ?? 0;
    if (isMove(command)) {
      // Without a selection the first key selects the root of the view.
      const to = selected === undefined ? from : frameAfter(command, frames, index, from);
      if (to >= 0) this.selectNode(this.#nodeOf(to));
    } else if (command === 'zoom-in') this.zoomTo(this.#nodeOf(from));
    else if (command === 'zoom-out') this.#update(model.zoomOut(this.#state));
    else this.#goToLine(true);
  }

  #tableKey(event: KeyboardEvent): void {
    const sort = sortCommand(event);
    const command = tableCommand(event);
    if (sort !== null) this.setSort(sort);
    else if (command === 'open') this.#goToLine(false);
    else if (command === 'go-to-line') this.#goToLine(true);
    else if (command === null) return;
    else {
      const step = tableStep(command, this.#table.list.pageRows);
      this.#moveToRow(model.tableRowAfter(this.#state, step));
    }
    handled(event);
  }

  #moveToRow(row: number): void {
    this.#update({ ...this.#state, tableRow: row });
    this.#table.list.reveal(row);
    this.#followTableRow();
  }

  /** The row that keys led to becomes the selection as soon as its window is here. */
  #followTableRow(): void {
    this.#update(model.selectRow(this.#state));
  }

  #pageKey(event: KeyboardEvent): void {
    const command = pageCommand(event);
    if (command === null) return;
    if (event.target instanceof HTMLInputElement && !works(command, event)) return;
    if (command === 'copy' && !this.#copy()) return;
    handled(event);
    this.#pageCommand(command);
  }

  #pageCommand(command: PageCommand): void {
    const commands: Readonly<Record<PageCommand, () => void>> = {
      'switch-view': () => this.setView(this.#state.view === 'flame' ? 'table' : 'flame'),
      search: () => document.querySelector<HTMLInputElement>('#find')?.select(),
      'next-hit': () => this.stepHit(1),
      'previous-hit': () => this.stepHit(-1),
      keys: () => this.showKeys(),
      copy: () => undefined,
      filter: () => document.querySelector<HTMLInputElement>('#filter')?.focus(),
      ignore: () => this.#filterSelected('ignore'),
      'focus-on': () => this.#filterSelected('focus'),
      hide: () => this.#filterSelected('hide'),
      break: () => this.#breakAtSelected(),
      'turn-around': () => this.turnAround(),
    };
    commands[command]();
  }

  /** The selected function as text; what is marked with the pointer goes first. */
  #copy(): boolean {
    const { detail, sampleType } = this.#state;
    const type = model.sampleTypeOf(this.#state);
    if (detail === null || type === null) return false;
    if (document.getSelection()?.isCollapsed === false) return false;
    this.#api.post({ kind: 'copy', text: functionText(detail, type, sampleType) });
    return true;
  }

  #saveSoon(): void {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => {
      if (this.#state.profile === '') return;
      const { scrollTop } = this.#flame;
      const saved = toSaved(this.#state, scrollTop, this.#table.scrollTop);
      this.#api.setState(saved);
      this.#api.post({ kind: 'remember', state: saved });
    }, SAVE_MILLIS);
  }
}

/** The key is used up, for the page and for the editor around it. */
function handled(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** In a text field only keys that type nothing are commands. */
function works(command: PageCommand, { key }: KeyboardEvent): boolean {
  return (command === 'search' && key !== '/') || command === 'keys';
}
