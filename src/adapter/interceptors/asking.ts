import { CancelledError } from '../../base/cancellation.ts';
import { UserError } from '../../base/user-error.ts';
import type { DapRequest, JsonObject } from '../../dap/messages.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import { RpcError } from '../../delve/json-rpc.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';

type Answer = (
  args: JsonObject,
  rpc: RpcClient,
  session: SessionContext,
) => Promise<JsonObject | object>;

/**
 * A request that dlv's DAP does not know and that is answered through JSON-RPC while the program stands. The messages
 * behind it need not wait.
 */
export function asking(command: string, answer: Answer): Interceptor {
  return {
    commands: [command],
    handle(request, session) {
      const args = typeof request.arguments === 'object' ? { ...request.arguments } : {};
      ask(session, (rpc) => answer(args, rpc, session)).then(
        (body) => session.client.respond(request, { ...body }),
        (error: unknown) => refuse(request, session, error),
      );
    },
  };
}

/** Rejects with words when the program runs or dlv has no second connection. */
export async function ask<T>(
  session: SessionContext,
  call: (rpc: RpcClient) => Promise<T>,
): Promise<T> {
  const { channel, state } = session;
  if (!channel) {
    throw new UserError(
      'no-side-channel',
      'This dlv serves one client only. Restart it with --accept-multiclient.',
    );
  }
  if (state.phase !== 'stopped') {
    throw new UserError('running', 'The program runs. Pause it first.');
  }
  return channel.run(call);
}

function refuse(request: DapRequest, session: SessionContext, error: unknown): void {
  session.client.fail(request, inWords(error));
}

/** What dlv refuses is no bug of ours. */
export function inWords(error: unknown): unknown {
  if (error instanceof CancelledError) return new UserError('running', 'The program went on.');
  if (error instanceof RpcError) return new UserError('dlv', error.message);
  return error;
}
