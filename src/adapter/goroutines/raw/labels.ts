import type { RpcClient } from '../../../delve/rpc-client.ts';
import type { Label } from '../../../goroutines/index.ts';
import { readMemory } from './memory.ts';
import type { Memory, Piece } from './memory.ts';

/** A slice header, and a label of two strings (runtime/pprof/label.go, Go 1.24 to 1.26). */
const SLICE = 24;
const PAIR = 32;
/** Larger ones are memory that is no label set. */
const MOST_PAIRS = 1000;
const LONGEST = 4096;

/** Label sets by their address. Address 0 and what cannot be read have none. */
export async function readLabels(
  rpc: RpcClient,
  addresses: ReadonlySet<number>,
): Promise<ReadonlyMap<number, readonly Label[]>> {
  const sets = [...addresses].filter((address) => address !== 0);
  const headers = await readMemory(rpc, pieces(sets, SLICE));
  const lists = sets.filter((set) => headers.has(set, SLICE) && pairCount(headers, set) > 0);
  const pairs = await readMemory(
    rpc,
    lists.map((set) => ({ address: headers.u64(set), size: pairCount(headers, set) * PAIR })),
  );
  const strings = new Map<number, number>();
  const pairsOf = (set: number): number[] => {
    const [at, count] = [headers.u64(set), pairCount(headers, set)];
    if (!pairs.has(at, count * PAIR)) return [];
    return Array.from({ length: count }, (_, index) => at + index * PAIR);
  };
  for (const pair of lists.flatMap(pairsOf)) {
    for (const at of [pair, pair + 16]) {
      const size = Math.min(LONGEST, pairs.u64(at + 8));
      strings.set(pairs.u64(at), Math.max(size, strings.get(pairs.u64(at)) ?? 0));
    }
  }
  const texts = await readMemory(
    rpc,
    [...strings].map(([address, size]) => ({ address, size })),
  );
  const text = (at: number): string => {
    const [address, size] = [pairs.u64(at), Math.min(LONGEST, pairs.u64(at + 8))];
    return texts.has(address, size) ? texts.text(address, size) : '';
  };
  return new Map(
    lists.map((set) => [set, pairsOf(set).map((pair): Label => [text(pair), text(pair + 16)])]),
  );
}

function pieces(addresses: readonly number[], size: number): Piece[] {
  return addresses.map((address) => ({ address, size }));
}

function pairCount(headers: Memory, set: number): number {
  const count = headers.u64(set + 8);
  return count > MOST_PAIRS ? 0 : count;
}
