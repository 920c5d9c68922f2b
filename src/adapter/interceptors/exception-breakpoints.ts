import type { DapRequest, DapResponse, JsonObject } from '../../dap/messages.ts';
import { failureText, objectOf } from '../../dap/messages.ts';
import { UserError, messageOf } from '../../base/user-error.ts';
import { isOwnFilter } from '../special/exception-filters.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';

/** dlv gets its own filters; ours are breakpoints in the runtime. A running program is halted for both. */
export const setExceptionBreakpoints: Interceptor = {
  commands: ['setExceptionBreakpoints'],
  async handle(request, session) {
    const { channel, client, state } = session;
    if (!channel) {
      session.forward(request);
      return;
    }
    const done = setAll(request, session).catch((error: unknown) => client.fail(request, error));
    // What follows in a configuration relies on it; a program that runs must stay reachable meanwhile.
    if (state.phase === 'stopped') await done;
  },
};

async function setAll(request: DapRequest, session: SessionContext): Promise<void> {
  const args = objectOf(request.arguments);
  const filters = listOf(args['filters']).map(String);
  const options = listOf(args['filterOptions']).map(objectOf);
  const ours = [
    ...filters.filter(isOwnFilter).map((filter) => ({ filter, condition: '' })),
    ...options.flatMap(({ filterId, condition }) => {
      const text = typeof condition === 'string' ? condition : '';
      return isOwnFilter(filterId) ? [{ filter: filterId, condition: text }] : [];
    }),
  ];
  const theirs = [...filters, ...options.map(({ filterId }) => String(filterId))].filter(
    (filter) => !isOwnFilter(filter),
  );
  const problems = await session.stops.interrupt(async (rpc) => {
    checked(await session.ask('setExceptionBreakpoints', { filters: theirs }));
    const found = new Map<string, string>();
    for (const one of ours) {
      try {
        await session.exceptions.check(one, rpc);
      } catch (error) {
        found.set(one.filter, messageOf(error));
      }
    }
    await session.exceptions.set(
      ours.filter(({ filter }) => !found.has(filter)),
      rpc,
    );
    return found;
  });
  const answer = (filter: string): JsonObject => {
    const message = problems.get(filter);
    return message === undefined ? { verified: true } : { verified: false, message };
  };
  for (const [filter, message] of problems) {
    session.client.output('important', `${filter}: ${message}\n`);
  }
  session.client.respond(request, {
    breakpoints: [...filters, ...options.map(({ filterId }) => String(filterId))].map(answer),
  });
}

function checked(response: DapResponse | undefined): void {
  if (response?.success === true) return;
  throw new UserError('dlv', response ? failureText(response) : 'dlv is gone.');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** dlv knows nothing of the panics that it was not asked to stop at. */
export const exceptionInfo: Interceptor = {
  commands: ['exceptionInfo'],
  handle(request, session) {
    const { threadId } = objectOf(request.arguments);
    const { panic } = session.exceptions;
    if (panic === undefined || panic.goroutine !== threadId) {
      session.forward(request);
      return;
    }
    const description = panic.text;
    session.client.respond(request, { exceptionId: 'panic', description, breakMode: 'always' });
  },
};
