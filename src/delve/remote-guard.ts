import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { RpcClient } from './rpc-client.ts';
import type { Address } from './rpc-client.ts';
import type { SelfCommand } from './watchdog.ts';

/** The first line for a watchdog that starts nothing: it only cleans up at somebody else's dlv. */
export interface GuardedRemote {
  readonly kind: 'remote';
  readonly address: Address;
}

/** Said on the lifeline when the session has taken leave properly. */
export const RELEASED = 'released';

/**
 * Sees to it that a remote target does not stay halted when its session's process is killed: the watchdog at the
 * other end of the lifeline then clears the breakpoints that DAP left and lets the target run.
 */
export class RemoteGuard {
  readonly #child: ChildProcess;

  constructor(self: SelfCommand, address: Address) {
    const remote: GuardedRemote = { kind: 'remote', address };
    this.#child = spawn(self.command, [...self.args, '--supervise'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    // Without a guard the session works all the same.
    this.#child.on('error', () => {});
    this.#child.stdin?.on('error', () => {});
    this.#child.stdin?.write(`${JSON.stringify(remote)}\n`);
    this.#child.unref();
  }

  /** The session has left the target as it should be: there is nothing to do. */
  release(): void {
    this.#child.stdin?.end(`${JSON.stringify(RELEASED)}\n`);
  }
}

const ANSWER_MILLIS = 5000;
/** Long enough for dlv to have taken the request; its answer comes at the next stop only. */
const SENT_MILLIS = 300;
/** What dlv's DAP server calls its breakpoints (service/dap/server.go, v1.27.2). */
const DAP_BREAKPOINT =
  /^(?:(?:sourceBp|functionBreakpoint|instructionBreakpoint|dataBreakpoint) |delvescope)/;

/** Clears what DAP left and resumes the target. */
export async function freeRemote(address: Address): Promise<void> {
  const options = { timeoutMillis: ANSWER_MILLIS };
  const client = await RpcClient.connect(address, ANSWER_MILLIS);
  try {
    const { Running: isRunning, exited } = await client.stateNow(options);
    if (exited) return;
    if (isRunning) await client.command('halt', options);
    for (const { id, name } of await client.listBreakpoints(options)) {
      if (DAP_BREAKPOINT.test(name)) await client.clearBreakpoint(id, options);
    }
    // Answered at the next stop, which nobody waits for.
    await client.command('continue', { timeoutMillis: SENT_MILLIS }).catch(() => undefined);
  } finally {
    client.close();
  }
}
