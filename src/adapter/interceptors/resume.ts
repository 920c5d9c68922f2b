import type { DapRequest } from '../../dap/messages.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';

/** Waits until no JSON-RPC call is in flight, then passes a request on that lets the target run. */
export const resume: Interceptor = {
  commands: ['restartFrame'],
  handle: forwardResuming,
};

/** For every request that resumes the target and is answered at once; the next `stopped` event ends it. */
export async function forwardResuming(request: DapRequest, session: SessionContext): Promise<void> {
  const { state, channel } = session;
  if (state.phase !== 'stopped') {
    session.forward(request);
    return;
  }
  await channel?.settle();
  state.running();
  session.forward(request, (response) => {
    if (!response.success) refused(session);
    return undefined;
  });
}

/** For requests that resume the target only until they are answered: injected calls. */
export async function forwardCalling(request: DapRequest, session: SessionContext): Promise<void> {
  const { state, channel } = session;
  if (state.phase !== 'stopped') {
    session.forward(request);
    return;
  }
  await channel?.settle();
  state.running();
  session.forward(request, () => {
    state.stoodStill();
    return undefined;
  });
}

function refused({ state, channel }: SessionContext): void {
  state.stoodStill();
  channel?.reopen();
}
