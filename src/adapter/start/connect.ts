import { late } from '../late.ts';
import { DapConnection } from '../../dap/connection.ts';
import type { JsonObject } from '../../dap/messages.ts';
import { failureText, objectOf } from '../../dap/messages.ts';
import type { Address } from '../../delve/rpc-client.ts';
import { RpcClient, openSocket } from '../../delve/rpc-client.ts';
import { messageOf } from '../../base/user-error.ts';
import { startError } from './failures.ts';
import type { StartError } from './failures.ts';

const CONNECT_MILLIS = 10_000;
/** A dlv that is free answers within a few milliseconds; one with another client never does. */
const INITIALIZE_MILLIS = 5000;
const SIDE_CHANNEL_MILLIS = 1000;

export interface DapServer {
  readonly server: DapConnection;
  readonly capabilities: JsonObject;
}

export function addressText({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Connects to a dlv that we started. Undefined: the connection was closed, dlv has ended or is about to. */
export async function connectOwn(
  address: Address,
  initialize: JsonObject,
): Promise<DapServer | undefined> {
  let server: DapConnection;
  try {
    server = await openDap(address);
  } catch {
    return undefined; // The caller waits for dlv's end and reads why from its output.
  }
  const response = await server.request('initialize', initialize);
  return response && { server, capabilities: objectOf(response.body) };
}

/**
 * Connects to somebody else's dlv. DAP comes first: a server without --accept-multiclient serves the first
 * connection only, and that must be the session, not a probe.
 */
export async function connectRemote(address: Address, initialize: JsonObject): Promise<DapServer> {
  const subject = addressText(address);
  let server: DapConnection;
  try {
    server = await openDap(address);
  } catch (error) {
    throw connectFailure(error, address);
  }
  const answer = await Promise.race([
    server.request('initialize', initialize),
    late(INITIALIZE_MILLIS),
  ]);
  if (answer === 'late') {
    server.close();
    throw startError('dlv-busy', { subject });
  }
  if (!answer) throw startError('not-a-dlv', { subject });
  if (!answer.success) {
    server.close();
    throw startError('not-a-dlv', { subject, detail: failureText(answer) });
  }
  return { server, capabilities: objectOf(answer.body) };
}

/** The second connection, if this dlv takes one. */
export async function openSideChannel(address: Address): Promise<RpcClient | undefined> {
  let rpc: RpcClient | undefined;
  try {
    rpc = await RpcClient.connect(address, SIDE_CHANNEL_MILLIS);
    if (await rpc.isMulticlient({ timeoutMillis: SIDE_CHANNEL_MILLIS })) return rpc;
  } catch {
    // Refused or silent: a server for one client.
  }
  rpc?.close();
  return undefined;
}

async function openDap(address: Address): Promise<DapConnection> {
  const socket = await openSocket(address, CONNECT_MILLIS);
  return new DapConnection(socket, socket, () => socket.destroy());
}

function connectFailure(error: unknown, address: Address): StartError {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  const detail = messageOf(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return startError('host-unknown', { subject: address.host, detail });
  }
  return startError('connection-refused', { subject: addressText(address), detail });
}
