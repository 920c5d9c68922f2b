import type {
  FromTimelinePage,
  TimelineQuestion,
  TimelineQueryOf,
} from '../../src/protocol/webview-timeline.ts';
import { Newest } from '../shared/newest.ts';

/** Per method only the newest question counts; an answer that comes late is dropped. */
export class Asker {
  readonly #newest = new Newest<TimelineQuestion, unknown>();
  readonly #post: (message: FromTimelinePage) => void;

  constructor(post: (message: FromTimelinePage) => void) {
    this.#post = post;
  }

  ask<Q extends TimelineQuestion>(method: Q, query: TimelineQueryOf<Q>): void {
    const request = this.#newest.ask(method, query);
    if (request === null) return;
    // Method and query belong together in the parameters and in the message alike.
    this.#post({ kind: 'ask', request, method, query } as FromTimelinePage);
  }

  /** What was asked; undefined when a newer question was asked since. */
  find(
    request: number,
  ): { readonly method: TimelineQuestion; readonly question: unknown } | undefined {
    const asked = this.#newest.find(request);
    return asked ? { method: asked.slot, question: asked.question } : undefined;
  }

  /** Asks what failed once more. */
  again(method: TimelineQuestion, question: unknown): void {
    this.#newest.forget(method);
    // It is the question that was asked by this method.
    this.ask(method, question as never);
  }

  /** An answer came that may be wanted again, or the trace was opened anew: the same question may be asked again. */
  forget(method?: TimelineQuestion): void {
    this.#newest.forget(method);
  }
}
