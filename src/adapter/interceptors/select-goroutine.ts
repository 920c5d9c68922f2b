import { objectOf } from '../../dap/messages.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';

/**
 * A `stopped` event for one thread while all are stopped makes the client look at it and change nothing else.
 * The answer comes first: the client must not take the event for a part of it.
 */
export const selectGoroutine: Interceptor = {
  commands: ['delvescope/selectGoroutine'],
  handle(request, session) {
    const { id } = objectOf(request.arguments);
    const { client, state, goroutines } = session;
    const answer = async (): Promise<void> => {
      const found = await exists(id, session);
      client.respond(request, { found });
      if (!found || typeof id !== 'number' || state.phase !== 'stopped') return;
      state.select(id);
      goroutines.select(id);
      client.event('stopped', {
        reason: 'goroutine',
        description: 'Selected',
        threadId: id,
        allThreadsStopped: false,
        preserveFocusHint: false,
      });
    };
    // The next messages need not wait for it.
    void answer();
  },
};

async function exists(id: unknown, session: SessionContext): Promise<boolean> {
  if (typeof id !== 'number' || session.state.phase !== 'stopped') return false;
  try {
    if (await session.goroutines.prepare(id)) return true;
    // Without a side channel dlv's DAP is asked, which takes any goroutine's id.
    if (session.channel)
      return (await session.channel.run((rpc) => rpc.stacktrace(id, 1))).length > 0;
    const response = await session.ask('stackTrace', { threadId: id, startFrame: 0, levels: 1 });
    return response?.success === true;
  } catch {
    return false; // Unknown id, or the target went on meanwhile.
  }
}
