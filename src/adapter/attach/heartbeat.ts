import type { DapConnection } from '../../dap/connection.ts';
import type { Address } from '../../delve/rpc-client.ts';
import { RpcClient } from '../../delve/rpc-client.ts';
import { late } from '../late.ts';

const PAUSE_MILLIS = 1000;
/** The question takes no lock in dlv and is answered in less than a millisecond, whatever the program does. */
const ANSWER_MILLIS = 3500;

/**
 * Closes a connection whose other end is silent: a tunnel that dropped without a word would otherwise be noticed
 * after minutes. On a connection of its own, because dlv answers the calls of one in their order.
 */
export async function keepAlive(address: Address, server: DapConnection): Promise<void> {
  let rpc: RpcClient | undefined;
  try {
    rpc = await RpcClient.connect(address, ANSWER_MILLIS);
    while (!server.isClosed) {
      await rpc.isMulticlient({ timeoutMillis: ANSWER_MILLIS });
      await Promise.race([server.closed, late(PAUSE_MILLIS)]);
    }
  } catch {
    server.close();
  } finally {
    rpc?.close();
  }
}
