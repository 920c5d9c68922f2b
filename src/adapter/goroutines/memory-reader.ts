import { throwIfCancelled } from '../../base/cancellation.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { Gate } from '../side-channel.ts';
import { addRaw, stackFacts } from './facts.ts';
import { hasChain, walkStacks } from './raw/stack-walk.ts';
import type { Chain } from './raw/stack-walk.ts';
import { readAllGoroutines } from './raw/goroutines.ts';
import type { RuntimeLayout } from './raw/layout.ts';
import { packed, unpacked } from './raw/packed.ts';
import type { StackStart } from './raw/packed.ts';
import type { Places } from './raw/places.ts';
import { readBatch } from './raw/read-raw.ts';
import type { RawBatch } from './raw/read-raw.ts';
import type { ReadOptions } from './reader.ts';
import type { Snapshot } from './snapshot.ts';

/** What fits on a screen comes first. */
const FIRST = 250;
/** 30 ms on a small machine: what a `continue` may have to wait for. */
const BATCH = 1000;
/** 6 s of reading; more only when the user asks for it. */
const READ_LIMIT = 250_000;
/** Of a goroutine whose stack comes later. */
const NO_CHAIN: Chain = { pcs: [], isWhole: false };

/** What is known about the runtime of a target until it is built again. */
export interface RuntimeMemory {
  readonly layout: RuntimeLayout;
  readonly places: Places;
}

/**
 * Reads all goroutines of a stop from the runtime's own structures in the target's memory: ten times as fast as dlv's
 * list, which knows neither parents nor what is waited for. dlv is asked only what program counters mean, once for each:
 *   1. a screenful, with stacks;
 *   2. the structures of all others, what they wait for and their labels: counts are exact from here on;
 *   3. their stacks, by frame pointers.
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
  const news = (): void => {
    snapshot.readMillis = performance.now() - started;
    options.changed();
  };
  const later: Float64Array[] = [];
  let end = 0;
  const batches = ahead(rangesOf(all.length), (range) =>
    channel.run((rpc) => readBatch(rpc, layout, { all, ...range, facts: snapshot.facts })),
  );
  for await (const batch of batches) {
    throwIfCancelled(options.token);
    await addBatch(channel, memory, snapshot, batch);
    if (end > 0) later.push(packed(batch.raws));
    else await addStacks(channel, memory, snapshot, await walk(channel, batch.raws));
    end += end === 0 ? FIRST : BATCH;
    news();
    if (snapshot.length >= READ_LIMIT && !options.isUnlimited()) break;
  }
  const builder = snapshot.edit();
  // Slots of goroutines that ended are counted in `runtime.allgs` too.
  const isComplete = end >= all.length;
  if (isComplete) builder.setTotal(builder.length);
  for await (const walked of ahead(later, (numbers) => walk(channel, unpacked(numbers)))) {
    throwIfCancelled(options.token);
    await addStacks(channel, memory, snapshot, walked);
    news();
  }
  snapshot.status = isComplete ? 'complete' : 'partial';
  news();
}

interface Range {
  readonly first: number;
  readonly count: number;
}

function rangesOf(length: number): Range[] {
  const ranges: Range[] = [];
  for (let first = 0; first < length;) {
    const count = first === 0 ? FIRST : BATCH;
    ranges.push({ first, count });
    first += count;
  }
  return ranges;
}

/** The answers in order; the next one is asked for while the last is worked on. */
async function* ahead<Question, Answer>(
  questions: readonly Question[],
  ask: (question: Question) => Promise<Answer>,
): AsyncGenerator<Answer> {
  const asked = (at: number): Promise<Answer> | undefined => {
    const question = questions[at];
    if (question === undefined) return undefined;
    const answer = ask(question);
    answer.catch(() => undefined); // Awaited below, unless the loop ends before.
    return answer;
  };
  let next = asked(0);
  for (let at = 1; next !== undefined; at++) {
    const answer = await next;
    next = asked(at);
    yield answer;
  }
}

interface Walked {
  readonly raw: StackStart;
  /** Null: it runs, its registers are on a thread. */
  readonly chain: Chain | null;
}

async function walk(channel: Gate, raws: readonly StackStart[]): Promise<readonly Walked[]> {
  const parked = raws.filter(hasChain);
  const chains = await channel.run((rpc) => walkStacks(rpc, parked));
  const walked = parked.map((raw, at): Walked => ({ raw, chain: chains[at] ?? null }));
  return [...walked, ...raws.filter((raw) => !hasChain(raw)).map((raw) => ({ raw, chain: null }))];
}

async function addBatch(
  channel: Gate,
  { places }: RuntimeMemory,
  snapshot: Snapshot,
  batch: RawBatch,
): Promise<void> {
  for (const raw of batch.raws) {
    if (places.knowsOrigin(raw)) continue;
    await channel.run((rpc) => learn(rpc, places, raw, NO_CHAIN));
  }
  const builder = snapshot.edit();
  for (const raw of batch.raws) {
    addRaw(builder, raw, { batch, places, chain: null, facts: snapshot.facts });
    snapshot.positions.set(raw.id, raw.index);
    if (raw.hasAncestors) snapshot.withAncestors.add(raw.id);
  }
}

async function addStacks(
  channel: Gate,
  { places }: RuntimeMemory,
  snapshot: Snapshot,
  walked: readonly Walked[],
): Promise<void> {
  for (const { raw, chain } of walked) {
    const isKnown = chain !== null && places.knowsChain(chain);
    const whole = isKnown ? chain : await channel.run((rpc) => learn(rpc, places, raw, chain));
    snapshot.stacksRead.add(raw.id);
    if (!whole) continue;
    const builder = snapshot.edit();
    builder.update(raw.id, stackFacts(builder, places, whole));
  }
}

/** A failing lookup leaves a goroutine without its lines, not the view without the goroutine. */
async function learn(
  rpc: RpcClient,
  places: Places,
  raw: StackStart,
  chain: Chain | null,
): Promise<Chain | null> {
  try {
    return await places.learn(rpc, raw, chain);
  } catch {
    return chain;
  }
}
