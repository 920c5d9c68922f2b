import { DapConnection } from '../../dap/connection.ts';
import type { JsonObject } from '../../dap/messages.ts';
import { objectOf } from '../../dap/messages.ts';
import type { Address } from '../../delve/rpc-client.ts';
import { RpcClient, openSocket } from '../../delve/rpc-client.ts';

const CONNECT_MILLIS = 10_000;
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
