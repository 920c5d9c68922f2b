import { RpcError } from '../../delve/json-rpc.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { RpcLocation } from '../../delve/rpc-types.ts';

const TOP = { GoroutineID: -1, Frame: 0, DeferredCall: 0 };
/** dlv's flavour of disassembly that says CALL on every platform. */
const GO_FLAVOUR = 2;

/** Of a function's name or `*ADDRESS`; empty where the program has no such place. */
export async function locate(Loc: string, rpc: RpcClient): Promise<readonly RpcLocation[]> {
  const args = { Scope: TOP, Loc, IncludeNonExecutableLines: false, SubstitutePathRules: null };
  try {
    return (await rpc.call('FindLocation', args)).Locations ?? [];
  } catch (error) {
    if (error instanceof RpcError) return [];
    throw error;
  }
}

/** The functions that the function at an address calls by name, in the order of its instructions. */
export async function calledAt(
  address: number,
  rpc: RpcClient,
): Promise<readonly { readonly name: string; readonly address: number }[]> {
  const args = { Scope: TOP, StartPC: address, EndPC: 0, Flavour: GO_FLAVOUR };
  const { Disassemble } = await rpc.call('Disassemble', args);
  return (Disassemble ?? []).flatMap(({ DestLoc, Text, Loc }) => {
    const name = DestLoc?.function?.name;
    return name === undefined || !/^CALL\b/i.test(Text) ? [] : [{ name, address: Loc.pc }];
  });
}
