export interface Disposable {
  dispose(): unknown;
}

/** A stack of things to end: last in, first out. What is added after the end is ended at once. */
export class Disposables implements Disposable {
  #items: Disposable[] | undefined = [];

  add<T extends Disposable>(item: T): T {
    if (this.#items) this.#items.push(item);
    else item.dispose();
    return item;
  }

  addAll(...items: readonly Disposable[]): void {
    for (const item of items) this.add(item);
  }

  defer(end: () => unknown): void {
    this.add({ dispose: end });
  }

  get isDisposed(): boolean {
    return this.#items === undefined;
  }

  dispose(): void {
    const items = this.#items;
    this.#items = undefined;
    for (const item of items?.toReversed() ?? []) item.dispose();
  }
}
