/** What the adapter adds to DAP: custom requests, custom events, launch arguments of its own, start failures. */
import type { BreakpointView } from './breakpoint-view.ts';
import type {
  ExpressionCallAnswer,
  ExpressionFrames,
  ExpressionScope,
  ExpressionTableQuery,
  ExpressionTableView,
  ExpressionValue,
  ExpressionValueQuery,
} from './expression-view.ts';
import type {
  GoroutineCompletion,
  GoroutineCompletionQuery,
  GoroutineView,
  GoroutineViewQuery,
  ResolvedSource,
  SourcePlace,
} from './goroutine-view.ts';
import type { PathReport, PathRule } from './path-doctor.ts';

export const adapterRequest = {
  goroutineView: 'delvescope/goroutineView',
  selectGoroutine: 'delvescope/selectGoroutine',
  resolveSource: 'delvescope/resolveSource',
  readAllGoroutines: 'delvescope/readAllGoroutines',
  pathDoctor: 'delvescope/pathDoctor',
  usePaths: 'delvescope/usePaths',
  stopReadingGoroutines: 'delvescope/stopReadingGoroutines',
  snapshotGoroutines: 'delvescope/snapshotGoroutines',
  goroutineCompletions: 'delvescope/goroutineCompletions',
  breakpointView: 'delvescope/breakpointView',
  trackGoroutine: 'delvescope/trackGoroutine',
  chooseDisconnect: 'delvescope/chooseDisconnect',
  corePlace: 'delvescope/corePlace',
  writeCore: 'delvescope/writeCore',
  cancelCore: 'delvescope/cancelCore',
  keepStep: 'delvescope/keepStep',
  expressionTable: 'delvescope/expressionTable',
  expressionTableStop: 'delvescope/expressionTableStop',
  expressionTableExport: 'delvescope/expressionTableExport',
  expressionValue: 'delvescope/expressionValue',
  expressionFrames: 'delvescope/expressionFrames',
  expressionSet: 'delvescope/expressionSet',
  expressionCall: 'delvescope/expressionCall',
  expressionCallStop: 'delvescope/expressionCallStop',
  expressionFunctions: 'delvescope/expressionFunctions',
  programArguments: 'delvescope/programArguments',
  breakOnUse: 'delvescope/breakOnUse',
  usageBreakpoints: 'delvescope/usageBreakpoints',
  removeUsageBreakpoints: 'delvescope/removeUsageBreakpoints',
} as const;

/** What a disconnect does to the program: it goes on, it stays halted under its dlv, or it ends. */
export const DISCONNECT_CHOICES = ['continue', 'leaveHalted', 'kill'] as const;
export type DisconnectChoice = (typeof DISCONNECT_CHOICES)[number];

/** Arguments and answers of the custom requests, by name. */
export interface AdapterRequests {
  'delvescope/goroutineView': { arguments: GoroutineViewQuery; answer: GoroutineView };
  /** Makes a goroutine the selected thread of the client: sends a `stopped` event for it alone. */
  'delvescope/selectGoroutine': { arguments: { id: number }; answer: { found: boolean } };
  'delvescope/resolveSource': { arguments: SourcePlace; answer: ResolvedSource };
  /** Answered running or not; the figures of a running program are at most a second old. */
  'delvescope/breakpointView': { arguments: Record<string, never>; answer: BreakpointView };
  /** Puts a goroutine among the tracked ones (`@tracked`), or takes it out. */
  'delvescope/trackGoroutine': {
    arguments: { readonly goroutine: number; readonly isTracked: boolean };
    answer: Record<string, never>;
  };
  /** Whether stepping stays in its goroutine from now on. */
  'delvescope/keepStep': { arguments: { isKept: boolean }; answer: Record<string, never> };
  /** The rows in sight of the table; evaluates it when its definition or the stop is a new one. */
  'delvescope/expressionTable': { arguments: ExpressionTableQuery; answer: ExpressionTableView };
  /** Stops the evaluation; what is read stays. With `resume` it goes on from there. */
  'delvescope/expressionTableStop': {
    arguments: { readonly resume: boolean };
    answer: Record<string, never>;
  };
  /** All rows that are read, in the order of `sort`. */
  'delvescope/expressionTableExport': {
    arguments: { readonly sort: ExpressionTableQuery['sort']; readonly format: 'csv' | 'json' };
    answer: { readonly text: string };
  };
  'delvescope/expressionValue': { arguments: ExpressionValueQuery; answer: ExpressionValue };
  'delvescope/expressionFrames': {
    arguments: { readonly goroutine: number };
    answer: ExpressionFrames;
  };
  /** Writes a value; a string is made by a call into the program. */
  'delvescope/expressionSet': {
    arguments: { readonly scope: ExpressionScope; readonly expression: string; value: string };
    answer: Record<string, never>;
  };
  /** Runs `expression`, which calls a function, in one goroutine. All goroutines run meanwhile. */
  'delvescope/expressionCall': {
    arguments: { readonly scope: ExpressionScope; readonly expression: string };
    answer: ExpressionCallAnswer;
  };
  /** Halts the program in the middle of the call. */
  'delvescope/expressionCallStop': {
    arguments: Record<string, never>;
    answer: Record<string, never>;
  };
  /** Answers the arguments of the next restart as one line with quotes; `text` replaces them. */
  'delvescope/programArguments': { arguments: { text?: string }; answer: { text: string } };
  /** Breaks when anybody uses the channel or mutex that `expression` is in a frame. */
  'delvescope/breakOnUse': {
    arguments: { expression: string; frameId?: number | undefined };
    /** `limits` says what cannot be seen, if anything. */
    answer: UsageBreakpoint & { readonly limits: string };
  };
  'delvescope/usageBreakpoints': {
    arguments: Record<string, never>;
    answer: { readonly breakpoints: readonly UsageBreakpoint[] };
  };
  'delvescope/removeUsageBreakpoints': {
    arguments: { readonly ids: readonly number[] };
    answer: { readonly breakpoints: readonly UsageBreakpoint[] };
  };
  /** Functions of the program whose name contains the text, own code first. */
  'delvescope/expressionFunctions': {
    arguments: { readonly text: string; readonly count: number };
    answer: { readonly names: readonly string[] };
  };
  /** Lifts the limit above which reading all goroutines waits for the user's word. */
  'delvescope/readAllGoroutines': {
    arguments: Record<string, never>;
    answer: Record<string, never>;
  };
  'delvescope/pathDoctor': { arguments: Record<string, never>; answer: PathReport };
  /** Rules for this session, after those of the configuration; breakpoints are set again by them. */
  'delvescope/usePaths': { arguments: { rules: readonly PathRule[] }; answer: PathReport };
  /** What was read stays; `readAllGoroutines` goes on. */
  'delvescope/stopReadingGoroutines': {
    arguments: Record<string, never>;
    answer: Record<string, never>;
  };
  /**
   * Looks at the running program in a pause of 20 ms, of which the client hears nothing; `isWhole`: in a pause as long
   * as it takes to read everything. Answered when there are new rows.
   */
  'delvescope/snapshotGoroutines': {
    arguments: { isWhole: boolean };
    answer: Record<string, never>;
  };
  'delvescope/goroutineCompletions': {
    arguments: GoroutineCompletionQuery;
    answer: GoroutineCompletion;
  };
  /** Decides what the next `disconnect` does, whatever the configuration and that request say. */
  'delvescope/chooseDisconnect': {
    arguments: { choice: DisconnectChoice };
    answer: Record<string, never>;
  };
  /** On whose disk a core dump lands: on this one, or where the remote dlv at `address` runs. */
  'delvescope/corePlace': {
    arguments: Record<string, never>;
    answer: { readonly isLocal: boolean; readonly address: string };
  };
  /** Answered when it is written, or cancelled by `cancelCore`. */
  'delvescope/writeCore': { arguments: { path: string }; answer: CoreDump };
  'delvescope/cancelCore': { arguments: Record<string, never>; answer: Record<string, never> };
}

export interface CoreDump {
  readonly path: string;
  /** The binary it belongs to; null when that is not on this disk, or not known. */
  readonly program: string | null;
  readonly isCancelled: boolean;
}

/** A breakpoint on the use of one channel or mutex. */
export interface UsageBreakpoint {
  readonly id: number;
  /** As it was named when the breakpoint was set. */
  readonly name: string;
  readonly kind: 'channel' | 'mutex' | 'read-write mutex';
  /** `0xc000012345`; empty: another process runs since, in which it was not found so far. */
  readonly address: string;
}

export const adapterEvent = {
  goroutinesChanged: 'delvescope/goroutinesChanged',
  expressionTableChanged: 'delvescope/expressionTableChanged',
  breakpointsChanged: 'delvescope/breakpointsChanged',
  startFailed: 'delvescope/startFailed',
  waiting: 'delvescope/waiting',
  buildFailed: 'delvescope/buildFailed',
  sessionInfo: 'delvescope/sessionInfo',
  notice: 'delvescope/notice',
  coreProgress: 'delvescope/coreProgress',
} as const;

export interface AdapterEvents {
  /** Rows may have changed: ask again. Sent at most every 50 ms. */
  'delvescope/goroutinesChanged': { generation: number; status: GoroutineView['status'] };
  /** Figures of breakpoints or the tracked goroutines changed: ask again. Sent at most twice a second. */
  'delvescope/breakpointsChanged': Record<string, never>;
  /** Rows, counts or the status changed: ask again. Sent at most every 100 ms. */
  'delvescope/expressionTableChanged': { generation: number };
  'delvescope/startFailed': StartFailure;
  /** dlv is waited for, or, with null, no longer. */
  'delvescope/waiting': Waiting | null;
  'delvescope/buildFailed': { errors: readonly BuildError[] };
  'delvescope/sessionInfo': SessionInfo;
  /** In bytes and threads; sent every 200 ms while a core dump is written. */
  'delvescope/coreProgress': {
    MemDone: number;
    MemTotal: number;
    ThreadsDone: number;
    ThreadsTotal: number;
  };
  'delvescope/notice': { code: NoticeCode; message: string; subject?: string };
}

/** Every way a session can fail to start has its own code, message and button. */
export type StartFailureCode =
  | 'dlv-missing'
  | 'dlv-failed'
  | 'go-missing'
  | 'go-version'
  | 'build-failed'
  | 'program-missing'
  | 'port-taken'
  | 'connection-refused'
  | 'host-unknown'
  | 'connection-closed'
  | 'connection-lost'
  | 'not-a-dlv'
  | 'web-server'
  | 'dlv-busy'
  | 'dlv-other-client'
  | 'dlv-too-old'
  | 'program-ended'
  | 'dlv-dap-only'
  | 'process-gone'
  | 'not-permitted'
  | 'tunnel-program'
  | 'tunnel-login'
  | 'tunnel-target'
  | 'tunnel-refused'
  | 'tunnel-other'
  | 'bad-configuration';

export interface StartFailure {
  readonly code: StartFailureCode;
  /** What was tried, what happened, what to do. */
  readonly message: string;
  /** Output of the tool that failed, for the log. */
  readonly detail: string;
  /** The address, program or path the message is about. */
  readonly subject: string;
}

export interface Waiting {
  readonly address: string;
  /** What the last attempt met: a clause for the end of a sentence. */
  readonly reason: string;
  /** Milliseconds since the epoch when waiting ends; null: it ends when the session does. */
  readonly deadline: number | null;
}

export interface BuildError {
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface SessionInfo {
  readonly dlvVersion: string;
  readonly goVersion: string;
  /** False: DAP only; goroutine views are limited to what DAP offers. */
  readonly sideChannel: boolean;
  readonly processId: number | null;
}

export type NoticeCode =
  'no-side-channel' | 'optimised' | 'stripped' | 'go-too-new' | 'path-unknown' | 'left-behind';

/** Set by the extension in launch and attach arguments; never written by a user. */
export interface HostArguments {
  readonly __dlvPath?: string;
  readonly __goPath?: string;
  /** The setting; the attribute without underscores goes before it. */
  readonly __keepStepInGoroutine?: boolean;
  readonly __workspaceFolders?: readonly string[];
  readonly __substitutePath?: readonly { readonly from: string; readonly to: string }[];
}
