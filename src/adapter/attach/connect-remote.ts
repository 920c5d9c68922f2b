import type { CancellationToken } from '../../base/cancellation.ts';
import { CancelledError } from '../../base/cancellation.ts';
import { messageOf } from '../../base/user-error.ts';
import { DapConnection } from '../../dap/connection.ts';
import type { JsonObject } from '../../dap/messages.ts';
import { failureText, isObject, objectOf } from '../../dap/messages.ts';
import type { Address } from '../../delve/rpc-client.ts';
import { RpcClient, openSocket } from '../../delve/rpc-client.ts';
import { late } from '../late.ts';
import type { DapServer } from '../start/connect.ts';
import { addressText } from '../start/connect.ts';
import type { StartError } from '../start/failures.ts';
import { startError } from '../start/failures.ts';
import { delveVersionOf } from './delve-version.ts';
import { FIRST_BYTES, recognise } from './stranger.ts';

/** A host that drops packets is tried again after that. */
const CONNECT_MILLIS = 4000;
/** A dlv that is free answers within a few milliseconds; one that loads a large program, or has another client, does not. */
const SILENT_MILLIS = 4000;
const OLD_DELVE_MILLIS = 500;

export interface ConnectOptions {
  /** The client's `initialize` arguments: dlv gets the same. */
  readonly initialize: JsonObject;
  /** When to give up waiting for an answer, on the clock of `Date.now`. */
  readonly deadline: number;
  readonly token: CancellationToken;
}

/**
 * One attempt to reach somebody else's dlv. DAP comes first: a server without --accept-multiclient serves the first
 * connection only, and that must be the session, not a probe. What answers something else is told by what it says.
 */
export async function connectOnce(address: Address, options: ConnectOptions): Promise<DapServer> {
  const subject = addressText(address);
  const { server, firstBytes } = await open(address);
  const answer = await answerOf(server, options);
  if (answer === 'silent') {
    server.close();
    throw startError('dlv-busy', { subject });
  }
  if (!answer) throw await strangerError(address, firstBytes());
  const capabilities = objectOf(answer.body);
  if (answer.success && hasDelveFilters(capabilities)) return { server, capabilities };
  server.close();
  const extra = 'another debug adapter answers there';
  throw startError('not-a-dlv', {
    subject,
    extra,
    detail: answer.success ? extra : failureText(answer),
  });
}

/** Waits until the deadline on the same connection: closing it would end a dlv for one client. */
async function answerOf(
  server: DapConnection,
  { initialize, deadline, token }: ConnectOptions,
): Promise<Awaited<ReturnType<DapConnection['request']>> | 'silent'> {
  const answered = server.request('initialize', initialize);
  const end = Math.max(deadline, Date.now() + SILENT_MILLIS);
  while (Date.now() < end) {
    const answer = await Promise.race([answered, late(Math.min(250, end - Date.now()))]);
    if (answer !== 'late') return answer;
    if (!token.isCancellationRequested) continue;
    server.close();
    throw new CancelledError();
  }
  return 'silent';
}

async function open(
  address: Address,
): Promise<{ readonly server: DapConnection; readonly firstBytes: () => Buffer }> {
  try {
    const socket = await openSocket(address, CONNECT_MILLIS);
    let first = Buffer.alloc(0);
    socket.once('data', (chunk: Buffer) => (first = Buffer.from(chunk.subarray(0, FIRST_BYTES))));
    const server = new DapConnection(socket, socket, () => socket.destroy());
    return { server, firstBytes: () => first };
  } catch (error) {
    throw connectFailure(error, address);
  }
}

function connectFailure(error: unknown, address: Address): StartError {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  const detail = messageOf(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return startError('host-unknown', { subject: address.host, detail });
  }
  return startError('connection-refused', { subject: addressText(address), detail });
}

async function strangerError(address: Address, bytes: Buffer): Promise<StartError> {
  const subject = addressText(address);
  const stranger = recognise(bytes);
  if (stranger.kind === 'web-server') return startError('web-server', { subject });
  if (stranger.kind === 'other') return startError('not-a-dlv', { subject, extra: stranger.words });
  const version = await oldDelve(address);
  return version === undefined
    ? startError('connection-closed', { subject })
    : startError('dlv-too-old', { subject, extra: version });
}

/** A dlv before 1.7.3 takes DAP for broken JSON-RPC and hangs up, but tells its version when it is asked properly. */
async function oldDelve(address: Address): Promise<string | undefined> {
  let rpc: RpcClient | undefined;
  try {
    rpc = await RpcClient.connect(address, OLD_DELVE_MILLIS);
    return delveVersionOf(await rpc.version({ timeoutMillis: OLD_DELVE_MILLIS }));
  } catch {
    return undefined; // Nothing that speaks JSON-RPC either.
  } finally {
    rpc?.close();
  }
}

/** dlv's own filter, since it has filters (1.8.0): other adapters have others. */
function hasDelveFilters(capabilities: JsonObject): boolean {
  const filters = capabilities['exceptionBreakpointFilters'];
  if (!Array.isArray(filters)) return false;
  return filters.some((item) => isObject(item) && item['filter'] === 'unrecovered-panic');
}
