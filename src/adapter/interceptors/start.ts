import { CancelledError, throwIfCancelled } from '../../base/cancellation.ts';
import { messageOf } from '../../base/user-error.ts';
import type { DapRequest } from '../../dap/messages.ts';
import { capabilityChanges, delveCapabilities, withoutSideChannel } from '../capabilities.ts';
import { attachTo } from '../attach/attach-request.ts';
import { connectFeatures } from '../connect-features.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';
import { readConfiguration } from '../start/configuration.ts';
import type { Configuration } from '../start/configuration.ts';
import { StartError } from '../start/failures.ts';
import { runWithoutDebugger } from '../start/no-debug.ts';
import { startTarget } from '../start/start-target.ts';
import type { StartContext } from '../start/start-target.ts';
import type { StartedTarget } from '../start/started-target.ts';

/** `launch` and `attach`: both end in a headless dlv and a DAP `attach` to it; the client sees what it asked for. */
export const start: Interceptor = {
  commands: ['launch', 'attach'],
  handle(request, session) {
    // Building takes long; the client may disconnect meanwhile.
    void startSession(request, session).catch((error: unknown) => failed(request, session, error));
  },
};

async function startSession(request: DapRequest, session: SessionContext): Promise<void> {
  const kind = request.command === 'launch' ? 'launch' : 'attach';
  const configuration = readConfiguration(kind, request.arguments);
  const { self, client, initialize } = session;
  session.stepping.isKept = configuration.keepStepInGoroutine;
  const { token } = session.starting;
  const context: StartContext = { self, client, token, initialize };
  if (kind === 'launch' && configuration.noDebug) {
    await runProgram(request, session, configuration, context);
    return;
  }
  const target = await startTarget(configuration, context);
  try {
    throwIfCancelled(token);
    await attach(request, target, session);
  } catch (error) {
    target.server.close();
    target.rpc?.close();
    target.guard?.release();
    await target.watchdog?.end();
    await target.tunnel?.close();
    throw error;
  }
}

/** dlv's messages are held back until everything is in place: on `initialized` the client goes ahead. */
async function attach(
  request: DapRequest,
  target: StartedTarget,
  session: SessionContext,
): Promise<void> {
  const { client, starting } = session;
  const facts = await attachTo(target, session);
  await session.paths.settle(target);
  throwIfCancelled(starting.token);
  const changes = {
    ...capabilityChanges({ ...delveCapabilities() }, target.capabilities),
    ...(target.rpc ? {} : withoutSideChannel()),
  };
  if (Object.keys(changes).length > 0) client.event('capabilities', { capabilities: changes });
  session.adopt(target, () => {
    connectFeatures(session, target, facts);
    client.respond(request);
  });
}

async function runProgram(
  request: DapRequest,
  session: SessionContext,
  configuration: Configuration,
  context: StartContext,
): Promise<void> {
  const program = await runWithoutDebugger(configuration, context);
  session.program = program;
  session.client.respond(request);
  const exitCode = await program.exited;
  session.client.event('exited', { exitCode });
  session.client.event('terminated');
}

function failed(request: DapRequest, session: SessionContext, error: unknown): void {
  if (error instanceof CancelledError) return;
  if (error instanceof StartError) {
    session.log.info(`start failed: ${error.code} ${error.detail}`);
    session.client.tell('delvescope/startFailed', error.failure);
  } else {
    session.log.error(`start failed: ${messageOf(error)}`);
  }
  session.client.fail(request, error);
}
