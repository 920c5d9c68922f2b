import type { RpcClient } from '../../delve/rpc-client.ts';
import type { GoroutineFilter } from '../../delve/rpc-types.ts';
import type { Snapshot } from './snapshot.ts';

/** Of service/api's fields the one that all goroutines have, turned round: the answer stays empty. */
const NONE: GoroutineFilter = { Kind: 0, Negated: true, Arg: '' };
/** Listing this many more costs less than another call. */
const GAP = 4;

/**
 * Makes dlv know goroutines that were read from memory, by listing the parts of `runtime.allgs` they are in: the first
 * question about a goroutine that dlv has not listed itself costs a walk over all of them (4.6 s at 100,000).
 */
export async function acquaint(
  rpc: RpcClient,
  snapshot: Pick<Snapshot, 'positions' | 'listed'>,
  ids: readonly number[],
): Promise<void> {
  const { positions, listed } = snapshot;
  const strangers = ids.filter((id) => positions.has(id) && !listed.has(id));
  const pages = pagesOf(strangers.map((id) => positions.get(id) ?? 0));
  await Promise.all(
    pages.map(([Start, Count]) => rpc.listGoroutines({ Start, Count, Filters: [NONE] })),
  );
  for (const id of strangers) listed.add(id);
}

/** Where to begin and how many to list, so that all positions are covered. */
export function pagesOf(positions: readonly number[]): (readonly [start: number, count: number])[] {
  const pages: [number, number][] = [];
  for (const position of positions.toSorted((a, b) => a - b)) {
    const last = pages.at(-1);
    if (last && position <= last[0] + last[1] + GAP) last[1] = position - last[0] + 1;
    else pages.push([position, 1]);
  }
  return pages;
}
