import { CancelledError } from '../../base/cancellation.ts';
import { messageOf } from '../../base/user-error.ts';
import type { JsonObject } from '../../dap/messages.ts';
import { objectOf } from '../../dap/messages.ts';
import { complete } from '../completion/complete.ts';
import { wantedAt } from '../completion/console-words.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';

/** For the debug console. Nothing to offer is an answer, never an error under the user's fingers. */
export const completions: Interceptor = {
  commands: ['completions'],
  handle(request, session) {
    const answer = async (): Promise<void> => {
      const targets = await targetsOf(objectOf(request.arguments), session);
      session.client.respond(request, { targets });
    };
    void answer(); // The next messages need not wait for it; it does not throw.
  },
};

async function targetsOf(args: JsonObject, session: SessionContext): Promise<readonly object[]> {
  const { channel, frames, initialize, log } = session;
  const { text, column, line, frameId } = args;
  const first = initialize['columnsStartAt1'] === false ? 0 : 1;
  const lines = (typeof text === 'string' ? text : '').split('\n');
  const current = lines[typeof line === 'number' ? line - 1 : 0] ?? '';
  const end = typeof column === 'number' ? column - first : current.length;
  const wanted = wantedAt(current.slice(0, end));
  const scope = frames.scopeOf(frameId);
  try {
    const items = (await channel?.run((rpc) => complete(wanted, scope, rpc))) ?? [];
    const length = wanted.word.length;
    const replaced = countsFromZero(initialize)
      ? { length }
      : { start: wanted.start + first, length };
    return items.map((item) => ({ ...item, ...replaced }));
  } catch (error) {
    if (!(error instanceof CancelledError)) log.debug(`completions: ${messageOf(error)}`);
    return [];
  }
}

/** VS Code reads `start` from 0 whatever it announced, and needs none: it takes the word before the cursor. */
function countsFromZero(initialize: JsonObject): boolean {
  return initialize['clientID'] === 'vscode';
}
