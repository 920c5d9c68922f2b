import type { ScopedCondition } from '../../condition/index.ts';
import type { RpcBreakpoint } from '../../delve/rpc-types.ts';
import type { Lowered } from './lower.ts';
import { isJudged } from './lower.ts';
import { Meter } from './meter.ts';
import { StackGuard } from './stack-guard.ts';
import { StackPlaces } from './stack-places.ts';
import type { ClientBreakpoint, WantedBreakpoint } from './set-request.ts';
import { ruleOf } from './set-request.ts';

/** A breakpoint that is made over JSON-RPC. */
export class OwnedBreakpoint {
  /** What the client knows it by, whatever becomes of it in dlv. */
  readonly clientId: number;
  readonly setKey: string;
  /** A later request may change its log message. */
  wanted: WantedBreakpoint;
  /** The condition with the term that its mode stands for. */
  readonly scope: ScopedCondition;
  /** Source and line in dlv's answer. */
  answer: ClientBreakpoint = { verified: false };
  /** Undefined: not in dlv, for the reason in `problem`. */
  dlvId: number | undefined;
  dlvName = '';
  lowered: Lowered | undefined;
  /** Where it is, in dlv's words. */
  place: Pick<RpcBreakpoint, 'file' | 'line' | 'functionName'> | undefined;
  /** Made for a program that was started again since. */
  isStale = false;
  /** Why it is not verified; empty when it is. */
  problem = '';
  readonly meter = new Meter();
  /** Passes that dlv's own condition let through, by goroutine, as dlv counts them. */
  nativeHits: ReadonlyMap<number, number> = new Map();
  readonly stackPlaces = new StackPlaces();
  readonly stackGuard = new StackGuard();
  /** What dlv was told of the guard last. */
  toldGuard = '';
  readonly #termHits = new Map<number, number>();
  #passes = 0;
  readonly #hits = new Map<number, number>();
  /** What the client was told last. */
  toldMessage = '';

  constructor(clientId: number, setKey: string, wanted: WantedBreakpoint, scope: ScopedCondition) {
    this.clientId = clientId;
    this.setKey = setKey;
    this.wanted = wanted;
    this.scope = scope;
  }

  /** It can stay as it is in dlv, and go on counting. */
  isSame(wanted: WantedBreakpoint): boolean {
    return !this.isStale && this.dlvId !== undefined && ruleOf(this.wanted) === ruleOf(wanted);
  }

  get isJudged(): boolean {
    return this.lowered !== undefined && isJudged(this.lowered);
  }

  /** How often the goroutine satisfied all terms, this time included. */
  countTerms(goroutine: number): number {
    const count = (this.#termHits.get(goroutine) ?? 0) + 1;
    this.#termHits.set(goroutine, count);
    return count;
  }

  /** How often any goroutine came past the count of its own, this time included. */
  countPass(): number {
    return ++this.#passes;
  }

  countHit(goroutine: number): void {
    this.#hits.set(goroutine, (this.#hits.get(goroutine) ?? 0) + 1);
  }

  /** Hits that everything let through, by goroutine. */
  hits(): ReadonlyMap<number, number> {
    if (this.isJudged || this.lowered?.checks.length) return this.#hits;
    const every = this.lowered?.isPerGoroutine ? this.scope.terms : [];
    const term = every.find(({ kind }) => kind === 'once' || kind === 'every');
    if (!term) return this.nativeHits;
    const counted = [...this.nativeHits].map(([goroutine, count]): [number, number] => {
      return [goroutine, term.kind === 'every' ? Math.floor(count / term.count) : 1];
    });
    return new Map(counted.filter(([, count]) => count > 0));
  }
}
