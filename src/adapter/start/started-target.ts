import type { DapConnection } from '../../dap/connection.ts';
import type { JsonObject } from '../../dap/messages.ts';
import type { BuildCommand } from '../../delve/build.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { RemoteGuard } from '../../delve/remote-guard.ts';
import type { Watchdog } from '../../delve/watchdog.ts';
import type { Tunnel } from '../../tunnel/index.ts';
import type { Configuration } from './configuration.ts';

/**
 * Who the program belongs to, and so what the end of the session does to it by default.
 * `launched`: it ends with us. `attached`: our dlv lets go of it. `remote`: somebody else's dlv, left running.
 */
export type Ownership = 'launched' | 'attached' | 'remote';

/** A dlv that answers on DAP. */
export interface StartedTarget {
  readonly configuration: Configuration;
  readonly ownership: Ownership;
  readonly server: DapConnection;
  /** What dlv answered to `initialize`. */
  readonly capabilities: JsonObject;
  /** Undefined: this dlv serves one client only. */
  readonly rpc: RpcClient | undefined;
  /** Undefined for a remote dlv. */
  readonly watchdog: Watchdog | undefined;
  /** For a remote dlv that stays: resumes its target if we are killed. */
  readonly guard: RemoteGuard | undefined;
  /** The way to a remote dlv that is not reached directly. */
  readonly tunnel: Tunnel | undefined;
  /** What was built for this session, for building it again at a restart. */
  readonly built: { readonly program: string; readonly command: BuildCommand } | undefined;
  readonly go: string | undefined;
  readonly address: string;
}
