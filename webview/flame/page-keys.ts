/** Keys that work on the whole page. */
import type { FilterWord } from '../../src/protocol/profile-filter.ts';
import type { Actions } from './actions.ts';
import { functionTerm, withTerm } from './filter-model.ts';
import { pageCommand } from './input.ts';
import type { PageCommand } from './input.ts';
import { handled } from './key-event.ts';
import * as model from './model.ts';
import { sideBeside } from './sides-model.ts';
import type { Stages } from './stages.ts';
import type { PageStore } from './store.ts';
import { functionText } from './words.ts';

export class PageKeys {
  readonly #store: PageStore;
  readonly #stages: Stages;
  readonly #commands: Readonly<Record<PageCommand, () => void>>;

  constructor(store: PageStore, stages: Stages, actions: Actions) {
    this.#store = store;
    this.#stages = stages;
    this.#commands = {
      'switch-view': () => actions.setView(store.state.view === 'flame' ? 'table' : 'flame'),
      graph: () => actions.setView('graph'),
      source: () => actions.setView('source'),
      tags: () => actions.setView('tags'),
      sides: () => {
        const info = model.infoOf(store.state);
        if (info && model.hasManySides(info)) actions.setView('sides');
      },
      'next-profile': () => this.#showBeside(1),
      'previous-profile': () => this.#showBeside(-1),
      search: () => document.querySelector<HTMLInputElement>('#find')?.select(),
      'next-hit': () => actions.stepHit(1),
      'previous-hit': () => actions.stepHit(-1),
      keys: () => actions.showKeys(),
      copy: () => undefined,
      filter: () => document.querySelector<HTMLInputElement>('#filter')?.focus(),
      ignore: () => this.#filterSelected('ignore'),
      'focus-on': () => this.#filterSelected('focus'),
      hide: () => this.#filterSelected('hide'),
      break: () => this.#breakAtSelected(),
      'turn-around': () => actions.turnAround(),
    };
  }

  press(event: KeyboardEvent): void {
    const command = pageCommand(event);
    if (command === null) return;
    if (event.target instanceof HTMLInputElement && !works(command, event)) return;
    if (command === 'copy' && !this.#copy()) return;
    handled(event);
    this.#commands[command]();
  }

  /** The profile taken after or before the one that is compared with the base. */
  #showBeside(step: 1 | -1): void {
    const { state } = this.#store;
    const info = model.infoOf(state);
    const side = info && sideBeside(info, step);
    if (info?.comparison && side !== null) {
      this.#store.update(model.withPair(state, { ...info.comparison.pair, after: side }));
    }
  }

  /** I, O and H: a term of the selected function. */
  #filterSelected(word: FilterWord): void {
    const { state } = this.#store;
    const { detail, selection } = state;
    if (detail === null || selection?.function !== detail.function) return;
    this.#store.update(withTerm(state, functionTerm(word, detail.name)));
  }

  /** Where the selected function spends its time, when the caller of the selected frame is on the stack. */
  #breakAtSelected(): void {
    const { state } = this.#store;
    const { detail, selection } = state;
    if (detail === null || detail.file === '' || selection?.function !== detail.function) return;
    // Only from the roots down the step before is the caller.
    const hasCaller = selection.node !== null && state.shape === 'callees';
    const above = hasCaller ? this.#stages.flame.pathOfSelection(state).at(-2) : undefined;
    const caller = above === undefined || above.node === 0 ? '' : above.name;
    const line = detail.hottestLine > 0 ? detail.hottestLine : detail.line;
    this.#store.post({ kind: 'breakpoint', file: detail.file, line, caller });
  }

  /** The selected function as text; what is marked with the pointer goes first. */
  #copy(): boolean {
    const { detail, sampleType } = this.#store.state;
    const type = model.sampleTypeOf(this.#store.state);
    if (detail === null || type === null) return false;
    if (document.getSelection()?.isCollapsed === false) return false;
    this.#store.post({ kind: 'copy', text: functionText(detail, type, sampleType) });
    return true;
  }
}

/** In a text field only keys that type nothing are commands. */
function works(command: PageCommand, { key }: KeyboardEvent): boolean {
  return (command === 'search' && key !== '/') || command === 'keys';
}
