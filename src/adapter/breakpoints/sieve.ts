import { messageOf } from '../../base/user-error.ts';
import type { DapResponse, JsonObject } from '../../dap/messages.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { RpcVariable } from '../../delve/rpc-types.ts';
import type { SimultaneousHit } from '../../protocol/breakpoint-view.ts';
import type { Stop, StopHit, StopSieve } from '../stops/stop-desk.ts';
import { isBreakpointStop } from '../stops/stop-desk.ts';
import type { BreakpointDesk } from './breakpoint-desk.ts';
import { holds } from './hit-condition.ts';
import { formatLogMessage, parseLogMessage } from './log-message.ts';
import type { Check } from './lower.ts';
import { startOf } from './stack-places.ts';
import type { StackPlaces } from './stack-places.ts';
import { Meter } from './meter.ts';
import type { OwnedBreakpoint } from './owned-breakpoint.ts';

/** What the sieve needs of its session. */
export interface SieveSession {
  readonly client: { event(event: string, body: JsonObject): void };
  ask(command: string, args: JsonObject): Promise<DapResponse | undefined>;
}

/** dlv's report of the stop and our `continue`: around each verdict, measured by `npm run bench adapter`. */
const AROUND_MILLIS = 1;
/** A stack is read in one piece up to here; only a deeper one that has no match is read on. */
const STACK_DEPTH = 64;
const DEEPEST_STACK = 4096;
/** What dlv says of conditions that it could not evaluate (pkg/proc/breakpoints.go, target_exec.go). */
const CONDITION_ERROR = /evaluating (expression|conditions)|condition expression/;
const WHOLE = {
  FollowPointers: true,
  MaxVariableRecurse: 1,
  MaxStringLen: 4096,
  MaxArrayValues: 256,
  MaxStructFields: -1,
};

/**
 * Decides which hits of a stop count, before anybody else sees it:
 *   1. a hit of ours passes when every check, then both counts, let it through;
 *   2. one with a log message says its line and does not stop;
 *   3. one whose condition cannot be evaluated makes its breakpoint unverified and does not stop.
 * A stop at breakpoints none of whose hits is left goes on.
 */
export class Sieve implements StopSieve {
  readonly meter = new Meter();
  /** The others of the last stop. */
  simultaneous: readonly SimultaneousHit[] = [];
  readonly #desk: BreakpointDesk;
  readonly #session: SieveSession;
  readonly #changed: () => void;

  /** `changed`: figures did. */
  constructor(desk: BreakpointDesk, session: SieveSession, changed: () => void) {
    this.#desk = desk;
    this.#session = session;
    this.#changed = changed;
  }

  isInterested(reason: string): boolean {
    if (this.#desk.owned.some(({ dlvId }) => dlvId !== undefined)) return true;
    return isBreakpointStop(reason) && this.#desk.plain.length > 0;
  }

  async sift(stop: Stop, rpc: RpcClient): Promise<Stop> {
    const isError = stop.reason === 'exception' && CONDITION_ERROR.test(stop.text);
    const passing: StopHit[] = [];
    // Looked up before any of them is taken out of dlv.
    const hits = stop.hits.map((hit) => ({ hit, owned: this.#desk.byDlvId(hit.breakpoint.id) }));
    for (const { hit, owned } of hits) {
      if (!owned) {
        if (this.#desk.isMarker(hit.breakpoint.id)) {
          await this.#desk.markerStopped(hit.breakpoint.id, rpc);
        } else passing.push(hit);
      } else if (await this.#timed(owned, () => this.#stops(owned, hit, isError, rpc))) {
        passing.push(hit);
      }
    }
    const [first] = passing;
    const shown = passing.find(({ goroutine }) => goroutine === stop.goroutine) ?? first;
    this.#note(passing.filter(({ goroutine }) => goroutine !== shown?.goroutine));
    const sifted = { ...stop, hits: passing };
    if (!isError && !isBreakpointStop(stop.reason)) return sifted;
    const body = this.#bodyOf(shown, passing);
    return {
      ...sifted,
      reason: isError ? 'breakpoint' : stop.reason,
      goroutine: shown?.goroutine ?? stop.goroutine,
      body: {
        ...stop.body,
        ...(isError ? { reason: 'breakpoint', description: '', text: '' } : {}),
        ...body,
      },
    };
  }

  #bodyOf(shown: StopHit | undefined, passing: readonly StopHit[]): JsonObject {
    if (!shown) return {};
    const own = passing.filter(({ goroutine }) => goroutine === shown.goroutine);
    const owned = this.#desk.byDlvId(shown.breakpoint.id);
    const isFunction = owned?.setKey === 'setFunctionBreakpoints';
    const others = this.simultaneous.map(({ goroutine, file, line }) => {
      return `goroutine ${goroutine} at ${nameOf(file)}:${line}`;
    });
    return {
      threadId: shown.goroutine,
      hitBreakpointIds: own.map(({ breakpoint }) => breakpoint.id),
      ...(isFunction ? { reason: 'function breakpoint' } : {}),
      ...(others.length > 0 ? { text: `Also at breakpoints: ${listed(others)}` } : {}),
    };
  }

  #note(others: readonly StopHit[]): void {
    this.simultaneous = others.map(({ goroutine, breakpoint: { id, file, line } }) => {
      return { breakpoint: this.#desk.clientId(id), goroutine, file, line };
    });
  }

  async #timed(owned: OwnedBreakpoint, decide: () => Promise<boolean>): Promise<boolean> {
    const started = performance.now();
    const isShown = await decide();
    if (owned.isJudged || !isShown) {
      const now = performance.now();
      const millis = now - started + AROUND_MILLIS;
      owned.meter.add(now, millis);
      this.meter.add(now, millis);
      this.#changed();
    }
    return isShown;
  }

  /** Whether the program stops for it. */
  async #stops(
    owned: OwnedBreakpoint,
    { goroutine, breakpoint }: StopHit,
    isError: boolean,
    rpc: RpcClient,
  ): Promise<boolean> {
    if (owned.problem !== '') return false;
    if (isError && !(await this.#isTrue(owned, goroutine, rpc))) return false;
    const { lowered, wanted } = owned;
    for (const check of lowered?.checks ?? []) {
      if (!(await this.#isMet(check, owned, goroutine, rpc))) return false;
    }
    if (lowered?.perGoroutine && !holds(lowered.perGoroutine, owned.countTerms(goroutine)))
      return false;
    if (lowered?.total && !holds(lowered.total, owned.countPass())) return false;
    owned.countHit(goroutine);
    if (wanted.logMessage === '') return true;
    const message = parseLogMessage(wanted.logMessage);
    if (typeof message === 'string') return false; // Told when it was set.
    const line = await formatLogMessage(message, goroutine, this.#session.ask.bind(this.#session));
    this.#session.client.event('output', {
      category: 'stdout',
      output: `> [Go ${goroutine}]: ${line}\n`,
      source: owned.answer.source ?? { path: breakpoint.file },
      line: owned.answer.line ?? breakpoint.line,
    });
    return false;
  }

  async #isMet(
    check: Check,
    owned: OwnedBreakpoint,
    goroutine: number,
    rpc: RpcClient,
  ): Promise<boolean> {
    if (check.kind === 'alive') return this.#desk.isAliveStill(owned, check, rpc);
    if (check.kind !== 'stack') return isMet(check, goroutine, rpc);
    const { stackGuard, stackPlaces } = owned;
    const isWithout = await stackGuard.isWithout(goroutine, rpc);
    const isOn = !isWithout && (await isOnStack(check.functions, stackPlaces, goroutine, rpc));
    if (!isWithout && !isOn) await stackGuard.seenWithout(goroutine, rpc);
    await this.#desk.guardStack(owned, check.entries, rpc);
    return isOn;
  }

  /** dlv could not evaluate some condition; when it is this one, its breakpoint is taken out. */
  async #isTrue(owned: OwnedBreakpoint, goroutine: number, rpc: RpcClient): Promise<boolean> {
    const condition = (owned.lowered?.condition ?? '').replace(/^delve\.catch\b/, '');
    if (condition === '') return true;
    const scope = { GoroutineID: goroutine, Frame: 0, DeferredCall: 0 };
    let problem: string;
    try {
      const { Variable } = await rpc.call('Eval', { Scope: scope, Expr: condition, Cfg: WHOLE });
      if (Variable.value === 'true' || Variable.value === 'false') return Variable.value === 'true';
      problem = Variable.unreadable || 'condition expression not boolean';
    } catch (error) {
      problem = messageOf(error);
    }
    await this.#desk.refuse(owned, problem, rpc);
    const breakpoint = this.#desk.bodyOf(owned);
    this.#session.client.event('breakpoint', { reason: 'changed', breakpoint });
    this.#changed();
    return false;
  }
}

async function isMet(
  check: Exclude<Check, { readonly kind: 'alive' | 'stack' }>,
  goroutine: number,
  rpc: RpcClient,
): Promise<boolean> {
  switch (check.kind) {
    case 'after': {
      for (const Id of check.markers) {
        const { Breakpoint } = await rpc.call('GetBreakpoint', { Id, Name: '' });
        if ((Breakpoint.hitCount?.[goroutine] ?? 0) > 0) return true;
      }
      return false;
    }
    case 'label':
      return hasLabel(check, goroutine, rpc);
    case 'caller': {
      const [, frame] = await rpc.stacktrace(goroutine, 2);
      return check.functions.has(frame?.function?.name ?? '');
    }
    case 'start': {
      const frames = await rpc.stacktrace(goroutine, DEEPEST_STACK);
      return check.functions.has(startOf(frames.map((frame) => frame.function?.name ?? '')));
    }
    default:
      return false;
  }
}

async function isOnStack(
  functions: ReadonlySet<string>,
  places: StackPlaces,
  goroutine: number,
  rpc: RpcClient,
): Promise<boolean> {
  let frames = await rpc.stacktrace(goroutine, STACK_DEPTH);
  const isOn = (): boolean => frames.some((frame) => functions.has(frame.function?.name ?? ''));
  if (!isOn() && frames.length > STACK_DEPTH) {
    frames = await rpc.stacktrace(goroutine, DEEPEST_STACK);
  }
  if (isOn()) places.note(frames, functions);
  return isOn();
}

/** Up to Go 1.23 labels are a map: keys and values in turns. */
async function hasLabel(
  { map, key, value }: Check & { kind: 'label' },
  goroutine: number,
  rpc: RpcClient,
): Promise<boolean> {
  const scope = { GoroutineID: goroutine, Frame: 0, DeferredCall: 0 };
  const { Variable } = await rpc.call('Eval', { Scope: scope, Expr: map, Cfg: WHOLE });
  const words: readonly RpcVariable[] = Variable.children ?? [];
  return words.some((word, index) => {
    const isKey = index % 2 === 0 && word.value === key;
    return isKey && (value === null || words[index + 1]?.value === value);
  });
}

const LISTED = 8;

function listed(words: readonly string[]): string {
  const rest = words.length - LISTED;
  return words.slice(0, LISTED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** The program may have been built on another system. */
function nameOf(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}
