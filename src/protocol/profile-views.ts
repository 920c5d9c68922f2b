/** Questions of the profile page's graph, source and tags views. Columns travel as typed arrays. */
import type { ProfileScope } from './analysis.ts';

export interface ProfileViewRequests {
  'delvescope/callGraph': { params: GraphQuery; result: GraphPicture };
  'delvescope/sourceView': { params: SourceQuery; result: SourceView };
  'delvescope/tagPivot': { params: TagQuery; result: TagTable };
}

export interface GraphQuery extends ProfileScope {
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
  readonly profileTotal: number;
}

export interface SourceQuery extends ProfileScope {
  /** A function of the table; null for the one with the largest flat value. */
  readonly function: number | null;
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
  /** Calls from the lines; `at` is the index of the line. */
  readonly calls: readonly {
    readonly at: number;
    readonly function: number;
    readonly name: string;
    readonly value: number;
    readonly isInlined: boolean;
  }[];
  /** Lines left out at the end. */
  readonly hidden: number;
}

export interface TagQuery extends ProfileScope {
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
}
