import type { CancellationSource } from '../base/cancellation.ts';
import type { Log } from '../base/log.ts';
import type { Outgoing } from '../dap/connection.ts';
import type { DapEvent, DapRequest, DapResponse, JsonObject } from '../dap/messages.ts';
import type { SelfCommand, Watchdog } from '../delve/watchdog.ts';
import type { DisconnectChoice } from '../protocol/debug-session.ts';
import type { SourceFinder } from '../workspace/source-finder.ts';
import type { BreakpointRecord } from './breakpoint-record.ts';
import type { BreakpointSession } from './breakpoints/breakpoint-session.ts';
import type { ClientPort } from './client-port.ts';
import type { Frames } from './frames.ts';
import type { GoroutineSession } from './goroutines/session.ts';
import type { ProgramPaths } from './paths/program-paths.ts';
import type { SideChannel } from './side-channel.ts';
import type { StartedTarget } from './start/started-target.ts';
import type { DataBreakpoints } from './special/data-breakpoints.ts';
import type { ExceptionBreakpoints } from './special/exception-breakpoints.ts';
import type { SpecialStop } from './special/special-stop.ts';
import type { UsageBreakpoints } from './special/usage-breakpoints.ts';
import type { StepInto } from './stepping/step-into.ts';
import type { Stepping } from './stepping/stepping.ts';
import type { WalkOut } from './stepping/walk-out.ts';
import type { StopDesk } from './stops/stop-desk.ts';
import type { TargetState } from './target-state.ts';

/** What an interceptor may use of its session. */
export interface SessionContext {
  readonly self: SelfCommand;
  readonly log: Log;
  readonly client: ClientPort;
  readonly state: TargetState;
  readonly goroutines: GoroutineSession;
  readonly breakpoints: BreakpointRecord;
  readonly paths: ProgramPaths;
  /** Where stops arrive before the client hears of them. */
  readonly stops: StopDesk;
  /** Breakpoints with conditions. */
  readonly scopes: BreakpointSession;
  /** Keeps steps in their goroutine. */
  readonly stepping: Stepping;
  readonly stepInto: StepInto;
  /** Steps from a special stop. */
  readonly walkOut: WalkOut;
  /** A stop in the runtime that is shown at the user's own frame. */
  readonly specialStop: SpecialStop;
  readonly data: DataBreakpoints;
  /** Breakpoints on channels and mutexes. */
  readonly usage: UsageBreakpoints;
  /** Exception filters that dlv does not have. */
  readonly exceptions: ExceptionBreakpoints;
  /** What JSON-RPC calls the frames the client knows. */
  readonly frames: Frames;
  /** Cancelled when the session ends while it is still starting. */
  readonly starting: CancellationSource;
  /** The client's arguments of `initialize`. */
  initialize: JsonObject;
  readonly target: StartedTarget | undefined;
  readonly channel: SideChannel | undefined;
  /** What the user wants the next disconnect to do. */
  leaving: DisconnectChoice | undefined;
  /** What the user wants the program to be started with at the next restart. */
  newArguments: readonly string[] | undefined;
  /** A program that runs without a debugger. */
  program: Watchdog | undefined;
  /** Passes a request on to dlv; `answered` may look at the response or replace what the client gets. */
  forward(request: DapRequest, answered?: (response: DapResponse) => Outgoing | undefined): void;
  /** A request of our own. Undefined: dlv is gone. */
  ask(command: string, args: JsonObject): Promise<DapResponse | undefined>;
  /** Lets the client know of a stop, one of dlv's or of our own making. */
  showStop(event: DapEvent): void;
  /** dlv answers: from now on its messages go to the client. `ready` runs before the first of them. */
  adopt(target: StartedTarget, ready: () => void): void;
  /** Resolves when what dlv sent so far has gone to the client. */
  drained(): Promise<void>;
  /** Finds source files on this disk; made at the first question, as it asks the go command. */
  sources(target: StartedTarget): Promise<SourceFinder>;
  /** Ends everything that belongs to the session. */
  finish(): Promise<void>;
}

/** Changes what happens to one command, or a few that are treated alike. */
export interface Interceptor {
  readonly commands: readonly string[];
  /** The next message of the client is looked at when this is done; long work is started, not awaited. */
  handle(request: DapRequest, session: SessionContext): Promise<void> | void;
}
