/** Messages between the profile editor's page and the extension. The page asks, the analysis server answers. */
import type {
  AnalysisRequests,
  ChangesQuery,
  FlameQuery,
  FrameQuery,
  FunctionQuery,
  LocateQuery,
  ProfileInfo,
  ProfileScope,
  SearchQuery,
  TableQuery,
} from './analysis.ts';
import type { GraphQuery, SidesQuery, SourceQuery, TagQuery } from './profile-views.ts';
import type { FilterDraftQuery, ProfileFilter } from './profile-filter.ts';

/** Questions the page may ask; the extension adds the profile and passes them on. */
export interface ProfileQuestions {
  'delvescope/filterOutcome': Omit<ProfileScope, 'profile'>;
  'delvescope/changes': Omit<ChangesQuery, 'profile'>;
  'delvescope/filterDraft': Omit<FilterDraftQuery, 'profile'>;
  'delvescope/flameWindow': Omit<FlameQuery, 'profile'>;
  'delvescope/tableWindow': Omit<TableQuery, 'profile'>;
  'delvescope/functionDetail': Omit<FunctionQuery, 'profile'>;
  'delvescope/frameFigures': Omit<FrameQuery, 'profile'>;
  'delvescope/callGraph': Omit<GraphQuery, 'profile'>;
  'delvescope/sourceView': Omit<SourceQuery, 'profile'>;
  'delvescope/tagPivot': Omit<TagQuery, 'profile'>;
  'delvescope/sidesWindow': Omit<SidesQuery, 'profile'>;
  'delvescope/search': Omit<SearchQuery, 'profile'>;
  'delvescope/locateFrame': Omit<LocateQuery, 'profile'>;
}
export type ProfileQuestion = keyof ProfileQuestions;

/** What of the page's profile. */
export interface PageScope extends Omit<ProfileScope, 'profile'> {
  readonly filter: ProfileFilter;
}

export type ToProfilePage =
  /** `share` of the file has been read, 0 to 1; null where that is not known. */
  | {
      readonly kind: 'loading';
      readonly name: string;
      readonly message: string;
      readonly share: number | null;
    }
  /** `remembered` is what a page of the same profile last asked to remember; it checks it before use. */
  | { readonly kind: 'profile'; readonly info: ProfileInfo; readonly remembered: unknown }
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
  | {
      readonly kind: 'answer';
      readonly request: number;
      readonly method: ProfileQuestion;
      readonly result: AnalysisRequests[ProfileQuestion]['result'];
    }
  | { readonly kind: 'failed'; readonly request: number; readonly message: string }
  /** Select and reveal a frame (from a lens). */
  | {
      readonly kind: 'reveal';
      readonly sampleType: number;
      readonly filter: ProfileFilter;
      readonly node: number;
      readonly function: number;
    };

export type FromProfilePage =
  | { readonly kind: 'ready' }
  | {
      readonly [Q in ProfileQuestion]: {
        readonly kind: 'ask';
        readonly request: number;
        readonly method: Q;
        readonly query: ProfileQuestions[Q];
      };
    }[ProfileQuestion]
  /** The answer of a question is no longer wanted. */
  | { readonly kind: 'drop'; readonly request: number }
  /** Go to a line; the file as the profile names it. */
  | {
      readonly kind: 'open';
      readonly file: string;
      readonly line: number;
      /** The line is one of the file as it is now; else one of the build. */
      readonly isNow?: boolean;
      readonly preserveFocus: boolean;
    }
  /** What the source shows figures of. */
  | ({ readonly kind: 'figures' } & PageScope)
  /** A breakpoint where a frame is, for when it is called from its caller here; empty for any. */
  | {
      readonly kind: 'breakpoint';
      readonly file: string;
      readonly line: number;
      readonly caller: string;
    }
  /** Asks for a form to export to; the selected function, empty for none. */
  | ({ readonly kind: 'export'; readonly functionName: string } & PageScope)
  /** What the page would like to find again when the file is opened anew. */
  | { readonly kind: 'remember'; readonly state: unknown }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'retry' }
  | { readonly kind: 'log'; readonly message: string };
