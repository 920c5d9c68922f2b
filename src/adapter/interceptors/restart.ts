import type { DapRequest } from '../../dap/messages.ts';
import { objectOf } from '../../dap/messages.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';
import { runBuild } from '../start/build-program.ts';
import { forwardResuming } from './resume.ts';

/** dlv runs what we built and cannot build it again: we do, then dlv restarts without building. */
export const restart: Interceptor = {
  commands: ['restart'],
  handle(request, session) {
    // Building takes long; the client may disconnect meanwhile.
    void restartSession(request, session).catch((error: unknown) => {
      session.client.fail(request, error);
    });
  },
};

async function restartSession(request: DapRequest, session: SessionContext): Promise<void> {
  const built = session.target?.built;
  const args = objectOf(objectOf(request.arguments)['arguments']);
  if (built && args['rebuild'] !== false) {
    await runBuild(built.command, built.program, session.client, session.starting.token);
  }
  session.goroutines.restarted();
  await forwardResuming(withoutBuild(request, session), session);
}

function withoutBuild(request: DapRequest, session: SessionContext): DapRequest {
  const given = objectOf(objectOf(request.arguments)['arguments']);
  const { attachArguments, args } = session.target?.configuration ?? {
    attachArguments: {},
    args: [],
  };
  // dlv takes the arguments of a launch here; the ones it got were those of an attach.
  const fields = { ...attachArguments, args, ...given, request: 'launch', rebuild: false };
  return Object.assign(request, { arguments: { arguments: fields } });
}
