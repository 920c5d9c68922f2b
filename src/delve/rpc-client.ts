import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { CallOptions } from './json-rpc.ts';
import { JsonRpcConnection } from './json-rpc.ts';
import type { RpcMethods } from './rpc-methods.ts';
import type {
  EvalScope,
  GoroutinePage,
  ListGoroutinesArguments,
  RpcBreakpoint,
  RpcStackframe,
  RpcState,
  RpcVariable,
  RpcVersion,
} from './rpc-types.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

const EVAL_CONFIG = {
  FollowPointers: false,
  MaxVariableRecurse: 0,
  MaxStringLen: 64,
  MaxArrayValues: 0,
  MaxStructFields: 0,
};
const CURRENT_SCOPE: EvalScope = { GoroutineID: -1, Frame: 0, DeferredCall: 0 };

/**
 * dlv's JSON-RPC v2 with typed methods. All but `stateNow`, `isMulticlient` and `version` block until the next stop
 * while the target runs: the caller keeps the gate.
 */
export class RpcClient {
  readonly #rpc: JsonRpcConnection;

  constructor(rpc: JsonRpcConnection) {
    this.#rpc = rpc;
  }

  static async connect(address: Address, timeoutMillis: number): Promise<RpcClient> {
    return new RpcClient(new JsonRpcConnection(await openSocket(address, timeoutMillis)));
  }

  get isClosed(): boolean {
    return this.#rpc.isClosed;
  }

  close(): void {
    this.#rpc.close();
  }

  /**
   * Any method of the table. Rejects with `RpcError` when dlv refuses or does not answer in `timeoutMillis`; the
   * caller keeps the gate (`RpcMethods` says which methods block while the target runs).
   */
  async call<Name extends keyof RpcMethods>(
    method: Name,
    args: RpcMethods[Name]['in'],
    options?: CallOptions,
  ): Promise<RpcMethods[Name]['out']> {
    // The shape of each answer is fixed by dlv's API version 2; reading code treats lists as possibly null.
    return (await this.#rpc.call(method, args, options)) as RpcMethods[Name]['out'];
  }

  version(options?: CallOptions): Promise<RpcVersion> {
    return this.call('GetVersion', {}, options);
  }

  async isMulticlient(options?: CallOptions): Promise<boolean> {
    return (await this.call('IsMulticlient', {}, options)).IsMulticlient;
  }

  listGoroutines(args: ListGoroutinesArguments, options?: CallOptions): Promise<GoroutinePage> {
    return this.call('ListGoroutines', { Filters: null, ...args }, options);
  }

  async stacktrace(
    id: number,
    depth: number,
    options?: CallOptions,
  ): Promise<readonly RpcStackframe[]> {
    const args = { Id: id, Depth: depth, Full: false, Defers: false, Opts: 0, Skip: 0 };
    return (await this.call('Stacktrace', args, options)).Locations ?? [];
  }

  /** A short value in the selected goroutine's top frame. */
  async evaluate(expression: string, options?: CallOptions): Promise<RpcVariable> {
    const args = { Scope: CURRENT_SCOPE, Expr: expression, Cfg: EVAL_CONFIG };
    return (await this.call('Eval', args, options)).Variable;
  }

  /** Answers at once, running or not. */
  async stateNow(options?: CallOptions): Promise<RpcState> {
    return (await this.call('State', { NonBlocking: true }, options)).State;
  }

  async processId(options?: CallOptions): Promise<number> {
    return (await this.call('ProcessPid', {}, options)).Pid;
  }

  async listBreakpoints(options?: CallOptions): Promise<readonly RpcBreakpoint[]> {
    return (await this.call('ListBreakpoints', { All: false }, options)).Breakpoints ?? [];
  }

  async clearBreakpoint(id: number, options?: CallOptions): Promise<void> {
    await this.call('ClearBreakpoint', { Id: id, Name: '' }, options);
  }

  async command(name: 'continue' | 'halt', options?: CallOptions): Promise<void> {
    await this.call('Command', { name }, options);
  }

  /** Child processes become targets too; an empty expression follows all. */
  async followExec(regex: string, options?: CallOptions): Promise<void> {
    await this.call('FollowExec', { Enable: true, Regex: regex }, options);
  }

  async detach(kill: boolean, options?: CallOptions): Promise<void> {
    await this.call('Detach', { Kill: kill }, options);
  }
}

/** Connects, or fails with the system's error (`code` ECONNREFUSED, ENOTFOUND, ETIMEDOUT…). */
export function openSocket({ host, port }: Address, timeoutMillis: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const timer = setTimeout(() => {
      socket.destroy();
      const error = new Error(`no connection to ${host}:${port} in ${timeoutMillis} ms`);
      reject(Object.assign(error, { code: 'ETIMEDOUT' }));
    }, timeoutMillis);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.setNoDelay(true);
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

/** `host:port`, `[::1]:port`; undefined when it is neither. */
export function parseAddress(text: string): Address | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(text.trim());
  const port = Number(match?.[3]);
  if (!match || port > 65535) return undefined;
  return { host: match[1] ?? (match[2] === '' ? '127.0.0.1' : (match[2] ?? '127.0.0.1')), port };
}
