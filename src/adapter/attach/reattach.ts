import { CancelledError, throwIfCancelled } from '../../base/cancellation.ts';
import { messageOf } from '../../base/user-error.ts';
import type { DapEvent, DapRequest, JsonObject } from '../../dap/messages.ts';
import type { RpcState } from '../../delve/rpc-types.ts';
import type { ClientConfiguration } from '../client-configuration.ts';
import { connectFeatures } from '../connect-features.ts';
import { setUsageAgain } from '../interceptors/usage-breakpoints.ts';
import { late } from '../late.ts';
import type { SessionContext } from '../session-context.ts';
import { StartError, startError } from '../start/failures.ts';
import type { Configuration } from '../start/configuration.ts';
import type { StartedTarget } from '../start/started-target.ts';
import { attachTo } from './attach-request.ts';
import { BackOff } from './back-off.ts';
import { connectOnce } from './connect-remote.ts';
import { remoteTarget, wayTo } from './remote-target.ts';

/** What re-attaching needs of its session beside what interceptors use. */
export interface ReattachingSession extends SessionContext {
  readonly configuration: ClientConfiguration;
  /** Runs between two messages of the client. */
  exclusive(work: () => Promise<void>): Promise<void>;
  /** A breakpoint as it is now, under the id the client knows. */
  breakpointChanged(breakpoint: JsonObject): void;
  /** Asks in the client's place. */
  issue(command: string, args: JsonObject): Promise<JsonObject>;
}

const ASK_MILLIS = 2000;
/** Setting all breakpoints takes milliseconds; a dlv that needs this long is gone again. */
const REPLAY_MILLIS = 4000;

/** What does not pass by itself; anything else may be a server that is just coming up. */
const LASTING: ReadonlySet<string> = new Set([
  'not-a-dlv',
  'web-server',
  'dlv-too-old',
  'dlv-dap-only',
]);

/**
 * Keeps a session over the end of its connection to somebody else's dlv: a tunnel that drops, a dlv that is started
 * anew with another build. The client sees one session in which the program runs for a while:
 *   1. the connection ends: the client is told `continued`, its breakpoints become unverified;
 *   2. the address is tried again until a dlv takes us, or the client disconnects;
 *   3. what the client has set is set again, between two of its messages;
 *   4. a program that stood there stays where it is and its stop is shown; any other is let go on.
 */
export class Reattach {
  readonly #session: ReattachingSession;
  #isWaiting = false;
  #isReplaying = false;
  #processId: number | null = null;
  /** As the client asked for it; a target that stands since before is attached to with changes. */
  #original: Configuration | undefined;
  /** The dlv that is being attached to. */
  #candidate: StartedTarget | undefined;

  constructor(session: ReattachingSession) {
    this.#session = session;
  }

  /** There is no dlv at the moment. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** Whether an end of the connection that nobody asked for would be waited out. */
  get isPossible(): boolean {
    const { target, starting } = this.#session;
    if (target?.ownership !== 'remote' || !target.rpc) return false;
    return target.configuration.reattach && !starting.token.isCancellationRequested;
  }

  /** The connection has ended. False: so has the session. */
  begin(): boolean {
    if (this.#isWaiting) return true;
    const { client, state, stops, target, configuration } = this.#session;
    if (!target || !this.isPossible || state.phase === 'ended') return false;
    this.#isWaiting = true;
    const wasStopped = state.phase === 'stopped';
    target.guard?.release();
    target.rpc?.close();
    state.lost();
    stops.ended();
    if (wasStopped) client.event('continued', { threadId: 1, allThreadsContinued: true });
    // Makes clients ask for the threads, of which there is one now, that says what is the matter.
    client.event('thread', { reason: 'started', threadId: 1 });
    const message = waitingWords(target.address);
    for (const id of configuration.ids) {
      this.#session.breakpointChanged({ id, verified: false, message });
    }
    this.#tell(target, 'the connection to it has ended');
    this.#run(target).catch((error: unknown) => this.#giveUp(target, error));
    return true;
  }

  /** The client wants to leave: it should not have to wait for a dlv that takes its time. */
  abandon(): void {
    if (!this.#isWaiting) return;
    this.#session.starting.cancel();
    this.#candidate?.server.close();
  }

  /** Answers the client while there is no dlv. False: the request is treated as always. */
  answer(request: DapRequest): boolean {
    const { client, target, configuration } = this.#session;
    // Requests asked in the client's place have negative numbers.
    if (!this.#isWaiting || !target || request.seq < 0) return false;
    const { command } = request;
    if (command === 'disconnect' || command.startsWith('delvescope/')) return false;
    const words = waitingWords(target.address);
    const breakpoints = configuration.waiting(request, words);
    if (breakpoints) client.respond(request, breakpoints);
    else if (command === 'threads') client.respond(request, { threads: [{ id: 1, name: words }] });
    else client.fail(request, startError('connection-lost', { subject: target.address }));
    return true;
  }

  /** An event that the client, for whom the session goes on, must not see. */
  swallows(event: DapEvent): boolean {
    return this.#isReplaying && event.event === 'initialized';
  }

  /** A program is there, perhaps another one than before: remembered, to know it again. */
  async noteProcess(): Promise<void> {
    const { channel, target } = this.#session;
    if (target?.ownership !== 'remote') return;
    const asked = channel?.run((rpc) => rpc.processId({ timeoutMillis: ASK_MILLIS }));
    this.#processId = (await asked?.catch(() => null)) ?? null;
  }

  async #run(lost: StartedTarget): Promise<void> {
    const { starting, log } = this.#session;
    const backOff = new BackOff(starting.token);
    for (;;) {
      await backOff.wait();
      try {
        await this.#attempt(lost);
        return;
      } catch (error) {
        if (!(error instanceof StartError) || LASTING.has(error.code)) throw error;
        log.info(`attaching again: ${error.code} ${error.detail}`);
        this.#tell(lost, REASONS.get(error.code) ?? error.message);
      }
    }
  }

  async #attempt({ configuration, tunnel }: StartedTarget): Promise<void> {
    const session = this.#session;
    const { initialize, starting, self } = session;
    if (configuration.target.kind !== 'remote') return;
    const way = wayTo(configuration.target.address, tunnel);
    const options = { initialize, deadline: 0, token: starting.token };
    const target = await remoteTarget(
      await connectOnce(way.address, options),
      way,
      (this.#original ??= configuration),
      self,
    );
    this.#candidate = target;
    try {
      const before = await stateOf(target);
      const stands = before?.Running === false && before.Pid === this.#processId;
      const stood = stands ? before : undefined;
      await session.exclusive(() => this.#takeOver(stayingIf(stands, target), stood));
    } catch (error) {
      target.server.close();
      target.rpc?.close();
      target.guard?.release();
      throw error;
    } finally {
      this.#candidate = undefined;
    }
  }

  /** `stood`: where the program stands since before; undefined: it goes on. */
  async #takeOver(target: StartedTarget, stood: RpcState | undefined): Promise<void> {
    const session = this.#session;
    const { client, starting, initialize } = session;
    throwIfCancelled(starting.token);
    const facts = await attachTo(target, session);
    await session.paths.settle(target);
    const isSameProcess = facts.processId !== null && facts.processId === this.#processId;
    if (!isSameProcess) session.goroutines.forget();
    this.#isReplaying = true;
    try {
      session.adopt(target, () => connectFeatures(session, target, facts));
      if (stood) session.stops.showNextAs(bodyOf(stood));
      const replayed = await Promise.race([this.#replay(isSameProcess), late(REPLAY_MILLIS)]);
      if (replayed !== true) throw startError('dlv-busy', { subject: target.address });
    } finally {
      this.#isReplaying = false;
    }
    this.#processId = facts.processId;
    client.event('thread', { reason: 'started', threadId: 1 });
    client.tell('delvescope/waiting', null);
    session.goroutines.notice('');
    if (initialize['supportsInvalidatedEvent'] === true) {
      client.event('invalidated', { areas: ['all'] });
    }
  }

  /** False: the connection ended meanwhile. */
  async #replay(isSameProcess: boolean): Promise<boolean> {
    const session = this.#session;
    await session.configuration.replay(session, { isSameProcess });
    await setUsageAgain(session, { isSameProcess });
    if (session.target?.server.isClosed) return false;
    this.#isWaiting = false;
    const done = await session.issue('configurationDone', {});
    this.#isWaiting = done['success'] !== true;
    return !this.#isWaiting;
  }

  #tell({ address }: StartedTarget, reason: string): void {
    const { client, goroutines } = this.#session;
    goroutines.notice(`${waitingWords(address)}: ${reason}.`);
    client.tell('delvescope/waiting', { address, reason, deadline: null });
  }

  #giveUp({ address }: StartedTarget, error: unknown): void {
    if (error instanceof CancelledError) return;
    const { client, state, log } = this.#session;
    this.#isWaiting = false;
    log.error(`attaching again: ${messageOf(error)}`);
    const known =
      error instanceof StartError ? error : startError('connection-lost', { subject: address });
    client.tell('delvescope/waiting', null);
    client.tell('delvescope/startFailed', known.failure);
    client.output('important', `${known.message}\n`);
    state.ended();
    client.event('terminated');
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['connection-refused', 'nothing listens there'],
  ['host-unknown', 'the host name is not known'],
  ['connection-closed', 'the connection is closed at once'],
  ['dlv-busy', 'it does not answer yet'],
  ['dlv-other-client', 'another client has the program running'],
  ['program-ended', 'its program has ended'],
]);

function waitingWords(address: string): string {
  return `Waiting for dlv at ${address}`;
}

async function stateOf({ rpc }: StartedTarget): Promise<RpcState | undefined> {
  try {
    return await rpc?.stateNow({ timeoutMillis: ASK_MILLIS });
  } catch {
    return undefined; // Attaching will tell what is wrong.
  }
}

function stayingIf(stands: boolean, target: StartedTarget): StartedTarget {
  if (!stands) return target;
  const { configuration } = target;
  const attachArguments = { ...configuration.attachArguments, stopOnEntry: true };
  return { ...target, configuration: { ...configuration, stopOnEntry: true, attachArguments } };
}

/** dlv tells of a stop at the entry; this is what it was. */
function bodyOf({ currentGoroutine, currentThread }: RpcState): JsonObject {
  const breakpoint = currentThread?.breakPoint;
  return {
    reason: breakpoint ? 'breakpoint' : 'pause',
    threadId: currentGoroutine?.id ?? 0,
    ...(breakpoint && { hitBreakpointIds: [breakpoint.id] }),
  };
}
