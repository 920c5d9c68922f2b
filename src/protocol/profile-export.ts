/** Files and texts that a profile is written as. */
import type { ProfileScope } from './analysis.ts';

export type ExportFormat = 'svg' | 'speedscope' | 'folded' | 'csv' | 'pprof';

/** The server writes the file itself: a large profile never crosses the edge. */
export interface ExportQuery extends ProfileScope {
  readonly format: ExportFormat;
  readonly path: string;
}

/** pprof's own reports. */
export type ReportKind = 'text' | 'tree' | 'peek' | 'tags' | 'traces';

export interface ReportQuery extends ProfileScope {
  readonly report: ReportKind;
  /** Name of the function that `peek` is about; empty for the others. */
  readonly functionName: string;
}
