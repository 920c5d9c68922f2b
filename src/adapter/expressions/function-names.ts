import { codeKind, parseGoSymbol } from '../../base/go-symbol.ts';
import type { CodeKind } from '../../base/go-symbol.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';

const ORDER: Readonly<Record<CodeKind, number>> = { own: 0, dependency: 1, std: 2, runtime: 3 };

/** What the compiler puts around a go or defer statement: nobody wrote it, nobody names it. */
const WRAPPER = /\.(?:go|defer)wrap\d+$/;

/** Functions of the program whose name contains the text: own code first, then by name. */
export async function functionNames(
  rpc: RpcClient,
  text: string,
  { ownModules, count }: { readonly ownModules: readonly string[]; readonly count: number },
): Promise<readonly string[]> {
  const pattern = text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  const args = { Filter: `(?i)${pattern}`, FollowCalls: 0 };
  const names = (await rpc.call('ListFunctions', args)).Funcs ?? [];
  const rank = (name: string): number =>
    ORDER[codeKind(parseGoSymbol(name).packagePath, '', ownModules)];
  return names
    .filter((name) => !WRAPPER.test(name))
    .map((name) => ({ name, rank: rank(name) }))
    .toSorted((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name);
}
