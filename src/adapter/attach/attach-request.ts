import { failureText } from '../../dap/messages.ts';
import { RpcError } from '../../delve/json-rpc.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { TargetFacts } from '../connect-features.ts';
import { inquire } from '../connect-features.ts';
import { late } from '../late.ts';
import type { SessionContext } from '../session-context.ts';
import { startError } from '../start/failures.ts';
import type { StartedTarget } from '../start/started-target.ts';
import { delveVersionOf } from './delve-version.ts';

/** dlv halts the target first, at once; only where another client has it running it waits for that one's next stop. */
const ATTACH_MILLIS = 4000;
const ASK_MILLIS = 2000;

/** Sends `attach` to a dlv that answers, and asks it what the session has to know. Rejects with a `StartError`. */
export async function attachTo(
  target: StartedTarget,
  session: SessionContext,
): Promise<TargetFacts> {
  const subject = target.address;
  if (target.rpc && target.ownership === 'remote') await requireProgram(target.rpc, subject);
  const attached = target.server.request('attach', target.configuration.attachArguments);
  const response = await Promise.race([attached, late(ATTACH_MILLIS)]);
  if (response === 'late') {
    const code = target.ownership === 'remote' && target.rpc ? 'dlv-other-client' : 'dlv-busy';
    throw startError(code, { subject });
  }
  if (!response) throw startError('connection-lost', { subject });
  if (!response.success) {
    const detail = failureText(response);
    throw detail.includes('no debugger found')
      ? startError('dlv-dap-only', { subject, detail })
      : startError('dlv-failed', { subject, detail, extra: detail });
  }
  return inquire(session, target);
}

/** dlv for many clients stays when its program has ended; an old one speaks another version of its API. */
async function requireProgram(rpc: RpcClient, subject: string): Promise<void> {
  const options = { timeoutMillis: ASK_MILLIS };
  const version = await rpc.version(options).catch(() => undefined);
  if (version && version.APIVersion < 2) {
    throw startError('dlv-too-old', { subject, extra: delveVersionOf(version) });
  }
  try {
    if (!(await rpc.stateNow(options)).exited) return;
  } catch (error) {
    // Any other answer is no reason not to try.
    if (!(error instanceof RpcError) || !error.message.includes('has exited')) return;
  }
  throw startError('program-ended', { subject });
}
