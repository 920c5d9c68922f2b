import type { Address } from '../../delve/rpc-client.ts';
import { RemoteGuard } from '../../delve/remote-guard.ts';
import type { SelfCommand } from '../../delve/watchdog.ts';
import type { Configuration } from '../start/configuration.ts';
import type { DapServer } from '../start/connect.ts';
import { addressText, openSideChannel } from '../start/connect.ts';
import type { StartedTarget } from '../start/started-target.ts';
import { keepAlive } from './heartbeat.ts';

/** Somebody else's dlv that answers on DAP, with its second connection if it takes one. */
export async function remoteTarget(
  connected: DapServer,
  address: Address,
  configuration: Configuration,
  self: SelfCommand,
): Promise<StartedTarget> {
  const rpc = await openSideChannel(address);
  // Ends with the connection.
  if (rpc) void keepAlive(address, connected.server);
  return {
    ...connected,
    rpc,
    configuration,
    ownership: 'remote',
    watchdog: undefined,
    guard: rpc && new RemoteGuard(self, address),
    built: undefined,
    go: configuration.goPath,
    address: addressText(address),
  };
}
