import type {
  FromExpressionsPage,
  ToExpressionsPage,
} from '../../src/protocol/webview-expressions.ts';

type Asking = Extract<FromExpressionsPage, { readonly request: number }>;
type Answering = Extract<ToExpressionsPage, { readonly request: number }>;
/** A question without its number, kind by kind. */
type Question<Message = Asking> = Message extends Asking ? Omit<Message, 'request'> : never;
type Answer = Exclude<Answering, { readonly kind: 'failed' }>;

/** Numbers questions and hands each its answer. */
export class Asker {
  readonly #post: (message: FromExpressionsPage) => void;
  readonly #waiting = new Map<
    number,
    { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void }
  >();
  #last = 0;

  constructor(post: (message: FromExpressionsPage) => void) {
    this.#post = post;
  }

  /** Rejects with the extension's words. */
  ask(question: Question): Promise<Answer> {
    const request = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(request, { resolve, reject });
      this.#post({ ...question, request });
    });
  }

  receive(message: Answering): void {
    const waiting = this.#waiting.get(message.request);
    this.#waiting.delete(message.request);
    if (message.kind === 'failed') waiting?.reject(new Error(message.message));
    else waiting?.resolve(message);
  }
}
