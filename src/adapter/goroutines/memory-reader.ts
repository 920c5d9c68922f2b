import { throwIfCancelled } from '../../base/cancellation.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { Gate } from '../side-channel.ts';
import { addRaw } from './facts.ts';
import { readAllGoroutines } from './raw/goroutines.ts';
import type { RawGoroutine } from './raw/goroutines.ts';
import type { RuntimeLayout } from './raw/layout.ts';
import type { Places } from './raw/places.ts';
import { readBatch } from './raw/read-raw.ts';
import type { BatchRequest, RawBatch } from './raw/read-raw.ts';
import { hasChain, walkStacks } from './raw/stack-walk.ts';
import type { Chain } from './raw/stack-walk.ts';
import type { ReadOptions } from './reader.ts';
import type { Snapshot } from './snapshot.ts';

/** What fits on a screen comes first. */
const FIRST = 250;
/** 30 ms on a small machine: what a `continue` may have to wait for. */
const BATCH = 1000;
/** 6 s of reading; more only when the user asks for it. */
const READ_LIMIT = 250_000;

/** What is known about the runtime of a target until it is built again. */
export interface RuntimeMemory {
  readonly layout: RuntimeLayout;
  readonly places: Places;
}

/**
 * Reads all goroutines of a stop from the runtime's own structures in the target's memory, with all their stacks:
 * ten times as fast as dlv's list, which knows neither parents nor what is waited for. dlv is asked only what
 * program counters mean, once for each. For each batch of `runtime.allgs`:
 *   1. the structures, what they wait for, and their labels;
 *   2. their stacks, by frame pointers;
 *   3. the source lines that are new.
 */
export async function readFromMemory(
  channel: Gate,
  memory: RuntimeMemory,
  snapshot: Snapshot,
  options: ReadOptions,
): Promise<void> {
  const started = performance.now();
  const { layout } = memory;
  const all = await channel.run((rpc) => readAllGoroutines(rpc, layout));
  snapshot.edit().setTotal(all.length);
  const batchAt = (first: number): Promise<WalkedBatch> => {
    const count = first === 0 ? FIRST : BATCH;
    const reading = readWalked(channel, layout, { all, first, count, facts: snapshot.facts });
    reading.catch(() => undefined); // Awaited below, unless reading ends before.
    return reading;
  };
  const mayGoOn = (): boolean => snapshot.length < READ_LIMIT || options.isUnlimited();
  let first = 0;
  let next = batchAt(first);
  while (first < all.length && mayGoOn()) {
    const walked = await next;
    first += first === 0 ? FIRST : BATCH;
    // dlv reads on while these are added.
    if (first < all.length) next = batchAt(first);
    throwIfCancelled(options.token);
    await addBatch(channel, memory, snapshot, walked);
    throwIfCancelled(options.token);
    snapshot.readMillis = performance.now() - started;
    if (first < all.length) options.changed();
  }
  const isComplete = first >= all.length;
  const builder = snapshot.edit();
  // Slots of goroutines that ended are counted in `runtime.allgs` too.
  if (isComplete) builder.setTotal(builder.length);
  snapshot.status = isComplete ? 'complete' : 'partial';
  options.changed();
}

interface WalkedBatch {
  readonly batch: RawBatch;
  /** By goroutine id. */
  readonly chains: Map<number, Chain | null>;
}

async function readWalked(
  channel: Gate,
  layout: RuntimeLayout,
  request: BatchRequest,
): Promise<WalkedBatch> {
  const batch = await channel.run((rpc) => readBatch(rpc, layout, request));
  const parked = batch.raws.filter(hasChain);
  const walked = await channel.run((rpc) => walkStacks(rpc, parked));
  return { batch, chains: new Map(parked.map((raw, at) => [raw.id, walked[at] ?? null])) };
}

async function addBatch(
  channel: Gate,
  { places }: RuntimeMemory,
  snapshot: Snapshot,
  { batch, chains }: WalkedBatch,
): Promise<void> {
  for (const raw of batch.raws) {
    const chain = chains.get(raw.id) ?? null;
    if (chain !== null && places.knowsOrigin(raw) && places.knowsChain(chain)) continue;
    chains.set(raw.id, await channel.run((rpc) => learn(rpc, places, raw, chain)));
  }
  const builder = snapshot.edit();
  for (const raw of batch.raws) {
    const chain = chains.get(raw.id) ?? null;
    addRaw(builder, raw, { batch, places, chain, facts: snapshot.facts });
    snapshot.stacksRead.add(raw.id);
    snapshot.positions.set(raw.id, raw.index);
    if (raw.hasAncestors) snapshot.withAncestors.add(raw.id);
  }
}

/** A failing lookup leaves a goroutine without its lines, not the view without the goroutine. */
async function learn(
  rpc: RpcClient,
  places: Places,
  raw: RawGoroutine,
  chain: Chain | null,
): Promise<Chain | null> {
  try {
    return await places.learn(rpc, raw, chain);
  } catch {
    return chain;
  }
}
