import { basename } from 'node:path';
import { UserError } from '../../base/user-error.ts';
import { objectOf } from '../../dap/messages.ts';
import { RpcError } from '../../delve/json-rpc.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';
import { ask, asking, inWords } from './asking.ts';
import { addressesAt } from './breakpoint-locations.ts';

interface Target {
  readonly label: string;
  readonly addresses: readonly number[];
}

/** "Jump to cursor": the goroutine goes on from another line of its function; what lies between is not run. */
export function jumping(): readonly Interceptor[] {
  const targets = new Map<number, Target>();
  let lastId = 0;
  const gotoTargets = asking('gotoTargets', async (args, rpc, session) => {
    const { line } = args;
    const { path } = objectOf(args['source']);
    const rules = session.paths.rules;
    if (typeof path !== 'string' || typeof line !== 'number') return { targets: [] };
    const label = `${basename(path)}:${line}`;
    const addresses = await addressesAt(path, line, rules, rpc);
    if (addresses.length === 0) throw new UserError('no-code', `There is no code at ${label}.`);
    targets.set(++lastId, { label, addresses });
    return { targets: [{ id: lastId, label, line }] };
  });
  const goto: Interceptor = {
    commands: ['goto'],
    async handle(request, session) {
      const { threadId, targetId } = objectOf(request.arguments);
      const target = targets.get(Number(targetId));
      if (!target || typeof threadId !== 'number') {
        throw new UserError('no-target', 'This place is not known any more. Choose it again.');
      }
      try {
        await ask(session, (rpc) => jump(threadId, target, rpc));
      } catch (error) {
        session.client.fail(request, inWords(error));
        return;
      }
      session.client.respond(request);
      stopped(session, threadId);
    },
  };
  return [gotoTargets, goto];
}

async function jump(goroutine: number, target: Target, rpc: RpcClient): Promise<void> {
  const { State } = await rpc.call('Command', { name: 'switchGoroutine', goroutineID: goroutine });
  // dlv moves the current thread, whatever goroutine that one runs.
  if (State.currentThread?.goroutineID !== goroutine) {
    throw new UserError(
      'parked',
      `Goroutine ${goroutine} waits, and is on no thread. Only one that runs can be moved.`,
    );
  }
  const place = (await rpc.stacktrace(goroutine, 1))[0];
  for (const Addr of target.addresses) {
    try {
      await rpc.call('SetExecutionPoint', { Addr });
      return;
    } catch (error) {
      // The next one: a line that was inlined has code in several functions.
      if (!(error instanceof RpcError) || !error.message.includes('outside')) throw error;
    }
  }
  const name = place?.function?.name ?? 'its function';
  throw new UserError(
    'other-function',
    `${target.label} is not in ${name}, where goroutine ${goroutine} stands. A jump stays in its function.`,
  );
}

function stopped(session: SessionContext, threadId: number): void {
  const body = { reason: 'goto', threadId, allThreadsStopped: true };
  session.showStop({ seq: 0, type: 'event', event: 'stopped', body });
}
