import type { Worker } from 'node:worker_threads';
import type { CancellationToken } from '../base/cancellation.ts';
import { CancelledError } from '../base/cancellation.ts';
import { messageOf, UserError } from '../base/user-error.ts';

/** What a thread says while it reads: how far it is, what can be looked at already, and at the end its result. */
export type ReadingMessage<T> =
  | { readonly share: number }
  | { readonly early: T }
  | { readonly result: T }
  | { readonly failure: ThreadFailure };

/** An error that crosses threads. */
export interface ThreadFailure {
  /** Of a `UserError`; null for a bug. */
  readonly code: string | null;
  readonly message: string;
  readonly stack: string;
}

const CANCEL_MILLIS = 50;

/** The result of a thread that reads. Cancelling ends the thread: what it does takes no questions meanwhile. */
export async function resultOf<T>(
  thread: Worker,
  token: CancellationToken,
  onProgress: (share: number) => void,
  onEarly?: (early: T) => void,
): Promise<T> {
  const watch = setInterval(() => {
    if (token.isCancellationRequested) void thread.terminate();
  }, CANCEL_MILLIS);
  const listeners = new AbortController();
  try {
    return await new Promise((resolve, reject) => {
      const ended = (): void =>
        reject(token.isCancellationRequested ? new CancelledError() : new Error('a thread ended'));
      const heard = (message: ReadingMessage<T>): void => {
        if ('share' in message) onProgress(message.share);
        else if ('early' in message) onEarly?.(message.early);
        else if ('result' in message) resolve(message.result);
        else reject(errorOf(message.failure));
      };
      thread.on('message', heard).on('error', reject).on('exit', ended);
      listeners.signal.addEventListener('abort', () => {
        thread.off('message', heard).off('error', reject).off('exit', ended);
      });
    });
  } finally {
    clearInterval(watch);
    listeners.abort();
  }
}

export function failureOf(error: unknown): ThreadFailure {
  return {
    code: error instanceof UserError ? error.code : null,
    message: messageOf(error),
    stack: error instanceof Error ? (error.stack ?? '') : '',
  };
}

export function errorOf({ code, message, stack }: ThreadFailure): Error {
  if (code !== null) return new UserError(code, message);
  const error = new Error(message);
  error.stack = stack;
  return error;
}
