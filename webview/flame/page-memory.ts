import type { ProfileInfo } from '../../src/protocol/analysis.ts';
import type { FromProfilePage, ToProfilePage } from '../../src/protocol/webview-profile.ts';
import type { VscodeApi } from '../shared/vscode-api.ts';
import { fromSaved, recalled, toSaved } from './saved-state.ts';
import type { SavedState } from './saved-state.ts';
import type { Stages } from './stages.ts';
import type { PageStore } from './store.ts';

/** A drag changes the state with every frame; whoever closes the tab right after a click finds the click again. */
const SAVE_MILLIS = 50;

/** What the page is when it comes back: kept by the editor while the tab lives, by the extension beyond that. */
export class PageMemory {
  readonly #api: VscodeApi<ToProfilePage, FromProfilePage, SavedState>;
  readonly #store: PageStore;
  readonly #stages: Stages;
  #isSaving = false;

  constructor(
    api: VscodeApi<ToProfilePage, FromProfilePage, SavedState>,
    store: PageStore,
    stages: Stages,
  ) {
    this.#api = api;
    this.#store = store;
    this.#stages = stages;
    const saved = api.getState();
    if (saved?.version === 2) stages.restore(saved.stages);
  }

  /** A page that has no state of its own takes what another one of the same profile had. */
  recall(remembered: unknown, info: ProfileInfo): void {
    const { profile, widthPixels } = this.#store.state;
    const saved = profile === '' ? recalled(remembered, info) : null;
    if (saved === null) return;
    this.#store.replace({ ...fromSaved(saved), widthPixels });
    this.#stages.restore(saved.stages);
  }

  saveSoon(): void {
    if (this.#isSaving) return;
    this.#isSaving = true;
    setTimeout(() => this.#save(), SAVE_MILLIS);
  }

  #save(): void {
    this.#isSaving = false;
    const { state } = this.#store;
    if (state.profile === '') return;
    const saved = toSaved(state, this.#stages.saved());
    this.#api.setState(saved);
    this.#api.post({ kind: 'remember', state: saved });
  }
}
