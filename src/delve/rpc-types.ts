/** JSON of Delve's service/api and service/rpc2, v1.27.2: the parts that are read. */

export interface RpcFunction {
  readonly name: string;
  readonly value: number;
}

export interface RpcLocation {
  readonly pc: number;
  readonly file: string;
  readonly line: number;
  readonly function?: RpcFunction;
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

export interface RpcBreakpoint {
  readonly id: number;
  readonly name: string;
}

export interface RpcState {
  readonly Running: boolean;
  readonly exited: boolean;
  readonly exitStatus: number;
  readonly pid: number;
  readonly currentGoroutine?: RpcGoroutine;
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

export interface RpcVariable {
  readonly name: string;
  readonly value: string;
  readonly type: string;
  readonly unreadable: string;
}

export interface EvalScope {
  readonly GoroutineID: number;
  readonly Frame: number;
  readonly DeferredCall: number;
}
