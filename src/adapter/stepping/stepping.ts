import { messageOf } from '../../base/user-error.ts';
import type { Log } from '../../base/log.ts';
import type { JsonObject } from '../../dap/messages.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { PassedHit } from '../../protocol/breakpoint-view.ts';
import type { ClientPort } from '../client-port.ts';
import type { SideChannel } from '../side-channel.ts';
import type { Stop, StopHit, StopJudge, Verdict } from '../stops/stop-desk.ts';
import type { TargetState } from '../target-state.ts';
import type { LostStep } from './lost-step.ts';
import { PassedHits } from './passed-hits.ts';

/** What stepping needs of its session. */
export interface SteppingSession {
  readonly state: TargetState;
  readonly channel: SideChannel | undefined;
  readonly client: Pick<ClientPort, 'output'>;
  readonly lostStep: LostStep;
  readonly log: Pick<Log, 'warn'>;
}

interface Step {
  readonly goroutine: number;
  readonly began: number;
  /** When to see again whether the goroutine still exists. */
  nextLook: number;
  isSlownessTold: boolean;
}

const BREAKPOINTS: ReadonlySet<string> = new Set([
  'breakpoint',
  'function breakpoint',
  'instruction breakpoint',
  'data breakpoint',
]);
const PASS: Verdict = { kind: 'pass' };
/** A step takes milliseconds; one that lasts has a goroutine that waits, or is gone. */
const LOOK_MILLIS = 250;
const SLOW_MILLIS = 5000;
/** Finding a goroutine among many takes long: at most this share of the time is spent on it. */
const LOOK_SHARE = 10;
/** dlv says this after the stop of another goroutine, whatever becomes of that stop. */
const INTERRUPTED = 'Step interrupted by a breakpoint.';

/**
 * Keeps a step in its goroutine. dlv steps one goroutine and lets all others run, so a breakpoint one of them hits
 * ends the step halfway, and dlv refuses the next one. Here, while a step of goroutine G is under way:
 *   1. a stop of other goroutines only is counted and gone on from: DAP's `continue` takes the step up again;
 *   2. a stop of G, a panic of anyone and a pause are shown, and what is left of the step is cancelled;
 *   3. once G is gone, its step can never end: the next stop of anyone is shown.
 * Switched off, every stop is shown, and a step that is left is cancelled before the next one.
 */
export class Stepping implements StopJudge {
  isKept = true;
  readonly #session: SteppingSession;
  /** Goroutine of the step that is about to be sent. */
  #coming: number | undefined;
  #step: Step | undefined;
  #passed = new PassedHits();
  /** dlv may still hold a step that was interrupted. */
  #isUnfinished = false;
  /** The stop that is about to be shown left a step half done. */
  #isInterrupted = false;

  constructor(session: SteppingSession) {
    this.#session = session;
    session.state.listen({ resumed: () => this.#resumed(), stopped: () => this.#shown() });
  }

  /** What the last step went past. */
  passed(): readonly PassedHit[] {
    return this.#passed.list();
  }

  get isUnderWay(): boolean {
    return this.#step !== undefined;
  }

  /** To be awaited before a step of this goroutine is sent. */
  async beforeStep(goroutine: number, command: string): Promise<void> {
    await this.#cancelUnfinished();
    const { channel, lostStep } = this.#session;
    // A step that cannot be remembered is one that may be lost, no more.
    await channel?.run((rpc) => lostStep.begin(goroutine, command, rpc)).catch(() => undefined);
    this.#coming = goroutine;
  }

  /** To be awaited before the program is let go: switched off, that takes an interrupted step up again. */
  async beforeContinue(): Promise<void> {
    if (this.isKept) await this.#cancelUnfinished();
    this.#coming = undefined;
  }

  /** True: this output of dlv is not for the client, who hears of interrupted steps from here. */
  swallows(output: unknown): boolean {
    return typeof output === 'string' && output.startsWith(INTERRUPTED);
  }

  isInterested(): boolean {
    return this.isUnderWay;
  }

  stepEnded(stop: Promise<Stop>): void {
    this.#isUnfinished = false;
    const goroutine = this.#step?.goroutine;
    const passed = this.#passed;
    this.#step = undefined;
    const tell = (): void => this.#tellPassed(passed);
    const add = ({ hits }: Stop): void => {
      const others = hits.filter((hit) => hit.goroutine !== goroutine && !isCrash(hit));
      if (this.isKept) for (const hit of others) passed.add(hit);
    };
    // Without it the hits until then are told all the same.
    void stop.then(add, () => undefined).then(tell);
  }

  async judge(stop: Stop, rpc: RpcClient): Promise<Verdict> {
    const step = this.#step;
    if (stop.reason === 'step') this.#isUnfinished = false;
    if (!step) return PASS;
    if (!this.isKept) {
      this.#isInterrupted = BREAKPOINTS.has(stop.reason) && stop.goroutine !== step.goroutine;
      return PASS;
    }
    const own = stop.hits.find(({ goroutine }) => goroutine === step.goroutine);
    const others = stop.hits.filter((hit) => hit !== own);
    const crash = stop.hits.find(isCrash);
    for (const hit of others) if (hit !== crash) this.#passed.add(hit);
    if (stop.reason === 'pause') {
      return (await exists(step.goroutine, rpc)) ? showing(step.goroutine) : PASS;
    }
    if (!BREAKPOINTS.has(stop.reason)) return PASS;
    const hit = crash ?? own;
    if (hit) return stop.goroutine === hit.goroutine ? PASS : showingHit(hit);
    // A breakpoint in the program's own code has no hit.
    if (stop.goroutine === step.goroutine) return PASS;
    return this.#pass(step, rpc);
  }

  /** Goes on, unless the step's goroutine has ended meanwhile. */
  async #pass(step: Step, rpc: RpcClient): Promise<Verdict> {
    const started = performance.now();
    if (started >= step.nextLook) {
      if (!(await exists(step.goroutine, rpc))) {
        const text = `Goroutine ${step.goroutine} has ended, and its step with it.`;
        this.#session.client.output('console', `${text}\n`);
        return PASS;
      }
      const now = performance.now();
      step.nextLook = now + LOOK_MILLIS + (now - started) * LOOK_SHARE;
    }
    this.#tellSlowness(step);
    return { kind: 'resume', paused: { threadId: step.goroutine } };
  }

  #tellSlowness(step: Step): void {
    const millis = performance.now() - step.began;
    if (step.isSlownessTold || millis < SLOW_MILLIS) return;
    step.isSlownessTold = true;
    const hits = this.#passed.total;
    this.#session.client.output(
      'console',
      `Goroutine ${step.goroutine} has been stepping for ${SLOW_MILLIS / 1000} s. ${hits} hits of other goroutines ` +
        `were passed meanwhile, one every ${(millis / hits).toFixed(1)} ms. Pause ends the step.\n`,
    );
  }

  #resumed(): void {
    const goroutine = this.#coming;
    this.#coming = undefined;
    this.#passed = new PassedHits();
    if (goroutine === undefined) {
      this.#step = undefined;
      return;
    }
    const began = performance.now();
    this.#step = { goroutine, began, nextLook: began + LOOK_MILLIS, isSlownessTold: false };
    this.#isUnfinished = true;
  }

  #shown(): void {
    const step = this.#step;
    if (!step) return;
    this.#step = undefined;
    const isInterrupted = this.#isInterrupted;
    this.#isInterrupted = false;
    this.#tellPassed(this.#passed);
    if (this.#passed.total === 0 && isInterrupted) {
      const text = `The step of goroutine ${step.goroutine} was interrupted. Continue takes it up again.`;
      this.#session.client.output('console', `${text}\n`);
    }
  }

  #tellPassed(passed: PassedHits): void {
    if (passed.total > 0) this.#session.client.output('console', `${passed.summary()}\n`);
  }

  /** dlv refuses to step while it holds another step. */
  async #cancelUnfinished(): Promise<void> {
    const { channel, state, log } = this.#session;
    if (!this.#isUnfinished || !channel || state.phase !== 'stopped') return;
    await channel.settle();
    try {
      await channel.held.call('CancelNext', {}, { timeoutMillis: 2000 });
      this.#isUnfinished = false;
    } catch (error) {
      log.warn(`cancelling an interrupted step: ${messageOf(error)}`);
    }
  }
}

/** dlv's own breakpoints at unrecovered panics and fatal errors: the program ends there, whoever hits them. */
function isCrash({ breakpoint }: StopHit): boolean {
  return breakpoint.name === 'unrecovered-panic' || breakpoint.name === 'runtime-fatal-throw';
}

async function exists(goroutine: number, rpc: RpcClient): Promise<boolean> {
  try {
    return (await rpc.stacktrace(goroutine, 1)).length > 0;
  } catch {
    return false; // dlv knows no such goroutine.
  }
}

function showing(goroutine: number): Verdict {
  return { kind: 'show', body: { threadId: goroutine } };
}

/** dlv's event is about another goroutine that stood at a breakpoint at the same instant. */
function showingHit(hit: StopHit): Verdict {
  const { goroutine, breakpoint } = hit;
  const body: JsonObject = { threadId: goroutine, hitBreakpointIds: [breakpoint.id] };
  return { kind: 'show', body: { ...body, ...reasonOf(hit) } };
}

function reasonOf(hit: StopHit): JsonObject {
  const { name, WatchExpr } = hit.breakpoint;
  if (isCrash(hit)) {
    return {
      reason: 'exception',
      description: name === 'unrecovered-panic' ? 'panic' : 'fatal error',
    };
  }
  if (WatchExpr !== '') return { reason: 'data breakpoint' };
  if (name.startsWith('functionBreakpoint')) return { reason: 'function breakpoint' };
  if (name.startsWith('instructionBreakpoint')) return { reason: 'instruction breakpoint' };
  return { reason: 'breakpoint' };
}
