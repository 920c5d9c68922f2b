/** The one place where the page's state changes: every change is drawn, asked about, saved and told to the source. */
import type { FromProfilePage, ToProfilePage } from '../../src/protocol/webview-profile.ts';
import { Asker } from './asker.ts';
import { scopeOf } from './model.ts';
import type { PageState } from './model.ts';
import type { Question, Slot } from './questions.ts';

export type PostMessage = (message: FromProfilePage) => void;

/** A burst of typing or resizing asks once, this long after its last step. */
export const SETTLE_MILLIS = 80;

export interface StoreEvents {
  readonly onChange: () => void;
  readonly questions: (state: PageState) => readonly Question[];
}

export class PageStore {
  readonly post: PostMessage;
  readonly #asker: Asker;
  readonly #events: StoreEvents;
  #state: PageState;

  constructor(state: PageState, post: PostMessage, events: StoreEvents) {
    this.post = post;
    this.#state = state;
    this.#asker = new Asker(post);
    this.#events = events;
  }

  get state(): PageState {
    return this.#state;
  }

  /** Takes the next state; what it wants to know is asked now, or once after a burst of changes. */
  update(next: PageState, askAfterMillis = 0): void {
    const before = this.#state;
    if (next === before) return;
    this.#state = next;
    this.#events.onChange();
    const isSame =
      next.filter === before.filter &&
      next.sampleType === before.sampleType &&
      next.pair === before.pair;
    if (before.phase.kind === 'ready' && !isSame) this.postFigures();
    this.ask(askAfterMillis);
  }

  /** Asks what the state wants to know and was not asked yet. */
  ask(afterMillis = 0): void {
    this.#asker.ask(() => this.#events.questions(this.#state), afterMillis);
  }

  /** What a stage keeps for itself changed: it is drawn, asked about and saved like the state. */
  touch(): void {
    this.#events.onChange();
    this.ask();
  }

  /** Something remembered takes the place of a state that nothing was asked for. */
  replace(state: PageState): void {
    this.#state = state;
  }

  askOne(question: Question): void {
    this.#asker.askOne(question);
  }

  /** The question an answer belongs to; null when a newer one was asked since. */
  questionOf(message: ToProfilePage & { kind: 'answer' | 'failed' }): Question | null {
    return this.#asker.find(message.request);
  }

  /** The data behind all answers changed, or a slot's answer failed. */
  forget(slot?: Slot): void {
    this.#asker.forget(slot);
  }

  /** Lines of source show what the page shows. */
  postFigures(): void {
    this.post({ kind: 'figures', ...scopeOf(this.#state) });
  }
}
