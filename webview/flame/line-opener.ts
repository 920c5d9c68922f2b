import type { PageStore } from './store.ts';

/** Opens the selected function's line, now or as soon as it is known. */
export class LineOpener {
  readonly #store: PageStore;
  #wanted: { readonly preserveFocus: boolean } | null = null;

  constructor(store: PageStore) {
    this.#store = store;
  }

  open(preserveFocus: boolean): void {
    const { selection } = this.#store.state;
    if (selection === null || (selection.node === 0 && selection.function === null)) return;
    this.#wanted = { preserveFocus };
    this.detailArrived();
  }

  detailArrived(): void {
    const { detail, selection } = this.#store.state;
    const wanted = this.#wanted;
    if (wanted === null || detail === null || selection?.function !== detail.function) return;
    this.#wanted = null;
    if (detail.file === '') return;
    const line = detail.hottestLine > 0 ? detail.hottestLine : detail.line;
    this.#store.post({ kind: 'open', file: detail.file, line, ...wanted });
  }
}
