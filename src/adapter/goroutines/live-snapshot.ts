import type { RpcClient } from '../../delve/rpc-client.ts';
import type { StopDesk } from '../stops/stop-desk.ts';
import { addRaw } from './facts.ts';
import type { RuntimeMemory } from './memory-reader.ts';
import { readAllGoroutines } from './raw/goroutines.ts';
import type { RawGoroutine } from './raw/goroutines.ts';
import { readBatch } from './raw/read-raw.ts';
import type { RawBatch } from './raw/read-raw.ts';
import { hasChain, walkStacks } from './raw/stack-walk.ts';
import type { Chain } from './raw/stack-walk.ts';
import type { Snapshot } from './snapshot.ts';

/** How long a program may be paused unasked. */
const PAUSE_MILLIS = 20;
/** What the batch in flight and going on take of that. */
const RESERVE_MILLIS = 5;
/** How many are read before it is known how long they take. */
const PROBE = 100;
/** As many as fit are read at once, at most this many. */
const BATCH = 1000;
/** Up to here the counts of all come before the stacks of some. */
const COUNT_FIRST = 2000;
/** Further pauses, for source lines that are seen for the first time. */
const MOST_PAUSES = 50;

/**
 * Looks at a running program in a pause that nobody is shown. Within `PAUSE_MILLIS`, or for as long as it takes when
 * the whole is wanted:
 *   1. read the structures of all goroutines, their labels and what they wait for;
 *   2. walk their stacks;
 *   3. ask dlv for source lines that are new.
 * What is left of 3 does not depend on the moment and gets pauses of its own.
 */
export async function takeSnapshot(
  desk: Pick<StopDesk, 'pauseFor'>,
  memory: RuntimeMemory,
  snapshot: Snapshot,
  isWhole: boolean,
): Promise<void> {
  const { places } = memory;
  const reading = new Reading(memory, snapshot, isWhole);
  const began = performance.now();
  const first = await desk.pauseFor((rpc) => reading.read(rpc));
  const pauses = [first.millis];
  while (reading.strangers().length > 0 && pauses.length < MOST_PAUSES) {
    const before = reading.strangers().length;
    pauses.push((await desk.pauseFor((rpc) => reading.learn(rpc))).millis);
    if (reading.strangers().length === before) break;
  }
  const builder = snapshot.edit();
  builder.setTotal(reading.isComplete ? reading.count : reading.total);
  for (const batch of reading.batches) {
    for (const raw of batch.raws) {
      const chain = reading.chains.get(raw.id) ?? null;
      addRaw(builder, raw, { batch, places, chain, facts: snapshot.facts });
    }
  }
  snapshot.readMillis = performance.now() - began;
  snapshot.pause = { count: pauses.length, millis: Math.max(...pauses), rest: reading.rest() };
}

class Reading {
  readonly batches: RawBatch[] = [];
  readonly chains = new Map<number, Chain>();
  total = 0;
  count = 0;
  isComplete = false;
  readonly #memory: RuntimeMemory;
  readonly #snapshot: Snapshot;
  readonly #isWhole: boolean;
  #deadline = performance.now() + PAUSE_MILLIS - RESERVE_MILLIS;
  #rawMillis = 0;
  #walkMillis = 0;
  /** Those whose stacks were walked, and those that cannot be. */
  #walked = 0;
  #running = 0;

  constructor(memory: RuntimeMemory, snapshot: Snapshot, isWhole: boolean) {
    this.#memory = memory;
    this.#snapshot = snapshot;
    this.#isWhole = isWhole;
  }

  async read(rpc: RpcClient): Promise<void> {
    const { layout } = this.#memory;
    const all = await readAllGoroutines(rpc, layout);
    this.total = all.length;
    const isFew = all.length <= COUNT_FIRST;
    let first = 0;
    // The first batch is read however late it is: a snapshot of nothing helps nobody.
    while (first < all.length && (first === 0 || !this.#isOver)) {
      const count = this.#fitting(this.#rawMillis, this.count);
      const began = performance.now();
      const { facts } = this.#snapshot;
      const batch = await readBatch(rpc, layout, { all, first, count, facts });
      this.#rawMillis += performance.now() - began;
      this.batches.push(batch);
      this.count += batch.raws.length;
      first += count;
      if (!isFew) await this.#walk(rpc, batch.raws);
    }
    this.isComplete = first >= all.length;
    if (isFew) for (const { raws } of this.batches) await this.#walk(rpc, raws);
    if (!this.#isOver) await this.#learnUntilOver(rpc);
  }

  async learn(rpc: RpcClient): Promise<void> {
    this.#deadline = performance.now() + PAUSE_MILLIS - 2 * RESERVE_MILLIS;
    await this.#learnUntilOver(rpc);
  }

  /** Goroutines with source lines that are not known yet, one for each. */
  strangers(): readonly RawGoroutine[] {
    const { places } = this.#memory;
    const seen = new Set<string>();
    return this.batches
      .flatMap(({ raws }) => raws)
      .filter((raw) => {
        const chain = this.chains.get(raw.id);
        if (places.knowsOrigin(raw) && (!chain || places.knowsChain(chain))) return false;
        const kind = `${raw.creationPc} ${raw.startPc} ${chain?.pcs.join(' ') ?? ''}`;
        return !seen.has(kind) && seen.add(kind);
      });
  }

  /** What did not fit, and how long a pause for everything would be. */
  rest(): { readonly goroutines: number; readonly millis: number } | null {
    const unread = this.isComplete ? 0 : this.total - this.count;
    const unwalked = this.count - this.#walked - this.#running;
    if (unread + unwalked <= 0) return null;
    const perGoroutine = this.#rawMillis / Math.max(1, this.count);
    // A stack costs about twice what the structure does.
    const perStack = this.#walked > 0 ? this.#walkMillis / this.#walked : 2 * perGoroutine;
    const all = this.isComplete ? this.count : this.total;
    const millis = PAUSE_MILLIS / 2 + all * (perGoroutine + perStack);
    return { goroutines: unread + unwalked, millis };
  }

  /** How many to read next, when `count` took `millis`. */
  #fitting(millis: number, count: number): number {
    if (this.#isWhole) return BATCH;
    if (count === 0) return PROBE;
    const left = this.#deadline - performance.now();
    return Math.max(PROBE / 4, Math.min(BATCH, Math.floor((left * count) / Math.max(0.1, millis))));
  }

  get #isOver(): boolean {
    return !this.#isWhole && performance.now() > this.#deadline;
  }

  async #walk(rpc: RpcClient, raws: readonly RawGoroutine[]): Promise<void> {
    const parked = raws.filter(hasChain);
    this.#running += raws.length - parked.length;
    // The first stacks are walked however late it is, as the first batch is read.
    const mayGoOn = (): boolean => this.#walked === 0 || !this.#isOver;
    for (let at = 0; at < parked.length && mayGoOn();) {
      const part = parked.slice(at, at + this.#fitting(this.#walkMillis, this.#walked));
      at += part.length;
      const began = performance.now();
      const chains = await walkStacks(rpc, part);
      this.#walkMillis += performance.now() - began;
      this.#walked += part.length;
      for (const [index, raw] of part.entries()) {
        const chain = chains[index];
        if (chain) this.chains.set(raw.id, chain);
      }
    }
  }

  /** At least one at a time, so that it comes to an end. */
  async #learnUntilOver(rpc: RpcClient): Promise<void> {
    for (const raw of this.strangers()) {
      await this.#memory.places.learn(rpc, raw, this.chains.get(raw.id) ?? EMPTY);
      if (this.#isOver) return;
    }
  }
}

/** Of a goroutine whose stack is not asked for. */
const EMPTY: Chain = { pcs: [], isWhole: false };
