/**
 * An error that someone can act on. The message says what was tried and what to do; `code` picks the
 * button at the edge; `detail` is for the log. Everything else that is thrown counts as a bug.
 */
export class UserError extends Error {
  readonly code: string;
  readonly detail: string;

  constructor(code: string, message: string, detail = '') {
    super(message);
    this.name = 'UserError';
    this.code = code;
    this.detail = detail;
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
