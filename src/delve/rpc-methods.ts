import type {
  EvalScope,
  GoroutinePage,
  ListGoroutinesArguments,
  LoadConfig,
  RpcAncestor,
  RpcBreakpoint,
  RpcBreakpointRequest,
  RpcDumpState,
  RpcInstruction,
  RpcLocation,
  RpcStackframe,
  RpcState,
  RpcThread,
  RpcVariable,
  RpcVersion,
} from './rpc-types.ts';

/** A list as Go's encoder writes it: an empty one may be null. */
type List<T> = readonly T[] | null;
type None = Readonly<Record<string, never>>;

/**
 * dlv's JSON-RPC v2 methods that are used: arguments and results by name (service/rpc2/server.go, v1.27.2). All but
 * `State` with `NonBlocking`, `IsMulticlient` and `GetVersion` block until the next stop while the target runs.
 */
export interface RpcMethods {
  GetVersion: { in: None; out: RpcVersion };
  IsMulticlient: { in: None; out: { IsMulticlient: boolean } };
  State: { in: { NonBlocking: boolean }; out: { State: RpcState } };
  ProcessPid: { in: None; out: { Pid: number } };
  Detach: { in: { Kill: boolean }; out: None };
  /** Continuing and stepping send the DAP session no events: off limits but for `switchGoroutine`. */
  Command: { in: { name: string; goroutineID?: number }; out: { State: RpcState } };
  CancelNext: { in: None; out: None };
  FollowExec: { in: { Enable: boolean; Regex: string }; out: None };

  ListGoroutines: { in: ListGoroutinesArguments; out: GoroutinePage };
  Stacktrace: {
    in: {
      Id: number;
      Depth: number;
      /** Loads arguments and locals, as `Cfg` says. */
      Full: boolean;
      /** Lists deferred calls per frame. */
      Defers: boolean;
      Opts: number;
      Skip: number;
      Cfg?: LoadConfig;
    };
    out: { Locations: List<RpcStackframe> };
  };
  /** Fails unless the program runs with GODEBUG=tracebackancestors=N. */
  Ancestors: {
    in: { GoroutineID: number; NumAncestors: number; Depth: number };
    out: { Ancestors: List<RpcAncestor> };
  };
  ListThreads: { in: None; out: { Threads: List<RpcThread> } };

  Eval: {
    in: { Scope: EvalScope; Expr: string; Cfg: LoadConfig };
    out: { Variable: RpcVariable };
  };
  /** Numbers, booleans, pointers; strings by an injected call. */
  Set: { in: { Scope: EvalScope; Symbol: string; Value: string }; out: None };
  ListLocalVars: {
    in: { Scope: EvalScope; Cfg: LoadConfig };
    out: { Variables: List<RpcVariable> };
  };
  ListFunctionArgs: { in: { Scope: EvalScope; Cfg: LoadConfig }; out: { Args: List<RpcVariable> } };
  /** Of all packages, by their full names; `Filter` is a regular expression. */
  ListPackageVars: {
    in: { Filter: string; Cfg: LoadConfig };
    out: { Variables: List<RpcVariable> };
  };
  ExamineMemory: {
    in: { Address: number; Length: number };
    out: { Mem: string; IsLittleEndian: boolean };
  };
  TypeInfo: {
    in: { Name: string };
    out: { TypeInfo: { Fields: List<{ readonly Name: string; readonly Type: string }> } };
  };

  CreateBreakpoint: {
    in: {
      Breakpoint: RpcBreakpointRequest;
      LocExpr: string;
      SubstitutePathRules: List<readonly [string, string]>;
      Suspended: boolean;
    };
    out: { Breakpoint: RpcBreakpoint };
  };
  /** Takes the whole breakpoint; one that DAP made cannot be amended (its name is refused). */
  AmendBreakpoint: { in: { Breakpoint: RpcBreakpointRequest }; out: None };
  ClearBreakpoint: { in: { Id: number; Name: string }; out: { Breakpoint: RpcBreakpoint | null } };
  GetBreakpoint: { in: { Id: number; Name: string }; out: { Breakpoint: RpcBreakpoint } };
  ListBreakpoints: { in: { All: boolean }; out: { Breakpoints: List<RpcBreakpoint> } };
  CreateWatchpoint: {
    in: { Scope: EvalScope; Expr: string; Type: number };
    out: { Breakpoint: RpcBreakpoint };
  };

  FindLocation: {
    in: {
      Scope: EvalScope;
      Loc: string;
      IncludeNonExecutableLines: boolean;
      SubstitutePathRules: List<readonly [string, string]>;
    };
    out: { Locations: List<RpcLocation>; SubstituteLocExpr: string };
  };
  /** With `EndPC` 0: the whole function at `StartPC`. */
  Disassemble: {
    in: { Scope: EvalScope; StartPC: number; EndPC: number; Flavour: number };
    out: { Disassemble: List<RpcInstruction> };
  };
  ListFunctions: { in: { Filter: string; FollowCalls: number }; out: { Funcs: List<string> } };
  ListTypes: { in: { Filter: string }; out: { Types: List<string> } };
  ListSources: { in: { Filter: string }; out: { Sources: List<string> } };
  ListPackagesBuildInfo: {
    in: { IncludeFiles: boolean; Filter: string };
    out: { List: List<{ readonly ImportPath: string; readonly DirectoryPath: string }> };
  };
  /** Only within the function the current thread is stopped in. */
  SetExecutionPoint: { in: { Addr: number }; out: { State: RpcState } };

  DumpStart: { in: { Destination: string }; out: { State: RpcDumpState } };
  /** Waits at most `Wait` milliseconds for the end. */
  DumpWait: { in: { Wait: number }; out: { State: RpcDumpState } };
  DumpCancel: { in: None; out: None };
}
