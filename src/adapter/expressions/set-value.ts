import { UserError, messageOf } from '../../base/user-error.ts';
import { RpcError } from '../../delve/json-rpc.ts';
import type { ExpressionScope } from '../../protocol/expression-view.ts';
import type { SessionContext } from '../session-context.ts';
import { callFunction } from './call.ts';
import { rpcScope } from './value.ts';

/** Writes a value. A new string needs memory, which only a call into the program can get. */
export async function setValue(
  session: SessionContext,
  scope: ExpressionScope,
  expression: string,
  value: string,
): Promise<void> {
  const { channel } = session;
  if (!channel) throw new UserError('no-side-channel', 'This dlv serves one client only.');
  try {
    await channel.run((rpc) =>
      rpc.call('Set', { Scope: rpcScope(scope), Symbol: expression, Value: value }),
    );
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    const message = messageOf(error);
    if (!/literal string can not be allocated/.test(message)) {
      throw new UserError('not-set', message);
    }
    await callFunction(session, scope, `${expression} = ${value}`);
    return;
  }
  // A call tells the client by its stop; a write into memory is seen by nobody.
  if (session.initialize['supportsInvalidatedEvent'] === true) {
    session.client.event('invalidated', { areas: ['variables'] });
  }
}
