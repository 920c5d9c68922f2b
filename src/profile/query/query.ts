/** What frames are merged into: pprof's granularities. */
export type Granularity = 'functions' | 'filefunctions' | 'files' | 'lines' | 'addresses';

/** Which samples and frames count; every text is an option of pprof with the same name, empty for none. */
export interface ProfileFilters {
  /** Samples with a frame whose function, file or binary matches. */
  readonly focus: string;
  readonly ignore: string;
  /** Frames that match are left out. */
  readonly hide: string;
  /** Only frames that match are left. */
  readonly show: string;
  /** What called the outermost frame that matches is left out. */
  readonly showFrom: string;
  /** What the innermost frame that matches has called is left out. */
  readonly pruneFrom: string;
  /** `key=regexp`, `regexp,regexp` over `key:value`, or a range such as `bytes=1kb:4mb`. */
  readonly tagFocus: string;
  readonly tagIgnore: string;
  /** Label keys that stay. */
  readonly tagShow: string;
  readonly tagHide: string;
  /** Keys, separated by commas, whose values become frames below the root or above the leaf. */
  readonly tagRoot: string;
  readonly tagLeaf: string;
}

/** A question about a profile, as pprof's options put it. Start from `DEFAULT_QUERY`. */
export interface ProfileQuery extends ProfileFilters {
  /** Index of the sample type. */
  readonly sampleType: number;
  /** Values divided by those of the first sample type. */
  readonly mean: boolean;
  readonly granularity: Granularity;
  /** Inlined calls count for the function that they were inlined into. */
  readonly noInlines: boolean;
  readonly showColumns: boolean;
  /** Percentages of what the filters leave, instead of everything. */
  readonly relativePercentages: boolean;
  readonly dropNegative: boolean;
  /** Largest number of nodes; 0 for all. */
  readonly nodeCount: number;
  /** Nodes and edges below these shares of the total are dropped. */
  readonly nodeFraction: number;
  readonly edgeFraction: number;
  /** A node per path instead of one per function; for graphs only. */
  readonly callTree: boolean;
  readonly sort: 'flat' | 'cum';
  /** `minimum`, `auto`, or a unit. */
  readonly unit: string;
  readonly divideBy: number;
  /** Beginnings of file names to leave out, separated by colons, and where sources are searched. */
  readonly trimPath: string;
  readonly sourcePath: string;
  /** False where names are shown as they are in the file, as with pprof's `-symbolize=none`. */
  readonly simplifyNames: boolean;
  readonly compactLabels: boolean;
}

export const NO_FILTERS: ProfileFilters = {
  focus: '',
  ignore: '',
  hide: '',
  show: '',
  showFrom: '',
  pruneFrom: '',
  tagFocus: '',
  tagIgnore: '',
  tagShow: '',
  tagHide: '',
  tagRoot: '',
  tagLeaf: '',
};

/** pprof's defaults, without a sample type. */
export const DEFAULT_QUERY: Omit<ProfileQuery, 'sampleType'> = {
  ...NO_FILTERS,
  mean: false,
  granularity: 'functions',
  noInlines: false,
  showColumns: false,
  relativePercentages: false,
  dropNegative: false,
  nodeCount: 0,
  nodeFraction: 0.005,
  edgeFraction: 0.001,
  callTree: false,
  sort: 'flat',
  unit: 'minimum',
  divideBy: 1,
  trimPath: '',
  sourcePath: '',
  simplifyNames: true,
  compactLabels: false,
};
