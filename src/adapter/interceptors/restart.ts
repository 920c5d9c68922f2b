import { UserError, messageOf } from '../../base/user-error.ts';
import type { DapRequest } from '../../dap/messages.ts';
import { objectOf } from '../../dap/messages.ts';
import { joinQuotedFields, splitQuotedFields } from '../../delve/fields.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';
import { runBuild } from '../start/build-program.ts';
import { forwardResuming } from './resume.ts';
import { moveUsage } from './usage-breakpoints.ts';

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

/** What the program is started with at the next restart: asked for, or set for this and all that follow. */
export const programArguments: Interceptor = {
  commands: ['delvescope/programArguments'],
  handle(request, session) {
    refuseAttached(session);
    const { text } = objectOf(request.arguments);
    if (typeof text === 'string') session.newArguments = fieldsIn(text);
    const args = session.newArguments ?? session.target?.configuration.args ?? [];
    session.client.respond(request, { text: joinQuotedFields(args) });
  },
};

function fieldsIn(text: string): readonly string[] {
  try {
    return splitQuotedFields(text);
  } catch (error) {
    throw new UserError('bad-arguments', messageOf(error));
  }
}

function refuseAttached({ target }: SessionContext): void {
  if (target?.ownership !== 'attached') return;
  throw new UserError(
    'not-ours',
    'This session did not start the program and cannot start it again. Stop, and attach to the new process.',
  );
}

async function restartSession(request: DapRequest, session: SessionContext): Promise<void> {
  refuseAttached(session);
  const built = session.target?.built;
  const args = objectOf(objectOf(request.arguments)['arguments']);
  if (built && args['rebuild'] !== false) {
    await runBuild(built.command, built.program, session.client, session.starting.token);
  }
  session.goroutines.restarted();
  await moveUsage(session);
  await forwardResuming(withoutBuild(request, session), session);
}

function withoutBuild(request: DapRequest, session: SessionContext): DapRequest {
  const given = objectOf(objectOf(request.arguments)['arguments']);
  const { attachArguments, args } = session.target?.configuration ?? {
    attachArguments: {},
    args: [],
  };
  // dlv takes the arguments of a launch here; the ones it got were those of an attach.
  const chosen = session.newArguments ? { args: session.newArguments } : {};
  const fields = {
    ...attachArguments,
    args,
    ...given,
    ...chosen,
    request: 'launch',
    rebuild: false,
  };
  return Object.assign(request, { arguments: { arguments: fields } });
}
