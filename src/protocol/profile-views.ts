/** Questions of the profile page's graph, source and tags views. Columns travel as typed arrays. */
import type { ProfileScope } from './analysis.ts';

export interface ProfileViewRequests {
  'delvescope/callGraph': { params: GraphQuery; result: GraphPicture };
  'delvescope/sourceView': { params: SourceQuery; result: SourceView };
  'delvescope/tagPivot': { params: TagQuery; result: TagTable };
  'delvescope/sidesWindow': { params: SidesQuery; result: SidesWindow };
}

/** Of comparisons: what values before are multiplied by, as in the table; absent for 1. */
interface ComparedScope extends ProfileScope {
  readonly beforeFactor?: number;
}

export interface GraphQuery extends ComparedScope {
  /** Largest number of boxes; pprof draws 80. */
  readonly nodeCount: number;
  /** Marks boxes; empty for none. */
  readonly search: string;
}

export const EDGE_INLINED = 1;
/** Calls between the two functions were left out. */
export const EDGE_RESIDUAL = 2;

/** pprof's graph with a place for everything; pixels from the top left. */
export interface GraphPicture {
  readonly width: number;
  readonly height: number;
  /** Boxes, what matters most first. */
  readonly length: number;
  /** Row of the function; -1 where a box is none. */
  readonly function: Int32Array;
  readonly names: readonly string[];
  readonly kind: Uint8Array;
  /** 1 where the search matches. */
  readonly hits: Uint8Array;
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  /** Only of comparisons; edges then carry what is after minus what was before, and what is drawn goes by that. */
  readonly flatBefore?: Float64Array;
  readonly cumBefore?: Float64Array;
  /** Middle of the box. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly boxWidth: Float64Array;
  readonly boxHeight: Float64Array;
  /** Pixels of the text, larger with the flat value. */
  readonly textSize: Float64Array;
  readonly edges: {
    readonly length: number;
    /** Indexes of boxes. */
    readonly caller: Uint32Array;
    readonly callee: Uint32Array;
    readonly weight: Float64Array;
    readonly flags: Uint8Array;
    /** Points of edge i: `points[2 * pointStart[i]]` (x) and so on. */
    readonly pointStart: Uint32Array;
    readonly points: Float64Array;
    /** Middle of the figure beside the edge. */
    readonly labelX: Float64Array;
    readonly labelY: Float64Array;
  };
  /** Functions above the fraction, before the limit of their number. */
  readonly nodesBefore: number;
  /** Left out as too small, and below which value. */
  readonly droppedNodes: number;
  readonly nodeCutoff: number;
  readonly droppedEdges: number;
  readonly edgeCutoff: number;
  /** What shares are of: in a comparison what was before. */
  readonly profileTotal: number;
}

export interface SourceQuery extends ComparedScope {
  /** A function of the table; null for the one with the largest flat value. */
  readonly function: number | null;
  /** All lines of the function's files, with the figures of everything in them. */
  readonly isWholeFile?: boolean;
}

/** Lines of a function with figures, as `pprof -list` has them. */
export interface SourceView {
  readonly function: number;
  readonly name: string;
  readonly listings: readonly SourceListing[];
  readonly profileTotal: number;
}

export interface SourceListing {
  /** As the profile names it; empty where it does not say. */
  readonly file: string;
  /** On this disk; null where it is not there. */
  readonly path: string | null;
  /** Where it was searched. */
  readonly tried: readonly string[];
  readonly flat: number;
  readonly cum: number;
  /** The function is not what it was when the program was built, or may not be. */
  readonly isStale: boolean;
  /** The text is that of the build, even where the file was changed. */
  readonly isBuild: boolean;
  /** Where the lines are in the file now, 0 for those that are gone; without a file, those with a figure. */
  readonly line: Uint32Array;
  readonly text: readonly string[];
  readonly flatOf: Float64Array;
  readonly cumOf: Float64Array;
  /** Only of comparisons: the same figures before. */
  readonly before?: {
    readonly flat: number;
    readonly cum: number;
    readonly flatOf: Float64Array;
    readonly cumOf: Float64Array;
  };
  /** Calls from the lines; `at` is the index of the line. */
  readonly calls: readonly {
    readonly at: number;
    readonly function: number;
    readonly name: string;
    readonly value: number;
    /** Only of comparisons. */
    readonly before?: number;
    readonly isInlined: boolean;
  }[];
  /** Lines left out at the end. */
  readonly hidden: number;
}

export interface TagQuery extends ComparedScope {
  /** The function whose figures stand beside the values; null for none. */
  readonly function: number | null;
  /** The key whose values become columns; null for none. */
  readonly splitBy: string | null;
}

export interface TagTable {
  readonly keys: readonly TagKey[];
  /** Values of the key that splits. */
  readonly columns: readonly string[];
  readonly profileTotal: number;
}

export interface TagKey {
  readonly key: string;
  readonly total: number;
  /** Only of comparisons. */
  readonly totalBefore?: number;
  /** Widest first. */
  readonly values: readonly TagValue[];
  readonly valueCount: number;
}

export interface TagValue {
  readonly text: string;
  /** What `tagfocus` and `tagignore` call it. */
  readonly term: string;
  readonly value: number;
  /** Of the function that was asked for. */
  readonly flat: number;
  readonly cum: number;
  /** Per column. */
  readonly split: readonly number[];
  /** Only of comparisons: the same figures before. */
  readonly before?: Pick<TagValue, 'value' | 'flat' | 'cum' | 'split'>;
}

/** The range is from a function's smallest value to its largest. */
export type SidesSort =
  'name' | 'range' | { readonly side: number; readonly by: 'value' | 'change' };

/** Functions against the profiles of a comparison. */
export interface SidesQuery extends ProfileScope {
  /** Own values, or those with what is called. */
  readonly measure: 'flat' | 'cum';
  /** The side that changes are from. */
  readonly base: number;
  /** Every side is scaled to the sum of the base. */
  readonly isScaled: boolean;
  readonly sort: SidesSort;
  readonly descending: boolean;
  readonly search: string;
  readonly start: number;
  readonly count: number;
}

export interface SidesWindow {
  readonly rowCount: number;
  readonly start: number;
  readonly length: number;
  /** Names the function in other requests. */
  readonly function: Uint32Array;
  readonly kind: Uint8Array;
  readonly names: readonly string[];
  /** By row, then by side; scaled as asked for. */
  readonly values: Float64Array;
  readonly sideCount: number;
  /** Of all rows, from the base. */
  readonly largestChange: number;
}
