import { UserError } from '../../base/user-error.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import { calledAt, locate } from './code.ts';

/** `go f(x)` is compiled to a function without arguments that calls f (cmd/compile, since Go 1.17). */
const WRAPPER = /\.gowrap\d+$/;

/** Entry addresses of what a goroutine that runs this function may be started with: itself, and its wrappers. */
export async function entriesOf(functionName: string, rpc: RpcClient): Promise<readonly number[]> {
  const entries: number[] = [];
  const own = await entryOf(functionName, rpc);
  if (own !== undefined) entries.push(own);
  const wrappers = await rpc.call('ListFunctions', { Filter: WRAPPER.source, FollowCalls: 0 });
  for (const wrapper of wrappers.Funcs ?? []) {
    const entry = await entryOf(wrapper, rpc);
    if (entry === undefined) continue;
    const called = await calledAt(entry, rpc);
    if (called.some(({ name }) => name === functionName)) entries.push(entry);
  }
  if (entries.length > 0) return entries;
  throw new UserError('no-function', `The program has no function ${functionName}.`);
}

/** The function a goroutine was started with, as the go statement names it. */
export async function startedAt(address: number, rpc: RpcClient): Promise<string> {
  const found = (await locate(`*${address}`, rpc))[0]?.function;
  if (!found) return 'a function without a name';
  if (!WRAPPER.test(found.name)) return found.name;
  const called = (await calledAt(found.value, rpc)).map(({ name }) => name);
  return called.findLast((name) => !name.startsWith('runtime.')) ?? found.name;
}

async function entryOf(name: string, rpc: RpcClient): Promise<number | undefined> {
  const found = await locate(name, rpc);
  return found.find((each) => each.function?.name === name)?.function?.value;
}
