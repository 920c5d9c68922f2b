import type { JsonObject } from '../../dap/messages.ts';
import { objectOf } from '../../dap/messages.ts';
import type { DisconnectChoice } from '../../protocol/debug-session.ts';
import { leaveTarget } from '../leave-target.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';

/** By default what we launched ends, and what others run goes on. */
export const disconnect: Interceptor = {
  commands: ['disconnect'],
  async handle(request, session) {
    session.starting.cancel();
    const { program } = session;
    const args = objectOf(request.arguments);
    if (program) await program.end();
    else await leaveTarget(session, chosen(session, args), args);
    await session.target?.watchdog?.end();
    session.client.respond(request);
    await session.finish();
  },
};

/** The user's word just now, else what the request asks for beyond the usual, else the configuration. */
function chosen(session: SessionContext, args: JsonObject): DisconnectChoice | undefined {
  if (session.leaving !== undefined) return session.leaving;
  if (args['terminateDebuggee'] === true) return 'kill';
  if (args['suspendDebuggee'] === true) return 'leaveHalted';
  return session.target?.configuration.onDisconnect;
}
