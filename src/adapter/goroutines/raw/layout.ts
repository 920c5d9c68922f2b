import type { RpcClient } from '../../../delve/rpc-client.ts';
import type { RpcVariable } from '../../../delve/rpc-types.ts';

/** Offsets of the fields that are read, by their path: `sched.pc`. */
export type Fields<Name extends string> = Readonly<Record<Name, number>> & {
  /** Bytes from the start of the struct to the end of the last of these fields. */
  readonly size: number;
};

const G_FIELDS = [
  'stack.hi',
  'm',
  'sched.sp',
  'sched.pc',
  'sched.bp',
  'syscallsp',
  'syscallpc',
  'syscallbp',
  'atomicstatus',
  'goid',
  'waitsince',
  'waitreason',
  'lockedm',
  'parentGoid',
  'gopc',
  'ancestors',
  'startpc',
  'waiting',
  'labels',
] as const;
const SUDOG_FIELDS = ['elem', 'waitlink', 'c'] as const;
const M_FIELDS = ['procid', 'p'] as const;
const P_FIELDS = ['id'] as const;

/** Where the runtime of the target keeps what: the same for as long as the program is not built again. */
export interface RuntimeLayout {
  /** Address of the slice header `runtime.allgs`. */
  readonly allgs: number;
  readonly g: Fields<(typeof G_FIELDS)[number]>;
  readonly sudog: Fields<(typeof SUDOG_FIELDS)[number]>;
  readonly m: Fields<(typeof M_FIELDS)[number]>;
  readonly p: Fields<(typeof P_FIELDS)[number]>;
}

/** Go 1.24 stores labels as a list; what came before is not read from memory. */
const OLDEST_MINOR = 24;

/**
 * The layout of a target whose goroutines can be read from memory; null for those of another kind: 32 bits, a Go
 * before 1.24 or one of the future whose runtime has other names, no debug information for the runtime.
 */
export async function readLayout(rpc: RpcClient, goVersion: string): Promise<RuntimeLayout | null> {
  if (Number(/^go1\.(\d+)/.exec(goVersion)?.[1] ?? 0) < OLDEST_MINOR) return null;
  try {
    const allgs = await structure(rpc, 'runtime.allgs');
    if (allgs.len === 0) return null;
    const first = await structure(rpc, '*runtime.allgs[0]');
    const g = fieldsOf(first, G_FIELDS);
    // Any readable address will do: only where the fields are is asked for.
    const at = (type: string): Promise<RpcVariable> =>
      structure(rpc, `*(*runtime.${type})(0x${first.addr.toString(16)})`);
    const sudog = fieldsOf(await at('sudog'), SUDOG_FIELDS);
    const m = fieldsOf(await at('m'), M_FIELDS);
    const p = fieldsOf(await at('p'), P_FIELDS);
    const has64Bits = g !== null && g['sched.pc'] - g['sched.sp'] === 8;
    if (!has64Bits || !sudog || !m || !p) return null;
    return { allgs: allgs.addr, g, sudog, m, p };
  } catch {
    return null; // The list of dlv itself works for any program that dlv can debug.
  }
}

async function structure(rpc: RpcClient, expression: string): Promise<RpcVariable> {
  const { Variable } = await rpc.call('Eval', {
    Scope: { GoroutineID: -1, Frame: 0, DeferredCall: 0 },
    Expr: expression,
    Cfg: {
      FollowPointers: false,
      MaxVariableRecurse: 2,
      MaxStringLen: 0,
      MaxArrayValues: 0,
      MaxStructFields: -1,
    },
  });
  return Variable;
}

function fieldsOf<Name extends string>(
  struct: RpcVariable,
  names: readonly Name[],
): Fields<Name> | null {
  const offsets: Record<string, number> = {};
  let size = 0;
  for (const name of names) {
    const address = addressOf(struct, name);
    if (address === null) return null;
    offsets[name] = address - struct.addr;
    size = Math.max(size, address - struct.addr + 8);
  }
  return { ...offsets, size } as Fields<Name>; // Every name has been given its offset.
}

function addressOf(struct: RpcVariable, path: string): number | null {
  let field: RpcVariable | undefined = struct;
  for (const name of path.split('.')) field = field?.children?.find((child) => child.name === name);
  if (!field) return null;
  // Go 1.26 wraps the pointers of a sudog: `vu` holds the address even when the collector must not see it.
  return wrapped(field)?.addr ?? field.addr;
}

function wrapped(field: RpcVariable): RpcVariable | undefined {
  for (const child of field.children ?? []) {
    if (child.name === 'vu') return child;
    const inner = child.name === 'maybeTraceablePtr' ? wrapped(child) : undefined;
    if (inner) return inner;
  }
  return undefined;
}
