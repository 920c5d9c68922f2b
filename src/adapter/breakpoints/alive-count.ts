import type { RpcClient } from '../../delve/rpc-client.ts';
import type { RpcVariable } from '../../delve/rpc-types.ts';
import type { Comparison } from '../../condition/index.ts';

/** How many goroutines are alive, in dlv's expressions. */
export interface AliveCount {
  readonly expression: string;
  /** All that were ever made: never less. */
  readonly made: string;
  /** True in dlv when `expression` holds no longer, because the program has another number of Ps; empty: never. */
  readonly isOutdated: string;
  /** False: goroutines that ended count too. */
  readonly isExact: boolean;
}

/**
 * runtime.gcount: all that were ever made, without the free ones in the scheduler's list and in each P's, and without
 * the runtime's own. Lists know their length from Go 1.26 on (`size`); before, the counts stood beside them (`n`).
 * By address: dlv searches all of a program's names for each name of a package, five times as long as all the rest.
 */
export async function readAliveCount(rpc: RpcClient, pointerSize: number): Promise<AliveCount> {
  const made = await addressOf('runtime.allglen', rpc);
  const madeCount = made === undefined ? 'int(runtime.allglen)' : `int(*(*uintptr)(${made}))`;
  const rough = { expression: madeCount, made: madeCount, isOutdated: '', isExact: false };
  const listed = await addressOf('runtime.sched.gFree.stack.size', rpc);
  const names = listed === undefined ? ['n'] : ['stack.size', 'noStack.size'];
  const fields = [
    'runtime.sched.ngsys.value',
    ...names.map((name) => `runtime.sched.gFree.${name}`),
  ];
  const processors = await find('runtime.allp', rpc);
  if (!processors) return rough;
  for (let p = 0; p < processors.len; p++)
    fields.push(`runtime.allp[${p}].gFree.${listed === undefined ? 'n' : 'size'}`);
  let expression = madeCount;
  for (const field of fields) {
    const address = await addressOf(field, rpc);
    if (address === undefined) return rough;
    expression += ` - int(*(*int32)(${address}))`;
  }
  // Before the runtime has begun there are none; a P stays where it is once it is made.
  const isOutdated = `*(*int)(${processors.addr + pointerSize}) != ${processors.len}`;
  return { expression, made: madeCount, isOutdated, isExact: true };
}

/** What all that were ever made must be for the living to be so many: most programs have fewer, which is one number. */
const MADE: Partial<Record<Comparison, Comparison>> = { '>': '>', '>=': '>=', '==': '>=' };

export function aliveCondition(
  { expression, made, isOutdated }: AliveCount,
  comparison: Comparison,
  count: number,
): string {
  const least = MADE[comparison];
  const canBe = least === undefined ? '' : `${made} ${least} ${count} && `;
  const is = `${canBe}${expression} ${comparison} ${count}`;
  return isOutdated === '' ? `(${is})` : `(${isOutdated} || ${is})`;
}

async function addressOf(expression: string, rpc: RpcClient): Promise<number | undefined> {
  return (await find(expression, rpc))?.addr;
}

/** Undefined where this Go has no such thing. */
async function find(expression: string, rpc: RpcClient): Promise<RpcVariable | undefined> {
  try {
    const variable = await rpc.evaluate(expression);
    return variable.unreadable === '' && variable.addr !== 0 ? variable : undefined;
  } catch {
    return undefined;
  }
}
