import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { CallOptions } from './json-rpc.ts';
import { JsonRpcConnection } from './json-rpc.ts';
import type {
  EvalScope,
  GoroutinePage,
  ListGoroutinesArguments,
  RpcBreakpoint,
  RpcLocation,
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

  version(options?: CallOptions): Promise<RpcVersion> {
    return this.#call('GetVersion', {}, options);
  }

  async isMulticlient(options?: CallOptions): Promise<boolean> {
    const answer = await this.#call<{ IsMulticlient: boolean }>('IsMulticlient', {}, options);
    return answer.IsMulticlient;
  }

  listGoroutines(args: ListGoroutinesArguments, options?: CallOptions): Promise<GoroutinePage> {
    return this.#call('ListGoroutines', { ...args, Filters: null }, options);
  }

  async stacktrace(id: number, depth: number, options?: CallOptions): Promise<RpcLocation[]> {
    const args = { Id: id, Depth: depth, Full: false, Defers: false, Opts: 0, Skip: 0 };
    const answer = await this.#call<{ Locations: RpcLocation[] | null }>(
      'Stacktrace',
      args,
      options,
    );
    return answer.Locations ?? [];
  }

  async evaluate(expression: string, options?: CallOptions): Promise<RpcVariable> {
    const args = { Scope: CURRENT_SCOPE, Expr: expression, Cfg: EVAL_CONFIG };
    const answer = await this.#call<{ Variable: RpcVariable }>('Eval', args, options);
    return answer.Variable;
  }

  /** Answers at once, running or not. */
  async stateNow(options?: CallOptions): Promise<RpcState> {
    const answer = await this.#call<{ State: RpcState }>('State', { NonBlocking: true }, options);
    return answer.State;
  }

  async processId(options?: CallOptions): Promise<number> {
    const answer = await this.#call<{ Pid: number }>('ProcessPid', {}, options);
    return answer.Pid;
  }

  async listBreakpoints(options?: CallOptions): Promise<RpcBreakpoint[]> {
    const answer = await this.#call<{ Breakpoints: RpcBreakpoint[] | null }>(
      'ListBreakpoints',
      { All: false },
      options,
    );
    return answer.Breakpoints ?? [];
  }

  async clearBreakpoint(id: number, options?: CallOptions): Promise<void> {
    await this.#call('ClearBreakpoint', { Id: id, Name: '' }, options);
  }

  async command(name: 'continue' | 'halt', options?: CallOptions): Promise<void> {
    await this.#call('Command', { name }, options);
  }

  /** Child processes become targets too; an empty expression follows all. */
  async followExec(regex: string, options?: CallOptions): Promise<void> {
    await this.#call('FollowExec', { Enable: true, Regex: regex }, options);
  }

  async detach(kill: boolean, options?: CallOptions): Promise<void> {
    await this.#call('Detach', { Kill: kill }, options);
  }

  async #call<T>(method: string, args: object, options?: CallOptions): Promise<T> {
    // The shape of each answer is fixed by dlv's API version 2; reading code treats lists as possibly null.
    return (await this.#rpc.call(method, args, options)) as T;
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
