/** Messages between the trace editor's page and the extension. The page asks, the analysis server answers. */
import type {
  RangeQuery,
  TimelineRequests,
  TraceInfo,
  TraceMark,
  TraceOutline,
  TraceProfileKind,
  TraceRecording,
} from './timeline.ts';

/** Questions the page may ask; the extension adds the trace and passes them on. */
export type TimelineQuestion = Exclude<
  keyof TimelineRequests,
  | 'delvescope/openTrace'
  | 'delvescope/closeTrace'
  | 'delvescope/stopRecording'
  | 'delvescope/keepRecording'
  | 'delvescope/writeTraceProfile'
  | 'delvescope/writeRangeProfile'
>;

export type TimelineQueryOf<Q extends TimelineQuestion> = Omit<
  TimelineRequests[Q]['params'],
  'trace'
>;

export type ToTimelinePage =
  | {
      readonly kind: 'loading';
      readonly message: string;
      /** Of the file, 0 to 1; null before anything is known. */
      readonly share: number | null;
      /** What is known of the trace before it is read. */
      readonly outline: TraceOutline | null;
    }
  | { readonly kind: 'trace'; readonly info: TraceInfo }
  /** How far the capture of the trace is; null for a file. */
  | { readonly kind: 'recording'; readonly recording: TraceRecording | null }
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
  | {
      readonly [Q in TimelineQuestion]: {
        readonly kind: 'answer';
        readonly request: number;
        readonly method: Q;
        readonly result: TimelineRequests[Q]['result'];
      };
    }[TimelineQuestion]
  | { readonly kind: 'failed'; readonly request: number; readonly message: string }
  /** The bookmarks; with words about why they cannot be kept, where that is so. */
  | { readonly kind: 'marks'; readonly marks: readonly TraceMark[]; readonly error: string | null }
  /** Show the goroutines that pass a filter. */
  | { readonly kind: 'filter'; readonly text: string }
  /** Show goroutines of a start function, or those whose function has this text. */
  | { readonly kind: 'search'; readonly text: string };

export type FromTimelinePage =
  | { readonly kind: 'ready' }
  | {
      readonly [Q in TimelineQuestion]: {
        readonly kind: 'ask';
        readonly request: number;
        readonly method: Q;
        readonly query: TimelineQueryOf<Q>;
      };
    }[TimelineQuestion]
  /** Show another section of the trace; the first one is 0. */
  | { readonly kind: 'section'; readonly section: number }
  | {
      readonly kind: 'open';
      readonly file: string;
      readonly line: number;
      readonly preserveFocus: boolean;
    }
  /** Set a breakpoint at a line for goroutines that started with a function. */
  | {
      readonly kind: 'breakHere';
      readonly file: string;
      readonly line: number;
      readonly startedAs: string;
    }
  /** Keep these bookmarks. */
  | { readonly kind: 'saveMarks'; readonly marks: readonly TraceMark[] }
  /** Derive a profile and open it. */
  | { readonly kind: 'openProfile'; readonly profile: TraceProfileKind }
  /** Open the stacks of a range as a profile. */
  | {
      readonly kind: 'openRangeProfile';
      readonly start: number;
      readonly end: number;
      readonly lane: RangeQuery['lane'];
    }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'retry' }
  /** End the capture; keep what came of one that has ended. */
  | { readonly kind: 'stopRecording' }
  | { readonly kind: 'keepRecording' }
  | { readonly kind: 'log'; readonly message: string };
