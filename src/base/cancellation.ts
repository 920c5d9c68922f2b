/** Asked by long loops once per batch. `vscode.CancellationToken` and LSP tokens have this shape too. */
export interface CancellationToken {
  readonly isCancellationRequested: boolean;
}

/** For callers that cannot cancel. */
export const neverCancelled: CancellationToken = { isCancellationRequested: false };

export class CancellationSource {
  readonly token: { isCancellationRequested: boolean } = { isCancellationRequested: false };

  cancel(): void {
    this.token.isCancellationRequested = true;
  }
}

/** Thrown by an operation that found its token cancelled; callers treat it as silence, not as an error. */
export class CancelledError extends Error {
  constructor() {
    super('cancelled');
    this.name = 'CancelledError';
  }
}

/** Asked once per block of what is counted in millions: a few milliseconds of work. */
const BLOCK = 2 ** 13;

/** For loops over stacks and samples: `at` goes up by one. */
export function throwIfCancelledAt(at: number, token: CancellationToken): void {
  if (at % BLOCK === 0 && token.isCancellationRequested) throw new CancelledError();
}

export function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new CancelledError();
}
