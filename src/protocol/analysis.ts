/**
 * Requests to the analysis server, over LSP with structured clone (`serialization: 'advanced'`): typed arrays
 * arrive as typed arrays. Answers are windows of at most what a screen shows.
 */
import type { CaptureOffer, CaptureOfferQuery, CaptureProgress, CaptureQuery } from './capture.ts';
import type {
  FilterDraft,
  FilterDraftQuery,
  FilterOutcome,
  ProfileFilter,
} from './profile-filter.ts';
import type { ExportQuery, ReportQuery } from './profile-export.ts';
import type { ProfileViewRequests } from './profile-views.ts';
import type { TimelineRequests, TraceProgress } from './timeline.ts';
import type {
  GoroutineCompletion,
  GoroutineCompletionQuery,
  GoroutineView,
  GoroutineViewQuery,
  ResolvedSource,
  SourcePlace,
} from './goroutine-view.ts';

/** Parameters and results by method name. */
export interface AnalysisRequests extends TimelineRequests, ProfileViewRequests {
  'delvescope/openProfile': { params: { path: string }; result: ProfileInfo };
  /** Two profiles or more as one: the answer names the comparison, which everything below takes like a profile. */
  'delvescope/openComparison': { params: ComparisonSource; result: ProfileInfo };
  /** Several profiles as one, their values summed. */
  'delvescope/openMerged': { params: MergedSource; result: ProfileInfo };
  'delvescope/closeProfile': { params: { profile: string }; result: null };
  /** What a filter leaves, and what of it matches nothing. */
  'delvescope/filterOutcome': { params: ProfileScope; result: FilterOutcome };
  'delvescope/exportProfile': { params: ExportQuery; result: null };
  'delvescope/profileReport': { params: ReportQuery; result: string };
  /** Null where nothing is compared. */
  'delvescope/changes': { params: ChangesQuery; result: Changes | null };
  'delvescope/filterDraft': { params: FilterDraftQuery; result: FilterDraft };
  'delvescope/flameWindow': { params: FlameQuery; result: FlameWindow };
  'delvescope/tableWindow': { params: TableQuery; result: TableWindow };
  'delvescope/functionDetail': { params: FunctionQuery; result: FunctionDetail };
  'delvescope/frameFigures': { params: FrameQuery; result: FrameFigures };
  'delvescope/search': { params: SearchQuery; result: SearchResult };
  'delvescope/locateFrame': { params: LocateQuery; result: LocatedFrame | null };
  'delvescope/lineFigures': { params: LineFiguresQuery; result: LineFigures | null };
  'delvescope/hotLines': { params: ProfileScope; result: HotLines };
  /** A line of the build's source, where it is now. */
  'delvescope/placeNow': { params: PlaceQuery; result: PlaceNow };
  'delvescope/resolveSource': { params: SourcePlace; result: ResolvedSource };
  /** Which profile's figures lenses and hovers show; null for none. */
  'delvescope/showFigures': {
    params: { profile: string | null } & Omit<ProfileScope, 'profile'>;
    result: null;
  };
  'delvescope/openDump': {
    params: { path: string } | { text: string; name: string };
    result: DumpInfo;
  };
  'delvescope/closeDump': { params: { dump: string }; result: null };
  'delvescope/dumpView': {
    params: { dump: string; query: GoroutineViewQuery };
    result: GoroutineView;
  };
  'delvescope/dumpCompletions': {
    params: { dump: string; query: GoroutineCompletionQuery };
    result: GoroutineCompletion;
  };
  'delvescope/captureOffer': { params: CaptureOfferQuery; result: CaptureOffer };
  /**
   * The path of the new file. Cancelling leaves nothing behind, but for a trace that is open: `path` is null then, and
   * the trace's page says what became of it.
   */
  'delvescope/capture': { params: CaptureQuery; result: { path: string | null } };
}

/** What the server says by itself. */
export interface AnalysisNotifications {
  'delvescope/captureProgress': CaptureProgress;
  'delvescope/traceProgress': TraceProgress;
  'delvescope/profileProgress': ProfileProgress;
}

/** How much of a profile that is being opened has been read, 0 to 1. */
export interface ProfileProgress {
  readonly profile: string;
  readonly share: number;
}

export interface SampleTypeInfo {
  /** pprof's own words: `cpu`, `inuse_space`. */
  readonly type: string;
  readonly unit: string;
  /** For people: `CPU time`, `In-use space`. */
  readonly title: string;
  readonly total: number;
}

export interface ProfileInfo {
  /** Names the profile in later requests: its path. */
  readonly profile: string;
  readonly name: string;
  readonly sampleTypes: readonly SampleTypeInfo[];
  readonly defaultSampleType: number;
  readonly sampleCount: number;
  readonly functionCount: number;
  /** Wall time covered, nanoseconds; 0 where the profile does not say. */
  readonly durationNanos: number;
  /** Milliseconds since the epoch; 0 where not known. */
  readonly takenAt: number;
  /** Sampling period in `periodUnit`; 0 where not known. */
  readonly period: number;
  readonly periodUnit: string;
  /** Per sample type. */
  readonly answers: readonly ProfileAnswer[];
  /** Paths of modules that packages of the profile may belong to; others are guessed. */
  readonly modules: readonly string[];
  readonly problems: readonly string[];
  /** Null for a single profile. */
  readonly comparison: ComparisonInfo | null;
}

/** Paths of two profiles or more, the oldest first. */
export interface ComparisonSource {
  readonly compared: readonly string[];
}

/** Paths of profiles. */
export interface MergedSource {
  readonly merged: readonly string[];
}

/** Sample types, totals and figures are those after; where figures per sample type are sent, those before follow. */
export interface ComparisonInfo {
  readonly sides: readonly ComparedSide[];
  /** Which two of the sides the figures are of. */
  readonly pair: ComparedPair;
  /** Names of the two. */
  readonly before: string;
  readonly after: string;
  /** Per sample type. */
  readonly beforeTotals: readonly number[];
  /** What to know about the sides: of different builds, figures of the benchmark. */
  readonly notes: readonly string[];
}

/** One of the profiles that are compared. */
export interface ComparedSide {
  readonly name: string;
  /** Per sample type. */
  readonly totals: readonly number[];
}

/** Two of the sides, by their indexes. */
export interface ComparedPair {
  readonly before: number;
  readonly after: number;
}

export type ChangesQuery = ProfileScope;

/** What changed most, by share of own values. */
export interface Changes {
  readonly totalBefore: number;
  readonly totalAfter: number;
  readonly functions: readonly {
    readonly function: number;
    readonly name: string;
    readonly before: number;
    readonly after: number;
    /** With what it calls: 0 where that side does not have the function. */
    readonly totalBefore: number;
    readonly totalAfter: number;
    /** Share after minus share before, -1 to 1. */
    readonly share: number;
  }[];
}

/** The first line of the view, for one sample type. */
export interface ProfileAnswer {
  /** Flat value of functions in the workspace's modules. */
  readonly ownSelf: number;
  readonly hottest: { readonly file: string; readonly line: number; readonly value: number } | null;
}

export const KIND_OWN = 0;
export const KIND_DEPENDENCY = 1;
export const KIND_STD = 2;
export const KIND_RUNTIME = 3;

export const FRAME_INLINED = 1;
export const FRAME_HIT = 2;
/** The row has callers or callees. */
export const ROW_GOES_ON = 4;
export const ROW_EXPANDED = 8;

/** What of which profile. */
export interface ProfileScope {
  readonly profile: string;
  readonly sampleType: number;
  /** Absent for none. */
  readonly filter?: ProfileFilter;
  /** Of a comparison; absent for its first and its last profile. */
  readonly pair?: ComparedPair;
}

/**
 * How a flame graph grows: from the roots to what they call, from the leaves to who called them, or from one
 * function both ways. Nodes are numbered per shape.
 */
export type FlameShape = 'callees' | 'callers' | { readonly around: number };

/** A part of the width, as fractions of it. */
export interface FlameSpan {
  readonly from: number;
  readonly to: number;
}

/** Which flame graph; absent for the one from the roots. */
export interface ShapedScope extends ProfileScope {
  readonly shape?: FlameShape;
}

export interface FlameQuery extends ShapedScope {
  /** Node the view is zoomed to; 0 is the root. */
  readonly root: number;
  /** Pixels of the span: frames narrower than one are left out and counted. */
  readonly widthPixels: number;
  /** Parts of the root's width that are wanted, below and above it; absent for all of it. */
  readonly span?: FlameSpan;
  readonly spanAbove?: FlameSpan;
  /** Rows below the root of the view that are wanted. */
  readonly firstRow: number;
  readonly rowCount: number;
  /** Regular expression or words; empty for none. */
  readonly search: string;
}

/** Frames of the window as columns; x and width are fractions of the root's width. */
export interface FlameWindow {
  readonly length: number;
  /** Ascending. */
  readonly node: Uint32Array;
  /** Callers of the function in the middle have negative ones. Frames of a row are in the order of x. */
  readonly row: Int32Array;
  readonly x: Float64Array;
  readonly width: Float64Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** Index into `names`. */
  readonly name: Uint32Array;
  readonly kind: Uint8Array;
  readonly flags: Uint8Array;
  /** Full function names as the profile has them. */
  readonly names: readonly string[];
  /** By index of `names`: the function in other requests; 2^32 - 1 for everything. */
  readonly functions: Uint32Array;
  /** Rows below the root of the view, all of them, and above it. */
  readonly depth: number;
  readonly height: number;
  /** Frames left out because they are narrower than a pixel; what they call is not counted. */
  readonly hidden: number;
  /** Where frames that were left out are together as wide as a pixel; places as of frames. */
  readonly rests: FlameRests;
  /** From the root of the profile to the root of the view, names and nodes. */
  readonly path: readonly { readonly node: number; readonly name: string }[];
  readonly rootTotal: number;
  readonly profileTotal: number;
  /** Only of comparisons: totals of the frames before, and what shares before are of. */
  readonly before?: Float64Array;
  readonly beforeTotal?: number;
}

export interface FlameRests {
  readonly length: number;
  readonly row: Int32Array;
  readonly x: Float64Array;
  readonly width: Float64Array;
  /** Frames in the block. */
  readonly count: Uint32Array;
}

/** `before` and the changes are of comparisons only. */
export type TableSort =
  'self' | 'total' | 'before' | 'change' | 'totalChange' | 'name' | 'package' | 'line';

export interface TableQuery extends ProfileScope {
  readonly sort: TableSort;
  readonly descending: boolean;
  /** Values before are multiplied by this, so that both sides have the same sum; absent for 1. */
  readonly beforeFactor?: number;
  readonly search: string;
  /** Rows whose callers or callees stand below them; absent for none. */
  readonly expanded?: readonly CallPath[];
  readonly start: number;
  readonly count: number;
}

export const PATH_FUNCTION = 0;
export const PATH_CALLER = 1;
export const PATH_CALLEE = 2;

/** A function of the table, or a step from one to its callers or callees. */
export interface CallPath {
  /** PATH_FUNCTION, PATH_CALLER or PATH_CALLEE. */
  readonly direction: number;
  /** From the function of the table on. */
  readonly functions: readonly number[];
}

export interface TableWindow {
  readonly rowCount: number;
  readonly start: number;
  readonly length: number;
  /** Names the function in later requests. */
  readonly function: Uint32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly line: Uint32Array;
  readonly kind: Uint8Array;
  /** FRAME_INLINED: every sample of the function comes from inlined code; ROW_GOES_ON, ROW_EXPANDED. */
  readonly flags: Uint8Array;
  /** Path of row i: `path[pathStart[i]]` to `path[pathStart[i + 1] - 1]`. */
  readonly pathStart: Uint32Array;
  readonly path: Uint32Array;
  readonly direction: Uint8Array;
  readonly names: readonly string[];
  readonly files: readonly string[];
  /** Only of comparisons. */
  readonly selfBefore?: Float64Array;
  readonly totalBefore?: Float64Array;
  /** Largest self value, for the bars. */
  readonly largestSelf: number;
  readonly profileTotal: number;
}

/** A frame of a flame graph. */
export interface FrameQuery extends ShapedScope {
  readonly node: number;
}

/** What a frame measures, in all sample types. */
export interface FrameFigures {
  readonly node: number;
  /** Of its function, as the profile names it; empty where it does not say. */
  readonly file: string;
  readonly line: number;
  /** Per sample type; those before follow in comparisons. */
  readonly self: Float64Array;
  readonly total: Float64Array;
}

export interface FunctionQuery extends ShapedScope {
  /** A function of the table, or the function of a flame node. */
  readonly target: { readonly function: number } | { readonly node: number };
}

export interface FunctionDetail {
  readonly function: number;
  readonly name: string;
  readonly kind: number;
  /** As the profile names it. */
  readonly file: string;
  /** Line of the func keyword where known, else the hottest line. */
  readonly line: number;
  readonly hottestLine: number;
  readonly callSites: number;
  /** Per sample type. */
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly callers: readonly Neighbour[];
  readonly callees: readonly Neighbour[];
  /** Lines of the function with figures, with their text where the file is here. */
  readonly source: SourceExcerpt | null;
}

export interface Neighbour {
  readonly function: number;
  readonly name: string;
  readonly value: number;
  /** Only of comparisons. */
  readonly before?: number;
}

export interface SourceExcerpt {
  readonly path: string;
  readonly firstLine: number;
  readonly text: readonly string[];
  readonly cum: Float64Array;
  /** Only of comparisons. */
  readonly cumBefore?: Float64Array;
  /** Lines may be others than those that were measured. */
  readonly stale: boolean;
}

export interface SearchQuery extends ShapedScope {
  readonly search: string;
}

export interface SearchResult {
  /** Functions that match. */
  readonly functions: number;
  /** Value of samples with at least one matching frame. */
  readonly total: number;
  /** Flame nodes that match, widest first, at most 1,000. */
  readonly nodes: Uint32Array;
  readonly error: string | null;
}

export interface LocateQuery extends ShapedScope {
  readonly target: { readonly function: number } | { readonly path: string; readonly line: number };
}

export interface LocatedFrame {
  readonly function: number;
  /** The widest flame node of the function. */
  readonly node: number;
  /** Ancestors of the node, root first. */
  readonly path: readonly number[];
  readonly name: string;
}

export interface LineFiguresQuery extends ProfileScope {
  /** A file on this disk. */
  readonly path: string;
}

/** The line is what the build had. */
export const LINE_FRESH = 0;
/** The file was changed since the build, and how is not known: the figure may belong to another line. */
export const LINE_MAYBE_MOVED = 1;
/** The same line in a function that was changed since. */
export const LINE_IN_CHANGED = 2;
/** Another line stands where the measured one was: the figure is that one's. */
export const LINE_CHANGED = 3;
export type LineState =
  typeof LINE_FRESH | typeof LINE_MAYBE_MOVED | typeof LINE_IN_CHANGED | typeof LINE_CHANGED;

export interface LineFigures {
  /** 1-based lines with a figure, ascending. */
  readonly line: Uint32Array;
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  readonly profileTotal: number;
  readonly unit: string;
  /** Cumulative value of the file: of samples with at least one frame in it. */
  readonly fileTotal: number;
  /** Per line: a `LineState`. */
  readonly state: Uint8Array;
  readonly profileName: string;
}

export interface PlaceQuery extends SourcePlace {
  readonly profile: string;
}

export interface PlaceNow extends ResolvedSource {
  /** As asked where nothing better is known. */
  readonly line: number;
}

/** The hottest lines of a profile. */
export interface HotLines {
  readonly lines: readonly HotLine[];
  readonly whole: number;
  readonly unit: string;
}

export interface HotLine {
  /** As the profile names it. */
  readonly file: string;
  /** On this disk; null where it is not there. */
  readonly path: string | null;
  /** Where the line is now, as far as that is known. */
  readonly line: number;
  readonly state: LineState;
  /** What stands there; empty where the file is not here. */
  readonly text: string;
  readonly flat: number;
  readonly cum: number;
}

export interface DumpInfo {
  readonly dump: string;
  readonly name: string;
  readonly goroutines: number;
  readonly problems: readonly string[];
}

/**
 * What the server's process is started with. Columns of large files are mapped and given back one by one: glibc would
 * take larger and larger ones from arenas, which keep hundreds of megabytes after a file was closed.
 */
export const ANALYSIS_ENVIRONMENT = { MALLOC_MMAP_THRESHOLD_: String(2 ** 17) } as const;

/** Sent once with `initialize`. */
export interface AnalysisOptions {
  readonly workspaceFolders: readonly string[];
  readonly substitutePath: readonly { readonly from: string; readonly to: string }[];
  readonly goPath: string;
}

/** What lenses and hovers of a trace hand to their command: the trace, and what to search for in it. */
export interface ShowInTraceArguments {
  readonly trace: string;
  readonly text: string;
}

/** The same command, from where no trace is known: goroutines by the line of their go statement. */
export interface ShowCreatedInTraceArguments {
  readonly createdAt: { readonly file: string; readonly line: number };
}

/** The command a hover link runs: a line of a file here, as it is now. */
export interface BreakAtHotLineArguments {
  readonly path: string;
  readonly line: number;
}

/** The command a code lens or a hover link runs, and its argument. */
export interface ShowInFlameGraphArguments {
  readonly profile: string;
  readonly sampleType: number;
  readonly function: number;
}
