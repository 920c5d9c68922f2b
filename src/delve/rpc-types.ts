/** JSON of Delve's service/api and service/rpc2, v1.27.2: the parts that are read. */

export interface RpcFunction {
  readonly name: string;
  readonly value: number;
  /** By the flags that the compiler left in the debug information; false without that. */
  readonly optimized?: boolean;
}

export interface RpcLocation {
  readonly pc: number;
  readonly file: string;
  readonly line: number;
  readonly function?: RpcFunction;
  /** Answers of FindLocation: every address, where inlining made several. */
  readonly pcs?: readonly number[];
}

export interface RpcStackframe extends RpcLocation {
  readonly Locals?: readonly RpcVariable[] | null;
  readonly Arguments?: readonly RpcVariable[] | null;
  readonly Defers?: readonly RpcDefer[] | null;
  readonly FrameOffset: number;
  readonly FramePointerOffset: number;
  readonly Bottom: boolean;
  readonly Err: string;
}

/** A deferred call: the function, and the `defer` statement. */
export interface RpcDefer {
  readonly DeferredLoc: RpcLocation;
  readonly DeferLoc: RpcLocation;
  readonly SP: number;
  readonly Unreadable: string;
}

export interface RpcAncestor {
  readonly ID: number;
  readonly Stack: readonly RpcStackframe[] | null;
  readonly Unreadable: string;
}

export interface RpcThread {
  readonly id: number;
  readonly pc: number;
  readonly file: string;
  readonly line: number;
  readonly function?: RpcFunction;
  /** 0 when it runs no goroutine. */
  readonly goroutineID: number;
  /** The breakpoint it is stopped at. */
  readonly breakPoint?: RpcBreakpoint;
}

export interface RpcGoroutine {
  readonly id: number;
  readonly currentLoc: RpcLocation;
  /** The first frame outside package runtime. */
  readonly userCurrentLoc: RpcLocation;
  readonly goStatementLoc: RpcLocation;
  readonly startLoc: RpcLocation;
  /** 0 when it is on no thread. */
  readonly threadID: number;
  readonly status: number;
  /** The runtime's monotonic clock in nanoseconds; 0 until a garbage collection marked it. */
  readonly waitSince: number;
  /** Index into a table that depends on the Go version, see `wait-reason.ts`. */
  readonly waitReason: number;
  readonly unreadable: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** service/api GoroutineField: the go statement. */
export const GOROUTINE_GO_LOCATION = 3;

export interface ListGoroutinesArguments {
  readonly Start: number;
  /** 0 lists all at once: only together with grouping. */
  readonly Count: number;
  readonly GroupBy?: number;
  /** 0 means no groups, whatever the documentation says. */
  readonly MaxGroupMembers?: number;
  readonly MaxGroups?: number;
  readonly Filters?: readonly GoroutineFilter[] | null;
  /** Where the expression of a filter is evaluated. */
  readonly EvalScope?: EvalScope;
}

/** service/api ListGoroutinesFilter; `Kind` is a GoroutineField. */
export interface GoroutineFilter {
  readonly Kind: number;
  readonly Negated: boolean;
  readonly Arg: string;
}

export interface GoroutineGroup {
  readonly Name: string;
  readonly Offset: number;
  readonly Count: number;
  readonly Total: number;
}

export interface GoroutinePage {
  readonly Goroutines: readonly RpcGoroutine[];
  /** Where the next page starts; -1 after the last. */
  readonly Nextg: number;
  readonly Groups: readonly GoroutineGroup[] | null;
  readonly TooManyGroups: boolean;
}

/** What a breakpoint is made of; `id` only to amend one. */
export interface RpcBreakpointRequest {
  readonly id?: number;
  /** Letters and digits only. */
  readonly name?: string;
  readonly file?: string;
  readonly line?: number;
  readonly functionName?: string;
  readonly addrs?: readonly number[];
  readonly Cond?: string;
  readonly HitCond?: string;
  /** The hit condition counts per goroutine. */
  readonly HitCondPerG?: boolean;
  /** A tracepoint: the target goes on by itself. */
  readonly continue?: boolean;
  readonly disabled?: boolean;
}

export interface RpcBreakpoint {
  readonly id: number;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly functionName?: string;
  readonly addrs?: readonly number[] | null;
  readonly Cond: string;
  readonly HitCond: string;
  readonly HitCondPerG: boolean;
  /** A tracepoint, which is what a log point is. */
  readonly continue: boolean;
  readonly WatchExpr: string;
  /** Hits by goroutine id; counted only when the condition holds. */
  readonly hitCount: Readonly<Record<string, number>> | null;
  readonly totalHitCount: number;
  readonly disabled: boolean;
}

export interface RpcState {
  readonly Running: boolean;
  readonly exited: boolean;
  readonly exitStatus: number;
  /** 0 while it runs. */
  readonly Pid: number;
  readonly currentGoroutine?: RpcGoroutine;
  readonly currentThread?: RpcThread;
  readonly Threads: readonly RpcThread[] | null;
  /** A step was interrupted; dlv refuses the next one until it is continued or cancelled. */
  readonly NextInProgress: boolean;
}

export interface RpcVersion {
  readonly DelveVersion: string;
  readonly APIVersion: number;
  readonly Backend: string;
  /** `go1.26.8 linux/amd64` of the program. */
  readonly TargetGoVersion: string;
  readonly MinSupportedVersionOfGo: string;
  readonly MaxSupportedVersionOfGo: string;
}

/** service/api Variable. */
export interface RpcVariable {
  readonly name: string;
  readonly addr: number;
  readonly value: string;
  readonly type: string;
  readonly realType: string;
  /** A number of Go's reflect.Kind. */
  readonly kind: number;
  /** Elements of a slice, map or channel; bytes of a string. May exceed what was loaded. */
  readonly len: number;
  readonly cap: number;
  readonly flags: number;
  readonly onlyAddr: boolean;
  readonly base: number;
  /** Map: keys and values in turns. */
  readonly children: readonly RpcVariable[] | null;
  readonly unreadable: string;
}

/** How much of a variable is read. */
export interface LoadConfig {
  readonly FollowPointers: boolean;
  readonly MaxVariableRecurse: number;
  readonly MaxStringLen: number;
  readonly MaxArrayValues: number;
  /** -1: all. */
  readonly MaxStructFields: number;
}

export interface RpcInstruction {
  readonly Loc: RpcLocation;
  readonly DestLoc?: RpcLocation | null;
  readonly Text: string;
  /** Base64. */
  readonly Bytes: string;
  readonly Breakpoint: boolean;
  readonly AtPC: boolean;
}

export interface RpcDumpState {
  readonly Dumping: boolean;
  readonly AllDone: boolean;
  readonly ThreadsDone: number;
  readonly ThreadsTotal: number;
  readonly MemDone: number;
  readonly MemTotal: number;
  readonly Err: string;
}

export interface EvalScope {
  /** -1: the selected one. */
  readonly GoroutineID: number;
  readonly Frame: number;
  readonly DeferredCall: number;
}
