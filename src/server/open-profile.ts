import { Worker } from 'node:worker_threads';
import type { CancellationToken } from '../base/cancellation.ts';
import { CancelledError } from '../base/cancellation.ts';
import { UserError } from '../base/user-error.ts';
import { openSession, type ProfileSource } from './open-session.ts';
import {
  type DeskTools,
  ProfileDesk,
  type ProfileQuestion,
  type ProfileQuestions,
} from './profile-desk.ts';
import type {
  FromProfileThread,
  ProfileTask,
  ThreadQuestion,
  ToProfileThread,
} from './profile-thread.ts';
import { SharedFlag } from './shared-flag.ts';
import { errorOf, resultOf } from './thread-host.ts';

/** An open profile, in whichever thread it is. */
export interface OpenProfile {
  ask<Q extends ProfileQuestion>(
    question: Q,
    query: ProfileQuestions[Q]['params'],
    token: CancellationToken,
  ): Promise<ProfileQuestions[Q]['result']>;
  /** Gives its memory back, as soon as what was asked is answered. */
  close(): void;
}

interface OpenOptions {
  readonly token: CancellationToken;
  readonly onProgress: (share: number) => void;
  readonly tools: DeskTools;
}

/** A small profile, in the server's own thread: it is there before a thread would have started. */
export async function openHere(
  source: ProfileSource,
  { tools, ...options }: OpenOptions,
): Promise<OpenProfile> {
  const desk = new ProfileDesk(await openSession(source, tools.finder.ownModules, options), tools);
  return { ask: (question, query) => desk.answer(question, query), close: () => undefined };
}

/** A profile in a thread of its own, a module of `profile-thread.ts`. */
export async function openInThread(
  source: ProfileSource,
  threadFile: string,
  { token, onProgress, tools }: OpenOptions,
): Promise<OpenProfile> {
  const { finder, goPath } = tools;
  const cancelled = new SharedFlag();
  const workerData: ProfileTask = {
    source,
    roots: finder.roots,
    goPath,
    cancelled: cancelled.buffer,
  };
  const thread = new Worker(threadFile, { workerData });
  try {
    await resultOf<null>(thread, token, onProgress);
  } catch (error) {
    await thread.terminate();
    throw error;
  }
  return new ThreadedProfile(thread, tools, cancelled);
}

interface Question {
  readonly message: ThreadQuestion;
  readonly token: CancellationToken;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

/** Lenses and hovers are waited for while someone types: they go before the questions of a page. */
const URGENT: ReadonlySet<ProfileQuestion> = new Set(['lenses', 'hover', 'delvescope/lineFigures']);

/** How often is looked whether the question that is being answered is still wanted. */
const LOOK_MILLIS = 10;

/**
 * Asks one question at a time: those that were cancelled meanwhile are never asked, and the one that is being answered
 * is given up.
 */
class ThreadedProfile implements OpenProfile {
  readonly #thread: Worker;
  readonly #tools: DeskTools;
  readonly #cancelled: SharedFlag;
  #watch: ReturnType<typeof setInterval> | undefined;
  #waiting: Question[] = [];
  #asked: Question | null = null;
  #count = 0;
  #isClosing = false;
  #ended: Error | null = null;

  constructor(thread: Worker, tools: DeskTools, cancelled: SharedFlag) {
    this.#thread = thread;
    this.#tools = tools;
    this.#cancelled = cancelled;
    thread.on('message', (message: FromProfileThread) => this.#hear(message));
    thread.on('error', (error) => this.#end(error));
    thread.on('exit', () => this.#end(new UserError('profile-closed', 'The profile was closed.')));
  }

  ask<Q extends ProfileQuestion>(
    question: Q,
    query: ProfileQuestions[Q]['params'],
    token: CancellationToken,
  ): Promise<ProfileQuestions[Q]['result']> {
    return new Promise((resolve, reject) => {
      const message = { ask: ++this.#count, question, query };
      const asked: Question = { message, token, resolve, reject };
      if (URGENT.has(question)) this.#waiting.unshift(asked);
      else this.#waiting.push(asked);
      this.#next();
    });
  }

  close(): void {
    this.#isClosing = true;
    this.#next();
  }

  #next(): void {
    if (this.#ended) {
      for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
    }
    while (!this.#asked) {
      const question = this.#waiting.shift();
      if (!question) {
        if (this.#isClosing) void this.#thread.terminate();
        return;
      }
      if (question.token.isCancellationRequested) {
        question.reject(new CancelledError());
        continue;
      }
      this.#asked = question;
      this.#cancelled.set(false);
      this.#watch = setInterval(() => {
        if (question.token.isCancellationRequested) this.#cancelled.set(true);
      }, LOOK_MILLIS);
      this.#thread.postMessage(question.message);
    }
  }

  #hear(message: FromProfileThread): void {
    if ('path' in message) {
      void this.#sendLines(message.wanted, message.path);
      return;
    }
    const asked = this.#asked;
    this.#asked = null;
    clearInterval(this.#watch);
    if (asked?.token.isCancellationRequested === true) asked.reject(new CancelledError());
    else if ('failure' in message) asked?.reject(errorOf(message.failure));
    // The thread answers with what the question asks for.
    else asked?.resolve(message.answer as never);
    this.#next();
  }

  async #sendLines(wanted: number, path: string): Promise<void> {
    const lines = await this.#tools.lines(path);
    this.#thread.postMessage({ wanted, lines } satisfies ToProfileThread);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    clearInterval(this.#watch);
    this.#asked?.reject(this.#ended);
    this.#asked = null;
    this.#next();
  }
}
