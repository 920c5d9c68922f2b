import { UserError } from '../base/user-error.ts';

/**
 * Why a tunnel does not come up, by what helps:
 *   `program`: install ssh or kubectl;   `login`: unlock a key, trust a host, log in to the cluster;
 *   `target`: another host, pod or name; `refused`: rights or the far machine's settings;
 *   `other`: read what the program said.
 */
export type TunnelFailureKind = 'program' | 'login' | 'target' | 'refused' | 'other';

export class TunnelError extends UserError {
  readonly kind: TunnelFailureKind;

  constructor(kind: TunnelFailureKind, message: string, detail: string) {
    super(`tunnel-${kind}`, message, detail);
    this.name = 'TunnelError';
    this.kind = kind;
  }
}

/** One thing that a program says in its way. `subject` is what the message is about. */
export interface FailureRule {
  readonly pattern: RegExp;
  readonly kind: TunnelFailureKind;
  readonly message: (subject: string, match: RegExpExecArray) => string;
}

/** The first rule that knows the output, else the output's last line. */
export function explain(
  program: string,
  subject: string,
  output: string,
  rules: readonly FailureRule[],
): TunnelError {
  for (const { pattern, kind, message } of rules) {
    const match = pattern.exec(output);
    if (match) return new TunnelError(kind, message(subject, match), output);
  }
  const last = output.trim().split('\n').at(-1) ?? '';
  return new TunnelError('other', `${program} ended: ${last || 'it said nothing'}.`, output);
}
