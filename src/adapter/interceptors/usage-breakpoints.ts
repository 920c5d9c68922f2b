import { UserError, messageOf } from '../../base/user-error.ts';
import type { DapResponse, JsonObject } from '../../dap/messages.ts';
import { isObject, objectOf } from '../../dap/messages.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { Outgoing } from '../../dap/connection.ts';
import { fieldsOf } from '../../dap/relay.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';
import { told } from '../special/usage-breakpoints.ts';
import { inWords } from './asking.ts';

/** Breakpoints on a channel or mutex: set, listed, removed. A running program is halted for a moment. */
export const usageBreakpoints: Interceptor = {
  commands: [
    'delvescope/breakOnUse',
    'delvescope/usageBreakpoints',
    'delvescope/removeUsageBreakpoints',
  ],
  handle(request, session) {
    const args = objectOf(request.arguments);
    const answer = async (): Promise<object> => {
      if (request.command === 'delvescope/breakOnUse') return add(args, session);
      if (request.command === 'delvescope/removeUsageBreakpoints') await remove(args, session);
      return { breakpoints: session.usage.list().map(told) };
    };
    // The next messages need not wait for it.
    answer().then(
      (body) => session.client.respond(request, { ...body }),
      (error: unknown) => session.client.fail(request, inWords(error)),
    );
  },
};

async function add(args: JsonObject, session: SessionContext): Promise<object> {
  const { expression, frameId } = args;
  if (typeof expression !== 'string' || expression === '') {
    throw new UserError('bad-query', '"expression" must name a channel or a mutex.');
  }
  const scope = session.frames.scopeOf(frameId);
  const added = await session.stops.interrupt((rpc) => session.usage.add(expression, scope, rpc));
  session.scopes.changed();
  const { name, kind } = added;
  const limits = session.usage.seesContentionOnly(kind)
    ? ' Its operations are inlined in this optimised build: only those for which somebody has to wait are seen.'
    : '';
  const text = `Breakpoint on the ${told(added).kind} ${name}.${limits} The command "Remove Channel and Mutex Breakpoints" takes it away.`;
  session.client.output('console', `${text}\n`);
  return { ...told(added), limits: limits.trim() };
}

async function remove(args: JsonObject, session: SessionContext): Promise<void> {
  const ids: readonly unknown[] = Array.isArray(args['ids']) ? args['ids'] : [];
  const numbers = ids.filter((id) => typeof id === 'number');
  await session.stops.interrupt((rpc) => session.usage.remove(numbers, rpc));
  session.scopes.changed();
}

/** Another process: there is something else at the addresses. */
export async function moveUsage(session: SessionContext): Promise<void> {
  const { channel, usage, client, log } = session;
  if (!channel || usage.list().length === 0) return;
  try {
    const lost = await channel.run((rpc) => usage.processEnded(rpc));
    const names = lost.map(({ name }) => name).join(', ');
    if (names === '') return;
    client.output('console', `Breakpoints on ${names} ended with the program they were in.\n`);
  } catch (error) {
    log.warn(`removing breakpoints on channels and mutexes: ${messageOf(error)}`);
  }
}

/** After the connection was lost: another dlv has none of them. */
export async function setUsageAgain(
  session: SessionContext,
  { isSameProcess }: { readonly isSameProcess: boolean },
): Promise<void> {
  const { channel, usage, log } = session;
  if (!channel || usage.list().length === 0) return;
  if (!isSameProcess) await moveUsage(session);
  const set = (rpc: RpcClient): Promise<void> =>
    isSameProcess ? usage.setAgain(rpc) : usage.findAgain(rpc);
  await channel.run(set).catch((error: unknown) => {
    log.warn(`setting breakpoints on channels and mutexes again: ${messageOf(error)}`);
  });
  session.scopes.changed();
}

/** The variables view offers the breakpoint where there is a channel or a mutex. */
export const variables: Interceptor = {
  commands: ['variables'],
  handle(request, session) {
    session.forward(request, withMenus);
  },
};

const CHANNEL = /^\**(?:<-chan|chan(?:<-)?) /;
const MUTEX = /^\**sync\.(?:RW)?Mutex$/;

function withMenus(response: DapResponse): Outgoing | undefined {
  const body = objectOf(response.body);
  const listed = body['variables'];
  if (!Array.isArray(listed)) return undefined;
  let isChanged = false;
  const marked = listed.map((variable: unknown) => {
    const menu = isObject(variable) ? menuOf(variable) : undefined;
    if (menu === undefined) return variable;
    isChanged = true;
    return { ...objectOf(variable), __vscodeVariableMenuContext: menu };
  });
  return isChanged ? { ...fieldsOf(response), body: { ...body, variables: marked } } : undefined;
}

/** The value says what a named type is: `main.queue 0/4`. */
function menuOf({ type, value }: JsonObject): 'channel' | 'mutex' | undefined {
  const words = [type, value].filter((word) => typeof word === 'string');
  if (words.some((word) => CHANNEL.test(word))) return 'channel';
  return words.some((word) => MUTEX.test(word.replace(/\s*\{.*$/s, ''))) ? 'mutex' : undefined;
}
