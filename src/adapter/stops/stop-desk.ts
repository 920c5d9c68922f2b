import { CancelledError } from '../../base/cancellation.ts';
import type { Log } from '../../base/log.ts';
import { UserError, messageOf } from '../../base/user-error.ts';
import type { DapEvent, DapResponse, JsonObject } from '../../dap/messages.ts';
import { objectOf } from '../../dap/messages.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { RpcBreakpoint } from '../../delve/rpc-types.ts';
import type { SideChannel } from '../side-channel.ts';
import type { TargetState } from '../target-state.ts';
import { pauseTarget } from './pause-target.ts';

/** A goroutine that stands at a breakpoint. */
export interface StopHit {
  readonly goroutine: number;
  readonly breakpoint: RpcBreakpoint;
}

/** A stop that dlv reported and the client has not heard of yet. */
export interface Stop {
  /** `breakpoint`, `step`, `pause`, `exception`… as dlv's event names it. */
  readonly reason: string;
  /** The goroutine dlv's event is about; 0 when it names none. */
  readonly goroutine: number;
  /** What dlv says about it; empty for most. */
  readonly text: string;
  /** All goroutines that stopped at a breakpoint at this instant: dlv's event names one of them. */
  readonly hits: readonly StopHit[];
  /** Where the event the client gets differs from dlv's. */
  readonly body: JsonObject;
}

/** Decides which hits of a stop count, before the judges see it. */
export interface StopSieve {
  isInterested(reason: string): boolean;
  /** The stop with the hits that are left; one that throws has left all of them. */
  sift(stop: Stop, rpc: RpcClient): Promise<Stop>;
}

/** Knows what a stop that nobody shall see has put an end to. */
export interface Resumption {
  /** How the target goes on from a stop of which no hit is left. */
  goOn(stop: Stop, rpc: RpcClient): Promise<FinalVerdict>;
}

/**
 * `pass`: the next judge's turn. `show`: now, with these parts of the body. `resume`: the target goes on, unseen; a
 * pause the client asks for meanwhile shows the stop with the parts in `paused`. `by` is the request that lets it go,
 * `continue` unless told.
 */
export type Verdict =
  | { readonly kind: 'pass' }
  | {
      readonly kind: 'resume';
      readonly paused?: JsonObject;
      readonly by?: { readonly command: string; readonly args: JsonObject };
    }
  | { readonly kind: 'show'; readonly body: JsonObject };

export type FinalVerdict = Exclude<Verdict, { readonly kind: 'pass' }>;

/** Decides about stops before the client hears of them. */
export interface StopJudge {
  /** False: stops need not wait for its verdict now. */
  isInterested(): boolean;
  /** May ask dlv whatever it likes; a judge that throws has passed. */
  judge(stop: Stop, rpc: RpcClient): Promise<Verdict>;
  /**
   * A judge that has this has no say in a stop by which a step ends: it hears of it before the client does, and later
   * who else stood at a breakpoint at that instant.
   */
  readonly stepEnded?: (stop: Promise<Stop>) => void;
}

/** What the desk needs of its session. */
export interface StopDeskSession {
  readonly state: TargetState;
  readonly channel: SideChannel | undefined;
  readonly log: Log;
  ask(command: string, args: JsonObject): Promise<DapResponse | undefined>;
  /** Lets the client know of a stop. */
  showStop(event: DapEvent): void;
}

interface Interruption {
  run(rpc: RpcClient): Promise<void>;
  fail(error: Error): void;
}

/** A pause takes a few milliseconds; a target that does not stop by then cannot be asked. */
const INTERRUPT_MILLIS = 5000;
/** When a pause has not led to a stop by then, it is asked for again. */
const AGAIN_MILLIS = 600;

/**
 * Where stops arrive. For each:
 *   1. what waits for a stop of a running target (`interrupt`) is done;
 *   2. a stop that only our own pause caused goes on;
 *   3. the sieve takes hits out that do not count; a stop at breakpoints without any hit left goes on;
 *   4. the judges decide, in their order: the first that does not pass has the last word;
 *   5. shown, or gone on by DAP's `continue`, which takes an unfinished step up again.
 * The end of a step in which no judge has a say is shown at once, and read after that.
 * All that time the client believes that the target runs: a pause it asks for meanwhile turns 2 to 4 into showing.
 */
export class StopDesk {
  readonly #session: StopDeskSession;
  readonly #judges: StopJudge[] = [];
  readonly #resumption: Resumption;
  #sieve: StopSieve | undefined;
  #waiting: Interruption[] = [];
  #isHolding = false;
  #isPauseWanted = false;
  /** Pauses that we sent and whose stops have not come yet. */
  #pauses = 0;
  #again: NodeJS.Timeout | undefined;
  #next: JsonObject | undefined;
  /** Settles when the last stop is shown or gone on from. */
  handled: Promise<void> = Promise.resolve();
  /** Of the last stop: hits so far by breakpoint and goroutine. */
  #counts: ReadonlyMap<string, number> = new Map();

  constructor(session: StopDeskSession, resumption: Resumption) {
    this.#session = session;
    this.#resumption = resumption;
    // Another program: dlv counts from the beginning.
    session.state.listen({ configured: () => (this.#counts = new Map()) });
  }

  /** A pause of ours is on its way to dlv, or its stop on the way back. */
  get isPausing(): boolean {
    return this.#waiting.length > 0 || this.#pauses > 0;
  }

  sieve(sieve: StopSieve): void {
    this.#sieve = sieve;
  }

  /** Judges are asked in the order in which they were added. */
  add(judge: StopJudge): void {
    this.#judges.push(judge);
  }

  /** The client asks for a pause. True: the target stands already, and its stop will be shown. */
  wantPause(): boolean {
    this.#isPauseWanted = true;
    return this.#isHolding;
  }

  /**
   * Runs `work` while the target is halted: now, or by a short stop of which the client hears nothing. Rejects with
   * `UserError` when the target cannot be halted or asked, with `CancelledError` when it ends or goes on before.
   */
  interrupt<T>(work: (rpc: RpcClient) => Promise<T>): Promise<T> {
    const { state, channel } = this.#session;
    if (!channel) {
      return Promise.reject(
        new UserError(
          'no-side-channel',
          'This dlv serves one client only. Restart it with --accept-multiclient.',
        ),
      );
    }
    if (state.phase === 'stopped') return channel.run(work);
    if (state.phase !== 'running') return Promise.reject(new CancelledError());
    return new Promise((resolve, reject) => {
      const interruption: Interruption = {
        run(rpc) {
          // Only the stop is waited for so long; the work may take its time.
          clearTimeout(timer);
          return work(rpc).then(resolve, reject);
        },
        fail: reject,
      };
      this.#waiting.push(interruption);
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((one) => one !== interruption);
        const seconds = INTERRUPT_MILLIS / 1000;
        reject(
          new UserError('no-stop', `The program did not stop within ${seconds} s. Try again.`),
        );
      }, INTERRUPT_MILLIS);
      timer.unref();
      this.#pauseForWaiting();
    });
  }

  /**
   * The same for a running target that goes on afterwards, and tells for how long it stood: from before it was asked
   * to stop until dlv says that it goes on.
   */
  async pauseFor<T>(
    work: (rpc: RpcClient) => Promise<T>,
  ): Promise<{ readonly value: T; readonly millis: number }> {
    const began = performance.now();
    const value = await this.interrupt(work);
    await this.handled;
    return { value, millis: performance.now() - began };
  }

  /** The next stop is one that has happened before, of which dlv tells only that the target stands. */
  showNextAs(body: JsonObject): void {
    this.#next = body;
  }

  /** dlv reports a stop. */
  arrived(event: DapEvent): void {
    if (this.#next) {
      this.#show(event, this.#next);
      this.#next = undefined;
      return;
    }
    this.handled = this.#handle(event).catch((error: unknown) => {
      this.#session.log.error(`deciding about a stop: ${messageOf(error)}`);
      this.#show(event);
    });
  }

  /** The target is gone: nothing that waits for a stop gets one. */
  ended(): void {
    clearTimeout(this.#again);
    this.#again = undefined;
    this.#pauses = 0;
    this.#isPauseWanted = false;
    this.#next = undefined;
    for (const one of this.#waiting.splice(0)) one.fail(new CancelledError());
  }

  #pauseForWaiting(): void {
    const isRunning = this.#session.state.phase === 'running';
    if (this.#waiting.length === 0 || this.#isHolding || this.#again || !isRunning) return;
    // A pause that dlv gets while it stands for another reason is answered, and forgotten when it goes on.
    this.#again = setTimeout(() => {
      this.#again = undefined;
      this.#pauseForWaiting();
    }, AGAIN_MILLIS);
    this.#again.unref();
    this.#pauses++;
    pauseTarget(this.#session).catch((error: unknown) => {
      this.#pauses--;
      for (const one of this.#waiting.splice(0))
        one.fail(new UserError('no-stop', messageOf(error)));
    });
  }

  async #handle(event: DapEvent): Promise<void> {
    const { channel, state } = this.#session;
    const reason = text(objectOf(event.body)['reason']);
    const isInteresting =
      this.#sieve?.isInterested(reason) || this.#judges.some((judge) => judge.isInterested());
    const isOwn = reason === 'pause' && this.#pauses > 0 && !this.#isPauseWanted;
    if (reason === 'pause') {
      this.#pauses = Math.max(0, this.#pauses - 1);
      clearTimeout(this.#again);
      this.#again = undefined;
    }
    if (!channel || (!isInteresting && this.#waiting.length === 0 && !isOwn)) {
      this.#show(event);
      return;
    }
    const asked = this.#judges.filter((judge) => judge.isInterested());
    const hasNoSay = this.#waiting.length === 0 && asked.every((judge) => judge.stepEnded);
    if (reason === 'step' && hasNoSay) {
      this.#showEnd(event, channel, asked);
      return;
    }
    this.#isHolding = true;
    try {
      const { held: rpc } = channel;
      const verdict = await this.#verdict(event, isOwn, rpc);
      // Served last, so that what came while the judges thought is served too.
      while (this.#waiting.length > 0) await this.#serve(rpc);
      if (state.phase === 'ended' || state.phase === 'starting') return;
      const goesOn = verdict.kind === 'resume';
      if (goesOn && !this.#isPauseWanted && (await this.#goOn(verdict))) return;
      this.#show(event, goesOn ? pauseBody(verdict) : verdict.body);
    } finally {
      this.#isHolding = false;
      this.#pauseForWaiting();
    }
  }

  /** What resumes the target next waits until this has been read: a hit at that instant does not come again. */
  #showEnd(event: DapEvent, channel: SideChannel, judges: readonly StopJudge[]): void {
    const stop = channel.ahead(async (rpc) =>
      this.#sift(this.#newHits(await stopOf(event, rpc)), rpc),
    );
    stop.catch((error: unknown) =>
      this.#session.log.warn(`the end of a step was not read: ${messageOf(error)}`),
    );
    for (const judge of judges) judge.stepEnded?.(stop);
    this.#show(event);
  }

  async #serve(rpc: RpcClient): Promise<void> {
    const one = this.#waiting.shift();
    await one?.run(rpc);
  }

  async #verdict(event: DapEvent, isOwn: boolean, rpc: RpcClient): Promise<FinalVerdict> {
    const reported = await stopOf(event, rpc);
    const found = this.#newHits(reported);
    if (isBreakpointStop(found.reason) && found.hits.length < reported.hits.length) {
      this.#pauses = Math.max(0, this.#pauses - 1);
      if (found.hits.length === 0) return { kind: 'resume' };
    }
    // dlv calls it a pause even when somebody met a breakpoint at that instant: such a hit must not be lost.
    const stop = isOwn ? (asHit(found) ?? found) : found;
    const sifted = await this.#sift(stop, rpc);
    const hasNone = stop.hits.length > 0 && sifted.hits.length === 0;
    if (isOwn ? sifted.hits.length === 0 : hasNone && isBreakpointStop(sifted.reason)) {
      return this.#resumption.goOn(found, rpc);
    }
    for (const judge of this.#judges.filter((each) => each.isInterested())) {
      try {
        const verdict = await judge.judge(sifted, rpc);
        if (verdict.kind === 'resume') return verdict;
        if (verdict.kind === 'show')
          return { ...verdict, body: { ...sifted.body, ...verdict.body } };
      } catch (error) {
        this.#session.log.warn(`a stop was not judged: ${messageOf(error)}`);
      }
    }
    return { kind: 'show', body: sifted.body };
  }

  /**
   * A pause that dlv gets while it stands at a breakpoint is obeyed before the program makes another step: the threads
   * stand where they stood, and dlv reports them once more, by its count of hits the same ones.
   */
  #newHits(stop: Stop): Stop {
    const known = this.#counts;
    const counts = new Map<string, number>();
    const hits = stop.hits.filter(({ goroutine, breakpoint: { id, hitCount } }) => {
      const key = `${id} ${goroutine}`;
      const count = hitCount?.[goroutine] ?? 0;
      counts.set(key, count);
      // dlv's own, with ids below zero, are not counted.
      return id < 0 || known.get(key) !== count;
    });
    this.#counts = counts;
    return { ...stop, hits };
  }

  async #sift(stop: Stop, rpc: RpcClient): Promise<Stop> {
    if (!this.#sieve?.isInterested(stop.reason)) return stop;
    try {
      return await this.#sieve.sift(stop, rpc);
    } catch (error) {
      this.#session.log.warn(`a stop was not sifted: ${messageOf(error)}`);
      return stop;
    }
  }

  /** False: dlv refused, the target stands where it was. */
  async #goOn(verdict: Verdict): Promise<boolean> {
    const by = verdict.kind === 'resume' ? verdict.by : undefined;
    const response = await this.#session.ask(
      by?.command ?? 'continue',
      by?.args ?? { threadId: 0 },
    );
    return response?.success === true;
  }

  #show(event: DapEvent, changes: JsonObject = {}): void {
    this.#isPauseWanted = false;
    this.#session.showStop(Object.assign(event, { body: { ...objectOf(event.body), ...changes } }));
  }
}

const BREAKPOINT_REASONS: ReadonlySet<string> = new Set([
  'breakpoint',
  'function breakpoint',
  'instruction breakpoint',
]);

/** A stop for which somebody's breakpoint is the only reason. */
export function isBreakpointStop(reason: string): boolean {
  return BREAKPOINT_REASONS.has(reason);
}

function pauseBody({ paused }: Verdict & { kind: 'resume' }): JsonObject {
  return { reason: 'pause', hitBreakpointIds: [], ...paused };
}

/** A pause during which a breakpoint was met, as the stop that it would have been without the pause. */
function asHit(stop: Stop): Stop | undefined {
  const [hit] = stop.hits;
  if (!hit) return undefined;
  const { goroutine, breakpoint } = hit;
  const body = { reason: 'breakpoint', threadId: goroutine, hitBreakpointIds: [breakpoint.id] };
  return { ...stop, reason: 'breakpoint', goroutine, body };
}

async function stopOf(event: DapEvent, rpc: RpcClient): Promise<Stop> {
  const body = objectOf(event.body);
  const state = await rpc.stateNow();
  const hits = (state.Threads ?? []).flatMap(({ goroutineID, breakPoint }) =>
    // A log point has said its line already.
    breakPoint && !breakPoint.continue ? [{ goroutine: goroutineID, breakpoint: breakPoint }] : [],
  );
  return {
    reason: text(body['reason']),
    goroutine: typeof body['threadId'] === 'number' ? body['threadId'] : 0,
    text: text(body['text']),
    hits,
    body: {},
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
