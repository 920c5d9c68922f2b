import { CancelledError } from '../../base/cancellation.ts';
import type { DapEvent, DapRequest, DapResponse, JsonObject } from '../../dap/messages.ts';
import { objectOf } from '../../dap/messages.ts';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { BreakpointView } from '../../protocol/breakpoint-view.ts';
import type { ClientPort } from '../client-port.ts';
import type { SideChannel } from '../side-channel.ts';
import type { UsageBreakpoints } from '../special/usage-breakpoints.ts';
import type { StopDesk } from '../stops/stop-desk.ts';
import type { TargetState } from '../target-state.ts';
import { BreakpointDesk, breakpointsOf } from './breakpoint-desk.ts';
import type { BreakpointSet, ClientBreakpoint, WantedBreakpoint } from './set-request.ts';
import { readSet } from './set-request.ts';
import { Sieve } from './sieve.ts';
import { plainStatus, statusOf, usageStatus } from './status.ts';

/** What breakpoints need of their session. */
export interface BreakpointHost {
  readonly state: TargetState;
  readonly channel: SideChannel | undefined;
  readonly stops: StopDesk;
  readonly client: ClientPort;
  readonly log: Log;
  readonly usage: UsageBreakpoints;
  readonly stepping: { readonly isUnderWay: boolean; passed(): BreakpointView['passed'] };
  forward(request: DapRequest, answered?: (response: DapResponse) => undefined): void;
  ask(command: string, args: JsonObject): Promise<DapResponse | undefined>;
}

/** Twice a second at most. */
const CHANGE_MILLIS = 500;
/** Figures of a running program are read by a short stop, at most that often. */
const FRESH_MILLIS = 1000;

const ONE_CLIENT = 'This dlv serves one client only: goroutine terms need --accept-multiclient.';
const NO_TERMS = 'Goroutine terms work in source and function breakpoints only.';
/** dlv's JSON-RPC makes these. */
const OWNED_COMMANDS: ReadonlySet<string> = new Set(['setBreakpoints', 'setFunctionBreakpoints']);

/** The breakpoints of one session: what the client sets, what it is told of them, and what their stops mean. */
export class BreakpointSession {
  readonly #host: BreakpointHost;
  readonly #desk: BreakpointDesk;
  readonly #sieve: Sieve;
  #plainHits: ReadonlyMap<number, ReadonlyMap<number, number>> = new Map();
  #readAt = 0;
  #reading: Promise<void> | undefined;
  #lastChange = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(host: BreakpointHost) {
    this.#host = host;
    this.#desk = new BreakpointDesk(host);
    const changed = (): void => this.changed();
    this.#sieve = new Sieve(this.#desk, host, changed);
    host.stops.sieve(this.#sieve);
    host.state.listen({
      configured: () => this.#desk.restarted(),
      stopped: () => void this.#tellHits(),
      ended: () => clearTimeout(this.#timer),
    });
  }

  /** A request that sets breakpoints; one that needs nothing of us goes to dlv as it is. */
  async set(request: DapRequest): Promise<void> {
    const set = readSet(request);
    const { client, channel, stops, state } = this.#host;
    if (!this.#desk.concerns(set)) {
      this.#host.forward(request, (response) => {
        this.#desk.notePlain(set, breakpointsOf(response));
        this.changed();
        return undefined;
      });
      return;
    }
    let breakpoints: readonly ClientBreakpoint[];
    if (!channel || !OWNED_COMMANDS.has(request.command)) {
      breakpoints = await this.#withoutTerms(set, channel ? NO_TERMS : ONE_CLIENT);
    } else {
      const selected = state.phase === 'stopped' ? state.stoppedGoroutine : 0;
      breakpoints = await stops.interrupt((rpc) => this.#desk.apply(set, selected, rpc));
    }
    client.respond(request, { breakpoints });
    this.changed();
  }

  /** Tracks a goroutine, or no longer; breakpoints with `@tracked` follow at once. */
  async track(goroutine: number, isTracked: boolean): Promise<void> {
    const { stops } = this.#host;
    if (this.#desk.owned.some(({ lowered }) => lowered?.isTracking)) {
      await stops.interrupt((rpc) => this.#desk.track(goroutine, isTracked, rpc));
      this.#tellMessages();
    } else this.#desk.note(goroutine, isTracked);
    this.changed();
  }

  async view(): Promise<BreakpointView> {
    await this.#refresh();
    const now = performance.now();
    const plain = this.#desk.plain.map((each) => plainStatus(each, this.#plainHits.get(each.id)));
    const owned = this.#desk.owned.filter(({ problem }) => problem === '');
    return {
      breakpoints: [...owned.map((each) => statusOf(each, now)), ...plain],
      usage: this.#host.usage.list().map(usageStatus),
      simultaneous: this.#sieve.simultaneous,
      passed: this.#host.stepping.passed().map((hit) => {
        return { ...hit, breakpoint: this.#desk.clientId(hit.breakpoint) };
      }),
      tracked: this.#desk.tracked,
      slowdown: this.#sieve.meter.share(now),
    };
  }

  /** The event with the ids that the client knows. */
  translate(event: DapEvent): DapEvent {
    const body = objectOf(event.body);
    const ids = body['hitBreakpointIds'];
    if (!Array.isArray(ids)) return event;
    const hitBreakpointIds = ids.map((id) => this.#desk.clientId(Number(id)));
    return Object.assign(event, { body: { ...body, hitBreakpointIds } });
  }

  /** Another dlv: nothing that was set is in it. */
  forget(): void {
    this.#desk.forget();
    this.#plainHits = new Map();
    this.#readAt = 0;
  }

  /** dlv's DAP server has made all there are. */
  get isPlain(): boolean {
    return this.#desk.owned.length === 0;
  }

  /** Takes out of dlv what only we know of; the target is about to be left to others. */
  async clear(rpc: RpcClient): Promise<void> {
    await this.#desk.clearAll(rpc);
  }

  /** What can be had without the second connection, or for breakpoints that only dlv's DAP server can make. */
  async #withoutTerms(set: BreakpointSet, reason: string): Promise<ClientBreakpoint[]> {
    const problemOf = ({ condition, mode, problem }: WantedBreakpoint): string =>
      problem === '' && (condition.terms.length > 0 || mode !== '') ? reason : problem;
    const sound = set.breakpoints.filter((each) => problemOf(each) === '');
    const answers = await this.#desk.askSet(
      set,
      sound.map(({ raw }) => raw),
    );
    return set.breakpoints.map((each) => {
      const message = problemOf(each);
      if (message !== '') return { verified: false, line: each.line, message };
      return answers[sound.indexOf(each)] ?? { verified: false };
    });
  }

  /** A stop is shown: the client hears how each breakpoint fares. */
  async #tellHits(): Promise<void> {
    const { channel, log } = this.#host;
    if (!channel || this.#desk.owned.length + this.#desk.plain.length === 0) return;
    try {
      await channel.run((rpc) => this.#read(rpc));
      this.#tellMessages();
      this.changed();
    } catch (error) {
      if (!(error instanceof CancelledError)) log.warn(`reading breakpoints: ${messageOf(error)}`);
    }
  }

  #tellMessages(): void {
    for (const owned of this.#desk.owned) {
      if (owned.problem !== '' || this.#desk.messageOf(owned) === owned.toldMessage) continue;
      const breakpoint = this.#desk.bodyOf(owned);
      this.#host.client.event('breakpoint', { reason: 'changed', breakpoint });
    }
  }

  async #refresh(): Promise<void> {
    const { state, channel, stops, stepping } = this.#host;
    const isEmpty = this.#desk.owned.length + this.#desk.plain.length === 0;
    if (!channel || isEmpty) return;
    const isFresh = performance.now() - this.#readAt < FRESH_MILLIS;
    // A step is over in a moment, and its stop brings the figures.
    if (state.phase === 'running' && (isFresh || stepping.isUnderWay)) return;
    this.#reading ??= stops
      .interrupt((rpc) => this.#read(rpc))
      // The last figures are still there.
      .catch(() => undefined)
      .finally(() => (this.#reading = undefined));
    await this.#reading;
  }

  async #read(rpc: RpcClient): Promise<void> {
    const hits = new Map<number, ReadonlyMap<number, number>>();
    for (const { id, hitCount } of await rpc.listBreakpoints()) {
      const counts = Object.entries(hitCount ?? {}).map(
        ([key, count]) => [Number(key), count] as const,
      );
      hits.set(id, new Map(counts));
    }
    for (const owned of this.#desk.owned) {
      owned.nativeHits = hits.get(owned.dlvId ?? 0) ?? owned.nativeHits;
    }
    this.#plainHits = hits;
    this.#readAt = performance.now();
  }

  /** Lets the client know that the view is another one now; not too often. */
  changed(): void {
    if (this.#timer) return;
    const wait = Math.max(0, this.#lastChange + CHANGE_MILLIS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#lastChange = performance.now();
      this.#host.client.tell('delvescope/breakpointsChanged', {});
    }, wait);
    this.#timer.unref();
  }
}
