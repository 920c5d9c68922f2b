import type { RpcClient } from '../../delve/rpc-client.ts';
import { messageOf } from '../../base/user-error.ts';

/** Errors of Go's parser begin with the place. */
const SYNTAX = /^\d+:\d+: /;
const CALL = /function calls? not allowed/;
/** Kinds of reflect. */
const BOOL = 1;
/** Go's and dlv's own. */
const KNOWN = new Set(
  (
    'true false nil len cap complex real imag min max iota map chan struct interface func runtime delve bool string ' +
    'error any byte rune int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr float32 float64 ' +
    'complex64 complex128'
  ).split(' '),
);

/**
 * What can be known of a Go condition before its first hit. dlv checks none of it when a breakpoint is made, and can
 * evaluate only where a goroutine stands, which is somewhere else; from there it still tells
 *   1. what is no Go expression, and what calls a function;
 *   2. the type of an expression that names nothing.
 * A name that no source file of the breakpoint's package contains cannot be in scope. The rest shows at the first hit.
 */
export async function checkGoCondition(
  condition: string,
  rpc: RpcClient,
  isInSources: (name: string) => Promise<boolean>,
): Promise<string> {
  const names = namesOf(condition);
  try {
    const { kind } = await rpc.evaluate(condition.replace(/^delve\.catch\b/, ''));
    return names.length === 0 && kind !== BOOL ? 'condition expression not boolean' : '';
  } catch (error) {
    const message = messageOf(error);
    if (SYNTAX.test(message) || CALL.test(message)) return message;
  }
  for (const name of names) {
    if (!(await isInSources(name))) return `could not find symbol value for ${name}`;
  }
  return '';
}

/** Identifiers that are looked up as variables: without fields, packages and what stands in literals. */
function namesOf(condition: string): string[] {
  const code = condition.replaceAll(/"(?:\\.|[^"\\])*"|`[^`]*`|'(?:\\.|[^'\\])*'/gs, '""');
  const names = code.matchAll(/(?<![\p{L}\p{N}_.])[\p{L}_][\p{L}\p{N}_]*(?![\p{L}\p{N}_.(])/gu);
  return [...new Set([...names].map(([name]) => name))].filter((name) => !KNOWN.has(name));
}
