import { UserError } from '../../base/user-error.ts';
import type { DapRequest, DapResponse, JsonObject } from '../../dap/messages.ts';
import { failureText, objectOf } from '../../dap/messages.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';
import { isWatchable, placeOf, tooLarge } from '../special/data-breakpoints.ts';
import { inWords } from './asking.ts';

/** Says what can be watched before it is tried: dlv offers everything and refuses later. */
export const dataBreakpointInfo: Interceptor = {
  commands: ['dataBreakpointInfo'],
  handle(request, session) {
    const { channel, client } = session;
    if (!channel || session.state.phase !== 'stopped') {
      session.forward(request);
      return;
    }
    // The next messages need not wait for it.
    info(request, session, (call) => channel.run(call)).then(
      (body) => client.respond(request, body),
      (error: unknown) => client.fail(request, inWords(error)),
    );
  },
};

async function info(
  request: DapRequest,
  session: SessionContext,
  run: (call: (rpc: RpcClient) => Promise<boolean>) => Promise<boolean>,
): Promise<JsonObject> {
  const body = checked(await session.ask('dataBreakpointInfo', objectOf(request.arguments)));
  const { dataId, description } = body;
  const place = typeof dataId === 'string' ? placeOf(dataId) : undefined;
  if (!place) return body;
  if (!isWatchable(place.bytes)) {
    return { dataId: null, description: tooLarge(String(description)) };
  }
  const isOnStack = await run((rpc) => onStack(place.address, rpc));
  return isOnStack ? { ...body, accessTypes: ['write'] } : body;
}

async function onStack(address: number, rpc: RpcClient): Promise<boolean> {
  const low = Number((await rpc.evaluate('runtime.curg.stack.lo')).value);
  const high = Number((await rpc.evaluate('runtime.curg.stack.hi')).value);
  return address >= low && address < high;
}

/** A running program is halted for it: dlv's DAP refuses. */
export const setDataBreakpoints: Interceptor = {
  commands: ['setDataBreakpoints'],
  async handle(request, session) {
    session.breakpoints.note(request);
    const { state, channel, client } = session;
    if (!channel) {
      session.forward(request);
      return;
    }
    const done = set(request, session).then(
      (body) => client.respond(request, body),
      (error: unknown) => client.fail(request, inWords(error)),
    );
    // A program that runs must stay reachable meanwhile.
    if (state.phase === 'stopped') await done;
  },
};

async function set(request: DapRequest, session: SessionContext): Promise<JsonObject> {
  const args = objectOf(request.arguments);
  const body = checked(
    await session.stops.interrupt(() => session.ask('setDataBreakpoints', args)),
  );
  const wanted: readonly unknown[] = Array.isArray(args['breakpoints']) ? args['breakpoints'] : [];
  const listed: readonly unknown[] = Array.isArray(body['breakpoints']) ? body['breakpoints'] : [];
  const names = wanted.map((each) => nameIn(objectOf(each)['dataId']));
  return { ...body, breakpoints: session.data.noted(listed.map(objectOf), names) };
}

/** `goroutine,frame,expression`, as dlv makes its ids. */
function nameIn(dataId: unknown): string {
  return typeof dataId === 'string' ? dataId.split(',').slice(2).join(',') : '';
}

function checked(response: DapResponse | undefined): JsonObject {
  if (response?.success === true) return objectOf(response.body);
  throw new UserError('dlv', response ? failureText(response) : 'dlv is gone.');
}
