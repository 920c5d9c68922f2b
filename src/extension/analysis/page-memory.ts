import type * as vscode from 'vscode';

const KEY = 'delvescope.profilePages';
/** Profiles whose view is remembered in a workspace. */
const MOST_PROFILES = 50;

/** How each profile was left: view, sample type, filter and selection, in the page's own words. */
export class PageMemory {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  recall(path: string): unknown {
    return this.#all().find(([known]) => known === path)?.[1];
  }

  /** The one that changed last comes first. */
  remember(path: string, page: unknown): void {
    const others = this.#all().filter(([known]) => known !== path);
    void this.#state.update(KEY, [[path, page], ...others].slice(0, MOST_PROFILES));
  }

  #all(): readonly (readonly [path: string, page: unknown])[] {
    return this.#state.get(KEY, []);
  }
}
