/**
 * Numbers questions and tells which answers still count: per slot only the newest question does.
 * Asking the same thing again is no new question.
 */
export class Newest<Slot extends string, Question> {
  #lastRequest = 0;
  readonly #asked = new Map<Slot, { request: number; key: string; question: Question }>();

  /** A request number when the question differs from the last one of its slot, else null. */
  ask(slot: Slot, question: Question): number | null {
    const key = JSON.stringify(question);
    if (this.#asked.get(slot)?.key === key) return null;
    const request = ++this.#lastRequest;
    this.#asked.set(slot, { request, key, question });
    return request;
  }

  /** The slot and question an answer belongs to; null when a newer question was asked since. */
  find(request: number): { readonly slot: Slot; readonly question: Question } | null {
    for (const [slot, { request: newest, question }] of this.#asked) {
      if (newest === request) return { slot, question };
    }
    return null;
  }

  /** Lets the same question be asked again: after a failure, or when the data changed. */
  forget(slot?: Slot): void {
    if (slot === undefined) this.#asked.clear();
    else this.#asked.delete(slot);
  }
}
