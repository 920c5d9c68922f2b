import type { Address } from '../../delve/rpc-client.ts';
import type { ClientPort } from '../client-port.ts';
import type { DapServer } from '../start/connect.ts';
import { addressText } from '../start/connect.ts';
import { StartError } from '../start/failures.ts';
import { BackOff } from './back-off.ts';
import { connectOnce } from './connect-remote.ts';
import type { ConnectOptions } from './connect-remote.ts';

/** What passes while a container, a port forward or a dlv comes up, in the words of the progress. */
const PASSING: ReadonlyMap<string, string> = new Map([
  ['connection-refused', 'nothing listens there yet'],
  ['host-unknown', 'the host name is not known yet'],
  ['connection-closed', 'the connection is closed at once'],
]);

/** Why waiting may help; undefined: it will not. */
export function passingReason(error: unknown): string | undefined {
  return error instanceof StartError ? PASSING.get(error.code) : undefined;
}

/** Tries until the deadline while waiting may help; from the first failure on the client is told. */
export async function waitForServer(
  address: Address,
  client: ClientPort,
  options: ConnectOptions,
): Promise<DapServer> {
  const backOff = new BackOff(options.token);
  let isTold = false;
  try {
    for (;;) {
      try {
        return await connectOnce(address, options);
      } catch (error) {
        const reason = passingReason(error);
        if (reason === undefined || Date.now() >= options.deadline) throw error;
        const { deadline } = options;
        client.tell('delvescope/waiting', { address: addressText(address), reason, deadline });
        isTold = true;
      }
      await backOff.wait();
    }
  } finally {
    if (isTold) client.tell('delvescope/waiting', null);
  }
}
