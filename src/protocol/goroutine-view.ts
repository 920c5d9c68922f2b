/**
 * The goroutine panel's questions and answers. The same messages serve a live session (custom requests to the
 * adapter) and a dump (requests to the analysis server); the panel does not know which one answers.
 *
 * The panel shows one flat list: groups, and below an open group its goroutines, and below an open goroutine its
 * frames. A query names the lines that are visible; the answer holds their rows as columns, never the whole list.
 * A line is 22 pixels; a group row takes two lines, every other row one.
 */

/**
 * `creation`: the go statement; `start`: the function started; `location`: the top user frame; `stack`: all frames;
 * `object`: the channel or lock waited for; `thread`: what runs it; `parent`: a tree of who started whom.
 */
export type GoroutineGroupBy =
  'creation' | 'start' | 'location' | 'stack' | 'state' | 'label' | 'object' | 'thread' | 'parent';

/** Picks icon and colour; the words come in `state`. */
export type GoroutineStateKind =
  | 'running'
  | 'runnable'
  | 'channel'
  | 'lock'
  | 'sleep'
  | 'network'
  | 'syscall'
  | 'gc'
  | 'blocked'
  | 'dead';

export interface GoroutineViewQuery {
  readonly groupBy: GoroutineGroupBy;
  /** Grouped by label: by the values of this one alone; null: by all labels together. */
  readonly labelKey: string | null;
  /** Filter text: words and `key:value` terms, all of which must hold. Empty: all goroutines. */
  readonly filter: string;
  /** Leaves out goroutines that the runtime started for itself. */
  readonly hideSystem: boolean;
  readonly sort: 'count' | 'oldest';
  /** Open groups, and `node 17` for those below a goroutine of the tree, and how many goroutines of each to list. */
  readonly openGroups: readonly { readonly key: string; readonly limit: number }[];
  /** Goroutines whose frames are listed. */
  readonly openGoroutines: readonly number[];
  /** First visible line and how many lines. */
  readonly start: number;
  readonly count: number;
}

export const ROW_GROUP = 0;
export const ROW_GOROUTINE = 1;
/** `Show N more` below an open group. */
export const ROW_MORE = 2;
export const ROW_FRAME = 3;

export const FLAG_SELECTED = 1;
export const FLAG_LEAKED = 4;
export const FLAG_LOCKED = 8;
/** Frame rows: the frame is the one a click on the goroutine goes to. */
export const FLAG_USER_FRAME = 16;
/** Frame rows: code of the runtime or the standard library; drawn dimmed. */
export const FLAG_LIBRARY_FRAME = 32;
/** Frame rows: where the goroutine was created. */
export const FLAG_CREATED_BY = 64;
/** Frame rows: a call deferred by the frame above; its place is the defer statement. */
export const FLAG_DEFERRED = 128;
/** Frame rows: of a goroutine that led to this one, as it was when it ran the go statement. */
export const FLAG_ANCESTOR = 2048;

/** Columns of equal length; a row is an index. */
export interface GoroutineRows {
  readonly kind: readonly number[];
  /** Key of the group the row is or belongs to; more rows: key of what is opened further. */
  readonly key: readonly string[];
  /** Goroutine id; 0 in more rows and in groups that are not about one goroutine. */
  readonly id: readonly number[];
  /** Group: its goroutines. More: those not listed. Frame: its position in the stack. Else 0. */
  readonly count: readonly number[];
  /** Full function name: of the top user frame (group, goroutine) or of the frame. */
  readonly name: readonly string[];
  /** Words in place of the name; empty when the row is named after a function. */
  readonly title: readonly string[];
  /** Group: how many are in which state. Goroutine: its thread or what it waits for. Frame: of which goroutine. */
  readonly detail: readonly string[];
  /** Steps below the group in a tree; else 0. */
  readonly depth: readonly number[];
  /** Goroutines that a goroutine of the tree started; else 0. */
  readonly children: readonly number[];
  /** `chan receive`, `sync.Mutex.Lock`, `IO wait`, `running`. Group: the most frequent one. */
  readonly state: readonly string[];
  readonly stateKind: readonly GoroutineStateKind[];
  /** Nanoseconds waited, null where not known. Group: the longest. */
  readonly wait: readonly (number | null)[];
  /** As the program or the dump names it; group: where its goroutines are created or started. */
  readonly file: readonly string[];
  /** 1-based; 0 where not known. */
  readonly line: readonly number[];
  readonly labels: readonly (readonly (readonly [key: string, value: string])[])[];
  readonly flags: readonly number[];
}

/**
 * `reading`: counts still grow. `complete`: over all goroutines. `partial`: reading stopped early, `read < total`.
 * `stale`: the program runs again; the rows are from `takenAt`. `empty`: there is nothing to look at.
 */
export type GoroutineViewStatus = 'empty' | 'reading' | 'complete' | 'partial' | 'stale';

export interface GoroutineView {
  /** Grows with every stop or newly read dump; an answer of an older one is thrown away. */
  readonly generation: number;
  readonly status: GoroutineViewStatus;
  /** All goroutines there are, read or not. */
  readonly total: number;
  readonly read: number;
  /** Of those read, how many pass the filter. */
  readonly matched: number;
  readonly groupCount: number;
  /** Longest wait among the matched ones, nanoseconds; null when none is known. */
  readonly oldestWait: number | null;
  /** How long reading took so far, milliseconds. */
  readonly readMillis: number;
  /** Milliseconds since the epoch when the program stopped or the dump was read. */
  readonly takenAt: number;
  /** Lines of the whole list. */
  readonly rowCount: number;
  /** Line at which the first row begins; one less than asked when that was the lower half of a group row. */
  readonly start: number;
  readonly rows: GoroutineRows;
  /** Largest group's size among all groups: share bars are relative to it. */
  readonly largestGroup: number;
  readonly filterError: GoroutineFilterError | null;
  readonly problems: readonly string[];
  /** Of those read, how many are known with their whole stack. */
  readonly stackCount: number;
  /** Labels to group by, the most frequent first. */
  readonly labelKeys: readonly { readonly key: string; readonly count: number }[];
  /** Why some groupings make no sense here. */
  readonly unavailable: Readonly<Partial<Record<GoroutineGroupBy, string>>>;
  /** How the program was paused for these rows; null when it stopped by itself, or for a dump. */
  readonly pause: GoroutinePause | null;
  /** There are more goroutines than `total`; how many is not known. */
  readonly isTotalOpen: boolean;
}

/** Pauses of a running program for looking at it. */
export interface GoroutinePause {
  /** How often it was paused, and for how long at most. */
  readonly count: number;
  readonly millis: number;
  /** What did not fit into a short pause, and about how long a pause for everything would be. */
  readonly rest: { readonly goroutines: number; readonly millis: number } | null;
}

/** Asks what can stand at the caret of the filter. */
export interface GoroutineCompletionQuery {
  readonly filter: string;
  readonly caret: number;
}

export interface GoroutineCompletion {
  /** Half-open range in the filter that an item replaces. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly {
    readonly text: string;
    /** What it means, or how many goroutines have it. */
    readonly detail: string;
  }[];
}

export interface GoroutineFilterError {
  readonly message: string;
  /** Half-open range of the wrong part in the filter text. */
  readonly from: number;
  readonly to: number;
  /** A word that would be right in its place. */
  readonly suggestion: string | null;
}

/** A place in source as a program names it, and where that file is here. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
}

/** `path` is a local file that exists under a workspace folder, the module cache, GOROOT or a substitute path. */
export interface ResolvedSource {
  readonly path: string | null;
  /** What was tried, for the message when nothing was found. */
  readonly tried: readonly string[];
}
