import type { DapResponse, JsonObject } from '../../dap/messages.ts';
import { objectOf } from '../../dap/messages.ts';
import { fieldsOf } from '../../dap/relay.ts';
import type { Outgoing } from '../../dap/connection.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';

/** dlv lists 1,024 goroutines; the one the client looks at must be among them, or it cannot show its stack. */
export const threads: Interceptor = {
  commands: ['threads'],
  handle(request, session) {
    session.forward(request, (response) => withSelected(response, session));
  },
};

function withSelected(response: DapResponse, session: SessionContext): Outgoing | undefined {
  const { state, goroutines } = session;
  const id = state.stoppedGoroutine;
  const listed = objectOf(response.body)['threads'];
  if (!Array.isArray(listed) || state.phase !== 'stopped' || id <= 0) return undefined;
  const known: readonly JsonObject[] = listed.map(objectOf);
  if (known.some((thread) => thread['id'] === id)) return undefined;
  const name = `[Go ${id}] ${goroutines.functionOf(id) ?? ''}`.trimEnd();
  return { ...fieldsOf(response), body: { threads: [...known, { id, name }] } };
}
