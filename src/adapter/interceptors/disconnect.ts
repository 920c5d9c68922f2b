import { objectOf } from '../../dap/messages.ts';
import { leaveTarget } from '../leave-target.ts';
import type { Interceptor } from '../session-context.ts';

/** By default what we launched ends, and what others run goes on. */
export const disconnect: Interceptor = {
  commands: ['disconnect'],
  async handle(request, session) {
    session.starting.cancel();
    const { program } = session;
    if (program) await program.end();
    else await leaveTarget(session, objectOf(request.arguments));
    await session.target?.watchdog?.end();
    session.client.respond(request);
    await session.finish();
  },
};
