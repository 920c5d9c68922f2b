import type { RpcClient } from '../../delve/rpc-client.ts';
import type { EvalScope } from '../../delve/rpc-types.ts';
import type { UsageBreakpoint as ToldBreakpoint } from '../../protocol/debug-session.ts';
import type { Stop, StopHit, StopJudge, Verdict } from '../stops/stop-desk.ts';
import type { Operation, UsedKind } from './operations.ts';
import { CONTENDED, OPERATIONS, condition } from './operations.ts';
import { breakAt, clearAt } from './rpc-breakpoint.ts';
import type { SpecialStop } from './special-stop.ts';
import type { UsedThing } from './used-thing.ts';
import { globalName, usedThing } from './used-thing.ts';

interface Watched {
  readonly operation: Operation;
  readonly kind: UsedKind;
  /** dlv's. */
  readonly id: number;
}

/** A breakpoint the user set on a channel or mutex. */
export interface UsageBreakpoint extends UsedThing {
  readonly id: number;
  /** By which it is found again in another process; empty: it is lost with this one. */
  readonly globalName: string;
  /** 0: not found in this process so far. */
  readonly address: number;
  readonly hits: Map<number, number>;
}

/**
 * Breakpoints on the use of one channel or mutex. There is one breakpoint of dlv's per function of the runtime, whose
 * condition names all addresses; dlv evaluates it natively.
 */
export class UsageBreakpoints implements StopJudge {
  #things: UsageBreakpoint[] = [];
  readonly #watched = new Map<string, Watched>();
  readonly #contendedOnly = new Set<UsedKind>();
  readonly #stop: Pick<SpecialStop, 'show'>;
  #lastId = 0;

  constructor(stop: Pick<SpecialStop, 'show'>) {
    this.#stop = stop;
  }

  list(): readonly UsageBreakpoint[] {
    return this.#things;
  }

  /** True: only uses for which somebody has to wait can be seen, because the others are inlined. */
  seesContentionOnly(kind: UsedKind): boolean {
    return this.#contendedOnly.has(kind);
  }

  async add(expression: string, scope: EvalScope, rpc: RpcClient): Promise<UsageBreakpoint> {
    const thing = await usedThing(expression, scope, rpc);
    const known = this.#things.find(({ address }) => address === thing.address);
    if (known) return known;
    const hits = new Map<number, number>();
    const name = await globalName(thing, scope, rpc);
    const added = { ...thing, id: ++this.#lastId, globalName: name, hits };
    this.#things.push(added);
    await this.#apply(thing.kind, rpc);
    return added;
  }

  async remove(ids: readonly number[], rpc: RpcClient): Promise<void> {
    const kinds = new Set<UsedKind>();
    for (const id of ids) {
      const index = this.#things.findIndex((thing) => thing.id === id);
      const [removed] = index < 0 ? [] : this.#things.splice(index, 1);
      if (removed) kinds.add(removed.kind);
    }
    for (const kind of kinds) await this.#apply(kind, rpc);
  }

  /** Takes all of them out of dlv, which is left to others. */
  async clear(rpc: RpcClient): Promise<void> {
    this.#things = [];
    await this.#applyAll(rpc);
  }

  /** The same process, perhaps under another dlv. */
  async setAgain(rpc: RpcClient): Promise<void> {
    await this.#applyAll(rpc);
  }

  /**
   * Another process: there is nothing at these addresses. What belongs to a package is looked for at each stop until it
   * is found; the others are answered, and gone.
   */
  async processEnded(rpc: RpcClient): Promise<readonly UsageBreakpoint[]> {
    const lost = this.#things.filter((thing) => thing.globalName === '');
    this.#things = this.#things
      .filter((thing) => thing.globalName !== '')
      .map((thing) => ({ ...thing, address: 0, hits: new Map<number, number>() }));
    await this.#applyAll(rpc);
    return lost;
  }

  async findAgain(rpc: RpcClient): Promise<void> {
    for (const [at, thing] of this.#things.entries()) {
      if (thing.address !== 0) continue;
      const found = await usedThing(thing.globalName, ANYWHERE, rpc).catch(() => undefined);
      if (found?.kind !== thing.kind) continue;
      this.#things[at] = { ...thing, address: found.address };
      await this.#apply(thing.kind, rpc);
    }
  }

  isInterested(): boolean {
    return this.#things.length > 0;
  }

  /** A use is a stop at a breakpoint. */
  stepEnded(): void {}

  async judge(stop: Stop, rpc: RpcClient): Promise<Verdict> {
    await this.findAgain(rpc);
    const ours = stop.hits.filter(({ breakpoint }) => this.#watchedBy(breakpoint.id));
    const hit = ours.find(({ goroutine }) => goroutine === stop.goroutine);
    if (!hit || stop.reason !== 'breakpoint') return { kind: 'pass' };
    // dlv's stop is about one of them, and the others will not come again.
    const all = [hit, ...ours.filter((other) => other !== hit)];
    const words = await Promise.all(all.map((each) => this.#words(each, rpc)));
    return this.#stop.show(hit.goroutine, 'data breakpoint', words.join('; '));
  }

  #watchedBy(id: number): Watched | undefined {
    return [...this.#watched.values()].find((each) => each.id === id);
  }

  async #words({ goroutine, breakpoint }: StopHit, rpc: RpcClient): Promise<string> {
    const watched = this.#watchedBy(breakpoint.id);
    if (!watched) return '';
    const { operation, kind } = watched;
    let used = this.#things.filter((thing) => thing.kind === kind && thing.address !== 0);
    if (used.length > 1 && operation.parameter !== '') {
      const scope = { GoroutineID: goroutine, Frame: 0, DeferredCall: 0 };
      const Expr = `uintptr(${operation.parameter})`;
      const { Variable } = await rpc.call('Eval', { Scope: scope, Expr, Cfg: NUMBER });
      used = used.filter(({ address }) => Number(Variable.value) === address);
    }
    for (const { hits } of used) hits.set(goroutine, (hits.get(goroutine) ?? 0) + 1);
    const names = used.map(({ name }) => name);
    return `Goroutine ${goroutine} ${operation.verb} ${names.join(' or ')}`;
  }

  async #applyAll(rpc: RpcClient): Promise<void> {
    const kinds = [...this.#things, ...this.#watched.values()].map(({ kind }) => kind);
    for (const kind of new Set(kinds)) await this.#apply(kind, rpc);
  }

  /** Brings dlv's breakpoints in line with what is wanted of this kind. */
  async #apply(kind: UsedKind, rpc: RpcClient): Promise<void> {
    const addresses = this.#things.flatMap((thing) => {
      return thing.kind === kind && thing.address !== 0 ? [thing.address] : [];
    });
    for (const [functionName, watched] of this.#watched) {
      if (watched.kind !== kind) continue;
      await clearAt(functionName, rpc);
      this.#watched.delete(functionName);
    }
    if (addresses.length === 0) return;
    let isInlined = false;
    for (const operation of OPERATIONS[kind]) {
      if ((await this.#watch(operation, kind, addresses, rpc)) === 'inlined') isInlined = true;
    }
    if (!isInlined) return;
    this.#contendedOnly.add(kind);
    for (const operation of CONTENDED[kind]) await this.#watch(operation, kind, addresses, rpc);
  }

  async #watch(
    operation: Operation,
    kind: UsedKind,
    addresses: readonly number[],
    rpc: RpcClient,
  ): Promise<'set' | 'missing' | 'inlined'> {
    const { functionName } = operation;
    const id = await breakAt(functionName, condition(operation, addresses), rpc);
    if (typeof id === 'string') return id;
    this.#watched.set(functionName, { operation, kind, id });
    return 'set';
  }
}

const WORDS = { channel: 'channel', mutex: 'mutex', rwmutex: 'read-write mutex' } as const;

/** What others hear of one. */
export function told({ id, name, kind, address }: UsageBreakpoint): ToldBreakpoint {
  return { id, name, kind: WORDS[kind], address: address === 0 ? '' : `0x${address.toString(16)}` };
}

const ANYWHERE: EvalScope = { GoroutineID: -1, Frame: 0, DeferredCall: 0 };
const NUMBER = {
  FollowPointers: false,
  MaxVariableRecurse: 0,
  MaxStringLen: 0,
  MaxArrayValues: 0,
  MaxStructFields: 0,
};
