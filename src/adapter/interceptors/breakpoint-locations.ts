import { objectOf } from '../../dap/messages.ts';
import { RpcError } from '../../delve/json-rpc.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { PathRule } from '../path-rules.ts';
import { rpcRules } from '../path-rules.ts';
import { asking } from './asking.ts';

/** An editor asks for a line or for what it shows; nobody reads more lines at a glance. */
const MOST_LINES = 500;
const TOP = { GoroutineID: -1, Frame: 0, DeferredCall: 0 };

/** The lines of a range that have code, which are those a breakpoint can stand at. */
export const breakpointLocations = asking('breakpointLocations', async (args, rpc, session) => {
  const { line, endLine } = args;
  const { path } = objectOf(args['source']);
  const rules = session.paths.rules;
  if (typeof path !== 'string' || typeof line !== 'number') return { breakpoints: [] };
  const last = Math.min(typeof endLine === 'number' ? endLine : line, line + MOST_LINES - 1);
  const breakpoints: { readonly line: number }[] = [];
  for (let at = line; at <= last; at++) {
    if ((await addressesAt(path, at, rules, rpc)).length > 0) breakpoints.push({ line: at });
  }
  return { breakpoints };
});

/** Where the code of a line begins: several addresses where it was inlined. */
export async function addressesAt(
  path: string,
  line: number,
  rules: readonly PathRule[],
  rpc: RpcClient,
): Promise<readonly number[]> {
  try {
    const { Locations } = await rpc.call('FindLocation', {
      Scope: TOP,
      Loc: `${path}:${line}`,
      IncludeNonExecutableLines: false,
      SubstitutePathRules: rpcRules(rules),
    });
    const found = Locations?.[0];
    return found ? (found.pcs ?? [found.pc]) : [];
  } catch (error) {
    if (error instanceof RpcError) return []; // No code at this line, or no such file in the program.
    throw error;
  }
}
