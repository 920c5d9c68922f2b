import { copyFile, readlink, rm, stat } from 'node:fs/promises';
import type { CancellationToken } from '../base/cancellation.ts';
import { quantityText } from '../base/format.ts';
import { UserError, messageOf } from '../base/user-error.ts';
import type { RpcClient } from '../delve/rpc-client.ts';
import type { RpcDumpState } from '../delve/rpc-types.ts';
import type { CoreDump } from '../protocol/debug-session.ts';
import type { SessionContext } from './session-context.ts';
import type { StartedTarget } from './start/started-target.ts';

const WAIT_MILLIS = 200;

/** Systems' words; and what dlv 1.27.2 says when not even the first bytes fit (`New` in pkg/elfwriter/writer.go). */
const NO_SPACE = /no space left|disk full|not enough space|disk quota|ELF header size/i;

/** Files of this session lie on this disk; those of a remote dlv on its own. */
export function isLocal({ ownership }: StartedTarget): boolean {
  return ownership !== 'remote';
}

/**
 * Lets dlv write a core of the program, stopped or running; one that runs stands for that time, and goes on. What was
 * begun is removed when it is cancelled or fails, where we can. Throws `UserError`.
 */
export async function writeCore(
  session: SessionContext,
  target: StartedTarget,
  path: string,
  token: CancellationToken,
): Promise<CoreDump> {
  const { kind } = target.configuration.target;
  if (kind === 'core' || kind === 'replay') {
    throw new UserError('no-process', 'This session has no process: there is nothing to dump.');
  }
  let last: RpcDumpState | undefined;
  const program = await session.stops.interrupt(async (rpc) => {
    last = await dump(session, rpc, path, token).catch(async (error: unknown) => {
      if (isLocal(target) && error instanceof WriteError) await remove(path);
      throw dumpError(error, path, target);
    });
    return isLocal(target) ? programOf(rpc, target) : null;
  });
  const isCancelled = token.isCancellationRequested && last?.AllDone !== true;
  if (isCancelled && isLocal(target)) await remove(path);
  // A binary that was built for this session is removed with it, and a core is of no use without one.
  const isTemporary = target.built !== undefined && !isCancelled && hasTemporaryBinary(target);
  if (program === null || !isTemporary) return { path, program, isCancelled };
  const copy = `${path}.program`;
  await copyFile(program, copy);
  return { path, program: copy, isCancelled };
}

/** dlv said no only after it had made the file. */
class WriteError extends Error {}

async function dump(
  { client }: SessionContext,
  rpc: RpcClient,
  path: string,
  token: CancellationToken,
): Promise<RpcDumpState> {
  let { State: state } = await rpc.call('DumpStart', { Destination: path });
  let isCancelling = false;
  while (state.Dumping) {
    const { MemDone, MemTotal, ThreadsDone, ThreadsTotal } = state;
    client.tell('delvescope/coreProgress', { MemDone, MemTotal, ThreadsDone, ThreadsTotal });
    if (token.isCancellationRequested && !isCancelling) {
      isCancelling = true;
      await rpc.call('DumpCancel', {});
    }
    ({ State: state } = await rpc.call('DumpWait', { Wait: WAIT_MILLIS }));
  }
  if (state.Err !== '' && !isCancelling) {
    const [done, all] = [state.MemDone, state.MemTotal].map((size) => quantityText(size, 'bytes'));
    throw new WriteError(state.MemTotal === 0 ? state.Err : `${state.Err} after ${done} of ${all}`);
  }
  return state;
}

/** Only what dlv has made: never a device that was named as the destination. */
async function remove(path: string): Promise<void> {
  if ((await stat(path)).isFile()) await rm(path);
}

function dumpError(error: unknown, path: string, target: StartedTarget): UserError {
  const reason = messageOf(error);
  const where = isLocal(target) ? path : `${path} on the machine of dlv`;
  const told = (text: string): UserError => new UserError('core-not-written', text, reason);
  if (NO_SPACE.test(reason)) {
    const rest = isLocal(target) ? 'and is removed' : 'and may be removed there';
    const done = / after \S.*$/.exec(reason)?.[0] ?? '';
    return told(`The disk is full${done}: ${where} is not complete, ${rest}. Choose another disk.`);
  }
  if (/permission denied|read-only file system|access is denied/i.test(reason)) {
    return told(`dlv may not write ${where}. Choose a folder that its user may write to.`);
  }
  if (/no such file or directory|cannot find the path/i.test(reason)) {
    return told(`There is no folder for ${where}. Choose one that exists.`);
  }
  if (/is a directory/i.test(reason)) return told(`${where} is a folder. Name a file in it.`);
  if (/not supported/i.test(reason)) return told('dlv cannot write core dumps on this system.');
  return told(`dlv could not write ${where}: ${reason}.`);
}

function hasTemporaryBinary({ configuration }: StartedTarget): boolean {
  return configuration.target.kind === 'build' && configuration.target.output === undefined;
}

/** The binary that the core belongs to; null when it cannot be told. */
async function programOf(rpc: RpcClient, target: StartedTarget): Promise<string | null> {
  if (target.built) return target.built.command.output;
  if (target.configuration.target.kind === 'exec') return target.configuration.target.program;
  if (process.platform !== 'linux') return null;
  const id = await rpc.processId();
  return readlink(`/proc/${id}/exe`).catch(() => null);
}
