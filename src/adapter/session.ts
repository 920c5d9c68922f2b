import { CancellationSource } from '../base/cancellation.ts';
import type { Log } from '../base/log.ts';
import { messageOf } from '../base/user-error.ts';
import type { DapConnection, Outgoing } from '../dap/connection.ts';
import type { DapEvent, DapMessage, DapRequest, DapResponse, JsonObject } from '../dap/messages.ts';
import { isEvent, isRequest, isResponse, objectOf } from '../dap/messages.ts';
import { SequenceMap, fieldsOf } from '../dap/relay.ts';
import type { SelfCommand, Watchdog } from '../delve/watchdog.ts';
import type { DisconnectChoice } from '../protocol/debug-session.ts';
import { SourceFinder } from '../workspace/source-finder.ts';
import { Reattach } from './attach/reattach.ts';
import type { ReattachingSession } from './attach/reattach.ts';
import { BreakpointRecord } from './breakpoint-record.ts';
import { BreakpointSession } from './breakpoints/breakpoint-session.ts';
import { ClientConfiguration } from './client-configuration.ts';
import { ClientOutlet } from './client-outlet.ts';
import { ClientPort } from './client-port.ts';
import { Frames } from './frames.ts';
import { GoroutineSession } from './goroutines/session.ts';
import { leaveTarget } from './leave-target.ts';
import type { Interceptor } from './session-context.ts';
import { ProgramPaths } from './paths/program-paths.ts';
import { SideChannel } from './side-channel.ts';
import type { StartedTarget } from './start/started-target.ts';
import { DataBreakpoints } from './special/data-breakpoints.ts';
import { ExceptionBreakpoints } from './special/exception-breakpoints.ts';
import { SpecialStop } from './special/special-stop.ts';
import { UsageBreakpoints } from './special/usage-breakpoints.ts';
import { LostStep } from './stepping/lost-step.ts';
import { StepInto } from './stepping/step-into.ts';
import { Stepping } from './stepping/stepping.ts';
import { WalkOut } from './stepping/walk-out.ts';
import { StopDesk } from './stops/stop-desk.ts';
import { TargetState } from './target-state.ts';

/** The program has ended by then: its output only has to cross a pipe. */
const DRAIN_MILLIS = 20;
/** Somebody else's dlv that goes away together with its program does so by then. */
const FAREWELL_MILLIS = 500;

type Answered = (response: DapResponse) => Outgoing | undefined;

/**
 * One debug session: a client, later a dlv, and what is changed between them. Messages keep their order: the next one
 * of the client is looked at when the interceptor of the one before has sent what it had to send.
 */
export class Session implements ReattachingSession {
  readonly self: SelfCommand;
  readonly log: Log;
  readonly client: ClientPort;
  readonly state = new TargetState();
  readonly goroutines: GoroutineSession;
  readonly breakpoints = new BreakpointRecord();
  readonly lostStep = new LostStep(this.state);
  readonly stops = new StopDesk(this, this.lostStep);
  readonly stepping = new Stepping(this);
  readonly stepInto = new StepInto();
  readonly walkOut = new WalkOut(this.state);
  readonly specialStop = new SpecialStop(this.state);
  readonly data = new DataBreakpoints(this);
  readonly usage = new UsageBreakpoints(this.specialStop);
  readonly exceptions = new ExceptionBreakpoints(this, this.specialStop);
  readonly frames = new Frames(this.state);
  readonly scopes: BreakpointSession;
  readonly starting = new CancellationSource();
  readonly configuration = new ClientConfiguration();
  readonly reattach = new Reattach(this);
  readonly paths = new ProgramPaths(this);
  initialize: JsonObject = {};
  leaving: DisconnectChoice | undefined;
  newArguments: readonly string[] | undefined;
  program: Watchdog | undefined;
  target: StartedTarget | undefined;
  channel: SideChannel | undefined;

  readonly #connection: DapConnection;
  readonly #outlet: ClientOutlet;
  readonly #interceptors = new Map<string, Interceptor>();
  readonly #toServer = new SequenceMap();
  readonly #toClient = new SequenceMap();
  readonly #answered = new Map<DapMessage, Answered>();
  #sources: Promise<SourceFinder> | undefined;
  #order: Promise<void> = Promise.resolve();
  #isTerminated = false;
  #held: DapMessage[] | undefined;
  #finished: Promise<void> | undefined;
  #over: () => void = () => {};

  constructor(
    connection: DapConnection,
    interceptors: readonly Interceptor[],
    self: SelfCommand,
    log: Log,
  ) {
    this.#connection = connection;
    this.self = self;
    this.log = log;
    this.configuration.explain = (path, message) => this.paths.explain(path, message);
    this.#outlet = new ClientOutlet(connection, this.configuration);
    this.client = new ClientPort(this.#outlet, log);
    this.goroutines = new GoroutineSession(this.state, this.client, log);
    this.state.listen({ ended: () => this.stops.ended() });
    for (const judge of [
      this.data,
      this.lostStep,
      this.stepInto,
      this.walkOut,
      this.stepping,
      this.exceptions,
      this.usage,
    ]) {
      this.stops.add(judge);
    }
    this.scopes = new BreakpointSession(this);
    for (const interceptor of interceptors) {
      for (const command of interceptor.commands) this.#interceptors.set(command, interceptor);
    }
  }

  /** Serves the client until the session is over. */
  run(): Promise<void> {
    return new Promise((resolve) => {
      this.#over = resolve;
      this.#connection.listen({
        message: (message) => this.#fromClient(message),
        garbage: (body) => this.log.warn(`not a DAP message: ${body.toString('utf8', 0, 200)}`),
        close: (reason) => {
          if (reason) this.log.error(`the client's stream: ${reason.message}`);
          void this.#clientGone();
        },
      });
    });
  }

  forward(request: DapRequest, answered?: Answered): void {
    const server = this.target?.server;
    if (!server || server.isClosed) {
      this.client.fail(request, new Error('there is no debug session yet, or no longer'));
      return;
    }
    if (answered) this.#answered.set(request, answered);
    this.#toServer.forward(request, server);
  }

  async ask(command: string, args: JsonObject): Promise<DapResponse | undefined> {
    return this.target?.server.request(command, args);
  }

  exclusive(work: () => Promise<void>): Promise<void> {
    const done = this.#order.then(work);
    this.#order = done.catch(() => undefined); // The caller gets the error; what follows only waits.
    return done;
  }

  setSourcesAgain(): Promise<void> {
    return this.exclusive(() => this.configuration.setSourcesAgain(this));
  }

  breakpointChanged(breakpoint: JsonObject): void {
    this.#outlet.breakpointChanged(breakpoint);
  }

  issue(command: string, args: JsonObject): Promise<JsonObject> {
    return this.#outlet.issue(command, args, (request) => this.#dispatch(request));
  }

  adopt(target: StartedTarget, ready: () => void): void {
    this.target = target;
    this.scopes.forget();
    this.channel = target.rpc && new SideChannel(target.rpc, this.state, this.log);
    this.state.configuring();
    ready();
    target.server.listen({
      message: (message) => this.#fromServer(message),
      garbage: (body) => this.log.warn(`not a DAP message: ${body.toString('utf8', 0, 200)}`),
      close: () => this.#serverGone(),
    });
  }

  async drained(): Promise<void> {
    while (this.#held) await new Promise((resolve) => setTimeout(resolve, DRAIN_MILLIS));
  }

  sources({ configuration, go }: StartedTarget): Promise<SourceFinder> {
    const { root, substitutePath, workspaceFolders } = configuration;
    // A client that names no workspace folder means the folder its paths start from.
    const folders = workspaceFolders.length > 0 ? workspaceFolders : [root];
    const options = { workspaceFolders: folders, substitutePath, goPath: go ?? '' };
    return (this.#sources ??= SourceFinder.create(options));
  }

  finish(): Promise<void> {
    this.#finished ??= this.#finish();
    return this.#finished;
  }

  async #finish(): Promise<void> {
    this.starting.cancel();
    this.state.ended();
    this.channel?.close();
    await this.target?.watchdog?.end();
    await this.target?.tunnel?.close();
    await this.program?.end();
    this.target?.server.close();
    this.#connection.close();
    this.#over();
  }

  async #clientGone(): Promise<void> {
    if (!this.#finished) {
      this.starting.cancel();
      try {
        // Nobody asked for anything: what was configured for a disconnect does not hold.
        await leaveTarget(this, this.leaving, {});
      } catch (error) {
        this.log.error(`leaving the target: ${messageOf(error)}`);
      }
    }
    await this.finish();
  }

  #fromClient(message: DapMessage): void {
    if (isRequest(message) && message.command === 'disconnect') this.reattach.abandon();
    this.#order = this.#order.then(() => {
      if (isRequest(message)) this.configuration.note(message);
      return this.#dispatch(message);
    });
  }

  async #dispatch(message: DapMessage): Promise<void> {
    if (!isRequest(message)) {
      this.#answerFromClient(message);
      return;
    }
    if (this.reattach.answer(message)) return;
    try {
      const interceptor = this.#interceptors.get(message.command);
      if (interceptor) await interceptor.handle(message, this);
      else this.forward(message);
    } catch (error) {
      this.client.fail(message, error);
    }
  }

  /** Answers to dlv's own requests; other messages a client has no business to send go on as they are. */
  #answerFromClient(message: DapMessage): void {
    const server = this.target?.server;
    if (!server) return;
    const fields = fieldsOf(message);
    const request = isResponse(message) ? this.#toClient.take(message.request_seq) : undefined;
    this.#toServer.forward(
      message,
      server,
      request ? { ...fields, request_seq: request.seq } : fields,
    );
  }

  #fromServer(message: DapMessage): void {
    if (this.#held) this.#held.push(message);
    else if (isEnd(message) && this.target?.watchdog) this.#hold(message, DRAIN_MILLIS);
    else if (isEnd(message) && this.reattach.isPossible) this.#hold(message, FAREWELL_MILLIS);
    else this.#pass(message);
  }

  /**
   * What tells the program's end waits: until its last output has come through its own pipes, or until it is known
   * whether somebody else's dlv goes away with it, to be started anew.
   */
  #hold(message: DapMessage, millis: number): void {
    this.#held = [message];
    setTimeout(() => {
      const held = this.#held ?? [];
      this.#held = undefined;
      for (const each of held) this.#pass(each);
    }, millis);
  }

  #pass(message: DapMessage): void {
    if (isResponse(message)) this.#responseFromServer(message);
    else if (isEvent(message)) this.#eventFromServer(message);
    else this.#toClient.forward(message, this.#outlet);
  }

  #responseFromServer(response: DapResponse): void {
    const request = this.#toServer.take(response.request_seq);
    const answered = request && this.#answered.get(request);
    if (request) this.#answered.delete(request);
    let fields = fieldsOf(response);
    try {
      fields = answered?.(response) ?? fields;
    } catch (error) {
      this.log.error(`${response.command}: ${messageOf(error)}`);
    }
    this.#outlet.send(request ? { ...fields, request_seq: request.seq } : fields);
  }

  #eventFromServer(event: DapEvent): void {
    if (this.reattach.swallows(event) || this.paths.isSettled(event)) return;
    if (event.event === 'stopped') {
      this.stops.arrived(event);
      return;
    }
    if (event.event === 'output' && this.stepping.swallows(objectOf(event.body)['output'])) return;
    const isLast = event.event === 'terminated';
    // dlv says it again when the client disconnects; a restart in between makes it news.
    if (!isLast || !this.#isTerminated) this.#outlet.send(fieldsOf(event));
    if (isLast || event.event === 'initialized') this.#isTerminated = isLast;
    if (event.event === 'initialized') {
      this.state.configuring();
      void this.#tellProgram();
      void this.reattach.noteProcess();
    } else if (event.event === 'continued') this.state.running();
    else if (event.event === 'exited' || event.event === 'terminated') this.state.ended();
  }

  showStop(event: DapEvent): void {
    const threadId = objectOf(event.body)['threadId'];
    this.#outlet.send(fieldsOf(this.scopes.translate(event)));
    this.state.stopped(typeof threadId === 'number' ? threadId : 0);
  }

  /** Which process dlv holds, for the watchdog; asked anew after a restart. */
  async #tellProgram(): Promise<void> {
    const { target, channel } = this;
    if (!target?.watchdog || !channel) return;
    // A target that runs on already cannot be asked, and the process of before is gone.
    const program = await channel.run((rpc) => rpc.processId()).catch(() => 0);
    target.watchdog.tellProgram(program);
  }

  /** dlv closed the connection: normal after a disconnect, else the end of the session for the client. */
  #serverGone(): void {
    for (const request of this.#toServer.takePending()) {
      this.client.fail(request, new Error('dlv closed the connection'));
    }
    this.#answered.clear();
    if (this.state.phase === 'ended' || this.#finished || this.#comesBack()) return;
    if (this.#held) return;
    this.state.ended();
    this.client.output('important', 'dlv closed the connection; the session is over.\n');
    this.client.event('terminated');
  }

  /** What dlv said last is not the end for a client whose session goes on. */
  #comesBack(): boolean {
    if (!this.reattach.begin()) return false;
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const message of held) if (!isEnd(message)) this.#pass(message);
    return true;
  }
}

function isEnd(message: DapMessage): boolean {
  return isEvent(message) && (message.event === 'exited' || message.event === 'terminated');
}
