import type { Address } from '../../delve/rpc-client.ts';
import { RemoteGuard } from '../../delve/remote-guard.ts';
import type { SelfCommand } from '../../delve/watchdog.ts';
import type { Tunnel } from '../../tunnel/index.ts';
import type { Configuration } from '../start/configuration.ts';
import type { DapServer } from '../start/connect.ts';
import { addressText, openSideChannel } from '../start/connect.ts';
import type { StartedTarget } from '../start/started-target.ts';
import { keepAlive } from './heartbeat.ts';

/** Where to connect to: dlv's own address, or the near end of the tunnel that leads there. */
interface Way {
  readonly address: Address;
  readonly tunnel: Tunnel | undefined;
}

export function wayTo(address: Address, tunnel: Tunnel | undefined): Way {
  return { address: tunnel ? { host: '127.0.0.1', port: tunnel.port } : address, tunnel };
}

/** Somebody else's dlv that answers on DAP, with its second connection if it takes one. */
export async function remoteTarget(
  connected: DapServer,
  { address, tunnel }: Way,
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
    tunnel,
    built: undefined,
    go: configuration.goPath,
    address: tunnel?.text ?? addressText(address),
  };
}
