import { parseGoSymbol } from '../../base/go-symbol.ts';
import { UserError } from '../../base/user-error.ts';
import { RpcError } from '../../delve/json-rpc.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { EvalScope, RpcVariable } from '../../delve/rpc-types.ts';
import type { UsedKind } from './operations.ts';

/** A channel or mutex of the program. */
export interface UsedThing {
  readonly kind: UsedKind;
  /** As the user named it. */
  readonly name: string;
  readonly address: number;
}

/** Go's reflect.Kind. */
const CHANNEL = 18;
const INTERFACE = 20;
const POINTER = 22;

const CONFIG = {
  FollowPointers: true,
  MaxVariableRecurse: 1,
  MaxStringLen: 0,
  MaxArrayValues: 0,
  MaxStructFields: 0,
};

/** Finds the channel or mutex that an expression stands for, through pointers and interfaces. */
export async function usedThing(
  name: string,
  scope: EvalScope,
  rpc: RpcClient,
): Promise<UsedThing> {
  let variable: RpcVariable | undefined;
  try {
    variable = (await rpc.call('Eval', { Scope: scope, Expr: name, Cfg: CONFIG })).Variable;
  } catch (error) {
    if (error instanceof RpcError) throw new UserError('dlv', `${name}: ${error.message}`);
    throw error;
  }
  const first = variable.type;
  while (variable && (variable.kind === POINTER || variable.kind === INTERFACE)) {
    variable = variable.children?.[0];
  }
  const kind = variable && kindOf(variable);
  if (!variable || !kind) {
    throw new UserError(
      'no-thing',
      `${name} is ${first}: not a channel, sync.Mutex or sync.RWMutex.`,
    );
  }
  const address = kind === 'channel' ? variable.base : variable.addr;
  if (address === 0) throw new UserError('no-thing', `${name} is nil: nobody can use it.`);
  return { kind, name, address };
}

/**
 * How the thing is called wherever the program stands; empty when only the frame it was named in knows it. A package
 * in quotes is looked for among the variables of packages only.
 */
export async function globalName(
  { name, address }: UsedThing,
  scope: EvalScope,
  rpc: RpcClient,
): Promise<string> {
  const frames = await rpc.stacktrace(scope.GoroutineID, scope.Frame + 1);
  const { packagePath } = parseGoSymbol(frames[scope.Frame]?.function?.name ?? '');
  const [, first = '', rest = ''] = /^(\w+)\.(.+)$/.exec(name) ?? [];
  const candidates = [`"${packagePath}".${name}`, ...(rest === '' ? [] : [`"${first}".${rest}`])];
  for (const candidate of candidates) {
    const found = await usedThing(candidate, scope, rpc).catch(() => undefined);
    if (found?.address === address) return candidate;
  }
  return '';
}

function kindOf({ kind, type, realType }: RpcVariable): UsedKind | undefined {
  if (kind === CHANNEL) return 'channel';
  const name = [type, realType].find((each) => each.startsWith('sync.'));
  if (name === 'sync.Mutex') return 'mutex';
  return name === 'sync.RWMutex' ? 'rwmutex' : undefined;
}
