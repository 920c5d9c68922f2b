import type { FromProfilePage } from '../../src/protocol/webview-profile.ts';
import { Newest } from '../shared/newest.ts';
import type { Question, Slot } from './questions.ts';

/** Their answers are dropped with the wish, so the same wish later is a new question. */
const PASSING_SLOTS: readonly Slot[] = ['detail', 'locate', 'outcome', 'changes', 'draft'];

/** Posts what is wanted and not yet asked; tells which question an answer belongs to. */
export class Asker {
  readonly #newest = new Newest<Slot, Question>();
  readonly #post: (message: FromProfilePage) => void;
  /** Questions without an answer yet. */
  readonly #open = new Map<number, Question>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(post: (message: FromProfilePage) => void) {
    this.#post = post;
  }

  /** Asks now, or once after a burst of changes when `afterMillis` is above 0. */
  ask(wanted: () => readonly Question[], afterMillis: number): void {
    clearTimeout(this.#timer);
    if (afterMillis > 0) this.#timer = setTimeout(() => this.#askAll(wanted()), afterMillis);
    else this.#askAll(wanted());
  }

  askOne(question: Question): void {
    const request = this.#newest.ask(question.slot, question);
    if (request === null) return;
    this.#dropOthers(question);
    this.#open.set(request, question);
    // Method and query belong together in `Question` and in the message alike.
    const { method, query } = question;
    this.#post({ kind: 'ask', request, method, query } as FromProfilePage);
  }

  /** The question of an answer; null when a newer one was asked since. */
  find(request: number): Question | null {
    this.#open.delete(request);
    return this.#newest.find(request)?.question ?? null;
  }

  /** The data behind all answers changed, or a slot's answer failed. */
  forget(slot?: Slot): void {
    this.#newest.forget(slot);
  }

  #askAll(wanted: readonly Question[]): void {
    for (const question of wanted) this.askOne(question);
    for (const slot of PASSING_SLOTS) {
      if (!wanted.some((question) => question.slot === slot)) this.#newest.forget(slot);
    }
  }

  /**
   * Gives up what is asked about something else than is wanted now. Where only another part of the same picture is
   * wanted, what the server is making will be of use.
   */
  #dropOthers(question: Question): void {
    const subject = subjectOf(question);
    for (const [request, open] of this.#open) {
      if (open.slot !== question.slot || subjectOf(open) === subject) continue;
      this.#open.delete(request);
      this.#post({ kind: 'drop', request });
    }
  }
}

/** What an answer is made of. */
function subjectOf({ query }: Question): string {
  const subject: Record<string, unknown> = { ...query };
  const { sampleType, filter, pair, shape, search, text } = subject;
  return JSON.stringify([sampleType, filter, pair, shape, search, text]);
}
