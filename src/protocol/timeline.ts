/**
 * Questions of the timeline and their answers: one window of lanes and time per question, in columns. Times are
 * nanoseconds since the trace began. Lanes form one list; a query names the lines that are in sight.
 */
import type { GcReport, LatencyReport, StuckReport } from './trace-reports.ts';

/** A rough picture of a trace that is being read: how much each thread wrote when. */
export interface TraceOutline {
  /** Ids of the busiest threads, ascending. */
  readonly threads: Float64Array;
  /** Of thread k in column c of the trace's time: at `k * columns + c`, 0 to 1. */
  readonly activity: Float32Array;
  readonly columns: number;
}

/** Which of the sections of a large trace is open: times of all answers count from its beginning. */
export interface TraceSection {
  /** From 0. */
  readonly number: number;
  readonly count: number;
  /** When it begins and ends, and the whole trace ends, in nanoseconds since the trace began. */
  readonly start: number;
  readonly end: number;
  readonly total: number;
}

/** What a section of a trace is called in requests: the first one as the file. */
export function traceName(path: string, section: number): string {
  return section === 0 ? path : `${path}\0${section}`;
}

/** How far the reading of a trace is. */
export interface TraceProgress {
  /** As `traceName` has it. */
  readonly trace: string;
  /** Of the file, 0 to 1. */
  readonly share: number;
  /** Comes first, before anything is read. */
  readonly outline?: TraceOutline;
  /** A trace that was opened when its first part was read: what it is now, with the rest or without. */
  readonly info?: TraceInfo;
  /** Of a trace that is captured: how far that is; null when it is a file. */
  readonly recording?: TraceRecording | null;
}

/** A trace that can be looked at while it is captured. It is in no file of its own yet. */
export interface TraceRecording {
  /** That it was asked for, and for how many it has been going on. */
  readonly seconds: number;
  readonly elapsed: number;
  /** That have arrived. */
  readonly bytes: number;
  /** Why it ended before its end; null while it goes on. */
  readonly ended: string | null;
}

export interface TraceInfo {
  /** Names the trace in later requests, as `traceName` has it. */
  readonly trace: string;
  readonly name: string;
  /** Minor version of Go that wrote it: 26. */
  readonly version: number;
  readonly endTime: number;
  readonly goroutineCount: number;
  readonly procCount: number;
  readonly taskCount: number;
  readonly sampleCount: number;
  readonly isComplete: boolean;
  /** Share of the trace's time, from its beginning, that all figures and answers count; below 1 while the rest is read. */
  readonly readShare: number;
  /** Null where the whole trace is open. */
  readonly section: TraceSection | null;
  /** Why the rest is not read; null while it is read, and when it was. */
  readonly restProblem: string | null;
  /** Damaged stretches whose order was forced: states may be wrong there. */
  readonly doubtful: readonly { readonly start: number; readonly end: number }[];
  readonly answer: TraceAnswer;
  /** Goroutines became more and more. */
  readonly growth: { readonly start: number; readonly end: number; readonly words: string } | null;
  readonly problems: readonly string[];
}

/** The first line of the view. */
export interface TraceAnswer {
  /** Share of the processors' time in which they ran something, 0 to 1. */
  readonly busy: number;
  readonly longestStop: { readonly time: number; readonly nanos: number } | null;
  /** Where goroutines of the program waited most, timers and idle network waits apart. */
  readonly worstWait: {
    readonly function: string;
    readonly file: string;
    readonly line: number;
    readonly reason: string;
    readonly nanos: number;
    /** Of all such waiting, 0 to 1. */
    readonly share: number;
  } | null;
}

export const LANE_HEADER = 0;
export const LANE_GC = 1;
export const LANE_PROC = 2;
export const LANE_THREAD = 3;
/** All goroutines of a start function in one line. */
export const LANE_GROUP = 4;
export const LANE_GOROUTINE = 5;
/** `309 more` below an open group. */
export const LANE_MORE = 6;
export const LANE_TASK = 7;

export type LaneSection = 'runtime' | 'processors' | 'threads' | 'goroutines' | 'tasks';

/** Which lanes there are. */
export interface LaneQuery {
  /** Functions, ids, `state:` words; empty for all goroutines. */
  readonly filter: string;
  /** Open groups, by key, and how many goroutines of each to list. */
  readonly openGroups: readonly { readonly key: number; readonly limit: number }[];
  /** Sections that are folded. */
  readonly folded: readonly LaneSection[];
}

export interface TimelineQuery extends LaneQuery {
  readonly trace: string;
  readonly firstLane: number;
  readonly laneCount: number;
  readonly start: number;
  readonly end: number;
  /** Between `start` and `end`. */
  readonly pixels: number;
}

export interface Lanes {
  readonly kind: Uint8Array;
  /** Goroutine, proc, thread or task row; group: its key; header: index of its section. */
  readonly key: Float64Array;
  readonly label: readonly string[];
  /** Muted, at the right. */
  readonly detail: readonly string[];
}

/** The slice stands for several: `count` says how many. */
export const SLICE_BLOCK = 1;
/** Its order was forced: what it shows may be wrong. */
export const SLICE_DOUBTFUL = 2;

/** States are those of the trace core; two more stand for what is no state of a lane. */
export const STATE_NONE = 0;
export const STATE_RUNNING = 1;
export const STATE_RUNNABLE = 2;
export const STATE_BLOCKED = 3;
export const STATE_SYSCALL = 4;
export const STATE_SYSCALL_BLOCKED = 5;
export const STATE_ASSIST = 6;
export const STATE_GC_WORKER = 7;
export const STATE_GC_IDLE = 8;
export const STATE_COUNT = 9;
export const STATE_GC = 9;
export const STATE_STW = 10;
export const STATE_TASK = 11;
export const STATE_REGION = 12;

export interface TimelineSlices {
  readonly length: number;
  /** Index into `lanes`. */
  readonly lane: Uint32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly state: Uint8Array;
  readonly count: Uint32Array;
  readonly flags: Uint8Array;
  /** Index into `labels`; 0 is none. */
  readonly label: Uint32Array;
  /** Row of who runs on a processor or thread; -1 for none, and for what stands for several. */
  readonly goroutine: Int32Array;
}

/** Groups: how many goroutines were in which state, on average, per pixel. */
export interface TimelineDensities {
  /** Index into `lanes`. */
  readonly lane: Uint32Array;
  readonly pixels: number;
  /** Lane l, state s, pixel p: `(l * STATE_COUNT + s) * pixels + p`. */
  readonly values: Float32Array;
  /** Goroutines of each group: the full height. */
  readonly size: Uint32Array;
}

/** A goroutine in sight was made runnable by another one in sight. */
export interface TimelineLinks {
  readonly length: number;
  /** Those that are left out, because there are too many to be told apart. */
  readonly more: number;
  readonly time: Float64Array;
  /** Indexes into `lanes`. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** Moments on lanes, with words about each. */
export interface TimelineMarks {
  /** Index into `lanes`. */
  readonly lane: Uint32Array;
  readonly time: Float64Array;
  readonly text: readonly string[];
}

export interface TimelineWindow {
  /** Lines of the whole list. */
  readonly laneTotal: number;
  readonly firstLane: number;
  readonly lanes: Lanes;
  readonly slices: TimelineSlices;
  readonly labels: readonly string[];
  readonly densities: TimelineDensities;
  readonly links: TimelineLinks;
  /** Logs of goroutines and tasks in sight. */
  readonly logs: TimelineMarks;
  /** CPU samples on goroutines, processors and threads in sight; one mark for those of a pixel. */
  readonly samples: TimelineMarks;
  /** Goroutines that pass the filter. */
  readonly matched: number;
}

export interface ChartsQuery {
  readonly trace: string;
  readonly start: number;
  readonly end: number;
  readonly pixels: number;
}

/** Lowest and highest value per pixel; NaN where nothing is known. */
export interface Charts {
  readonly heapLow: Float64Array;
  readonly heapHigh: Float64Array;
  readonly goalHigh: Float64Array;
  readonly goroutinesLow: Float64Array;
  readonly goroutinesHigh: Float64Array;
  /** Processors that ran something, on average. */
  readonly busy: Float64Array;
  readonly procCount: number;
  /** Begin and end of the mark phases, in turns. */
  readonly gc: Float64Array;
}

export interface TracePlace {
  readonly function: string;
  /** As the trace names it; empty where it does not say. */
  readonly file: string;
  readonly line: number;
  /** KIND_… of analysis.ts */
  readonly kind: number;
}

export interface SliceQuery {
  readonly trace: string;
  readonly lane: { readonly kind: number; readonly key: number };
  readonly time: number;
  /** Names the goroutine by its id, in place of the lane's key. */
  readonly goroutineId?: number;
}

export interface SliceDetail {
  readonly lane: { readonly kind: number; readonly key: number };
  /** `G 4117 main.worker`, `P2`. */
  readonly title: string;
  readonly state: number;
  readonly reason: string;
  readonly start: number;
  readonly end: number;
  readonly stack: readonly TracePlace[];
  /** What the goroutine, or that of the proc or thread, started with; empty where it is not known. */
  readonly startedAs: string;
  /** Procs and threads: the goroutine that ran; goroutines: where. */
  readonly goroutine: GoroutineRef | null;
  readonly proc: string | null;
  /** Blocked: who ended the wait, and where it did. */
  readonly unblockedBy: {
    /** Null: the runtime. */
    readonly goroutine: GoroutineRef | null;
    readonly time: number;
    readonly place: TracePlace | null;
    /** How long it then waited for a processor. */
    readonly waited: number | null;
  } | null;
  /** Whom the goroutine made runnable in this slice, the first ones. */
  readonly unblocked: readonly {
    readonly goroutine: GoroutineRef;
    readonly time: number;
    readonly isNew: boolean;
  }[];
  readonly creator: GoroutineRef | null;
  readonly createdAt: TracePlace | null;
}

export interface GoroutineRef {
  readonly row: number;
  readonly id: number;
  readonly function: string;
}

export interface RangeQuery {
  readonly trace: string;
  readonly start: number;
  readonly end: number;
  /** Only this goroutine or group; null for all. */
  readonly lane: { readonly kind: number; readonly key: number } | null;
  readonly widthPixels: number;
}

export interface RangeDetail {
  readonly title: string;
  /** Nanoseconds by state, of goroutines. */
  readonly byState: Float64Array;
  readonly busy: number;
  readonly procs: number;
  readonly flame: TraceFlame;
  /** Where goroutines waited longest in the range. */
  readonly waits: readonly {
    readonly place: TracePlace;
    readonly reason: string;
    readonly nanos: number;
    readonly count: number;
  }[];
}

/** A flame graph of the range: frames as columns, x and width as fractions. */
export interface TraceFlame {
  /** `samples`: of the CPU profiler; `stacks`: of state changes, when there are no samples. */
  readonly source: 'samples' | 'stacks';
  readonly weight: number;
  readonly length: number;
  readonly row: Uint16Array;
  readonly x: Float64Array;
  readonly width: Float64Array;
  readonly place: readonly TracePlace[];
  readonly depth: number;
}

export interface UnblockQuery {
  readonly trace: string;
  readonly goroutine: number;
  readonly time: number;
  readonly direction: 'next' | 'previous';
}

/** A bookmark, kept in a file beside the trace. */
export interface TraceMark {
  readonly time: number;
  /** Id; null for a moment of the whole program. */
  readonly goroutine: number | null;
  readonly note: string;
}

/** What a goroutine waited for, backwards from a time. */
export interface PathQuery {
  readonly trace: string;
  readonly goroutine: number;
  readonly time: number;
  /** Where it ends. */
  readonly since: number;
}

/** Steps that follow one another without a gap, the last one first. */
export interface CriticalPath {
  readonly goroutine: GoroutineRef;
  readonly time: number;
  readonly steps: readonly PathStep[];
  /** There is more before the first step. */
  readonly isCut: boolean;
  /** Nanoseconds by state. */
  readonly byState: Float64Array;
}

export interface PathStep {
  readonly goroutine: GoroutineRef;
  /** Key of the group of the goroutine. */
  readonly group: number;
  readonly state: number;
  readonly reason: string;
  readonly start: number;
  readonly end: number;
  readonly place: TracePlace | null;
}

export interface TraceSearchQuery {
  readonly trace: string;
  readonly text: string;
}

export interface TraceHit extends GoroutineRef {
  /** When it first waited at the place that was searched for; null for other searches. */
  readonly time: number | null;
}

export interface TraceSearchResult {
  readonly goroutines: readonly TraceHit[];
  readonly total: number;
  readonly error: string | null;
}

/** Where the line of a goroutine, or of a group, is; that of a goroutine with its group opened. */
export interface RevealQuery extends LaneQuery {
  readonly trace: string;
  readonly goroutine?: number;
  readonly goroutineId?: number;
  readonly group?: number;
}

export interface RevealResult {
  readonly lane: number;
  readonly openGroups: readonly { readonly key: number; readonly limit: number }[];
}

/** Goroutines that started with one function; nanoseconds over the whole trace, as Go's tool counts them. */
export interface FunctionTimesRow {
  /** Key of the group in the timeline. */
  readonly key: number;
  readonly function: string;
  readonly goroutines: number;
  readonly total: number;
  readonly execution: number;
  readonly schedulerWait: number;
  readonly blocked: number;
  /** The longest first, at most six. */
  readonly reasons: readonly { readonly reason: string; readonly nanos: number }[];
  readonly syscall: number;
  readonly assist: number;
  readonly sweep: number;
}

/** Tasks, or regions, of one type. Durations are null when none begins and ends in the trace. */
export interface TaskTypeRow {
  readonly name: string;
  readonly count: number;
  readonly complete: number;
  readonly median: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly longest: number | null;
  readonly slowest: { readonly start: number; readonly end: number } | null;
}

/** A task with what is in it, as lines from top to bottom. */
export interface TaskTree {
  readonly name: string;
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly lines: readonly TaskTreeLine[];
  /** Lines that are left out. */
  readonly more: number;
}

export interface TaskTreeLine {
  readonly kind: 'task' | 'region' | 'log';
  /** Steps below the task. */
  readonly depth: number;
  readonly text: string;
  readonly start: number;
  /** As `start` for a log. */
  readonly end: number;
  /** Whose region or log it is, who began the task; null where the trace does not tell. */
  readonly goroutine: GoroutineRef | null;
}

export interface TraceTables {
  readonly functions: readonly FunctionTimesRow[];
  readonly functionCount: number;
  readonly tasks: readonly TaskTypeRow[];
  readonly taskTypeCount: number;
  readonly regions: readonly TaskTypeRow[];
  readonly regionTypeCount: number;
  /** The tasks that took longest. */
  readonly slowTasks: readonly TaskTree[];
}

/** What `go tool trace -pprof` calls them, and the samples of the CPU profiler. */
export type TraceProfileKind = 'net' | 'sync' | 'syscall' | 'sched' | 'cpu';

export interface TraceProfileQuery {
  readonly trace: string;
  readonly kind: TraceProfileKind;
  /** Where the file goes. */
  readonly folder: string;
}

/** The stacks of a range, as its flame graph shows them. */
export interface RangeProfileQuery {
  readonly trace: string;
  readonly start: number;
  readonly end: number;
  readonly lane: RangeQuery['lane'];
  /** Where the file goes. */
  readonly folder: string;
}

export interface TimelineRequests {
  'delvescope/openTrace': { params: { path: string; section?: number }; result: TraceInfo };
  'delvescope/closeTrace': { params: { trace: string }; result: null };
  /** Ends the capture of a trace that is open; what came of it can be kept. */
  'delvescope/stopRecording': { params: { trace: string }; result: null };
  /** Makes what came of a capture that ended early a file. */
  'delvescope/keepRecording': { params: { trace: string }; result: null };
  'delvescope/timelineWindow': { params: TimelineQuery; result: TimelineWindow };
  'delvescope/timelineCharts': { params: ChartsQuery; result: Charts };
  'delvescope/traceSlice': { params: SliceQuery; result: SliceDetail | null };
  'delvescope/traceRange': { params: RangeQuery; result: RangeDetail };
  'delvescope/traceUnblock': { params: UnblockQuery; result: SliceDetail | null };
  'delvescope/tracePath': { params: PathQuery; result: CriticalPath };
  'delvescope/traceSearch': { params: TraceSearchQuery; result: TraceSearchResult };
  'delvescope/traceReveal': { params: RevealQuery; result: RevealResult | null };
  'delvescope/traceLatency': { params: { trace: string }; result: LatencyReport };
  'delvescope/traceGc': { params: { trace: string }; result: GcReport };
  'delvescope/traceStuck': { params: { trace: string }; result: StuckReport };
  'delvescope/traceTables': { params: { trace: string }; result: TraceTables };
  /** Writes a profile that is derived from the trace; its path. */
  'delvescope/writeTraceProfile': { params: TraceProfileQuery; result: { path: string } };
  'delvescope/writeRangeProfile': { params: RangeProfileQuery; result: { path: string } };
}
