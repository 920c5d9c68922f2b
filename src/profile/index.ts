/** The pprof core: bytes of a profile to tables, trees and figures. No platform; see README.md. */
export {
  addressOf,
  type FrameTable,
  type FunctionTable,
  type LabelTable,
  type LocationTable,
  type Mapping,
  type PlaceTable,
  type Profile,
  type SampleTable,
  type SampleType,
  type StackTable,
} from './model.ts';
export { parseProfile, ProfileReader, readProfile } from './parse.ts';
export { pruneUninteresting } from './prune.ts';
export { inflatedLimit } from './inflated-limit.ts';
export { describeForeign, isGzip } from './sniff.ts';
export { stackValues, type StackValues } from './stack-values.ts';
export { type Figures, flatOfFrames } from './figures.ts';
export { withMapping } from './with-mapping.ts';
export { combineProfiles, subtractBase } from './merge/combine.ts';
export { encodeProfile } from './write/encode.ts';
export { memStatsOf, type MemStat } from './legacy/mem-stats.ts';
export { foldedStacks } from './write/folded.ts';
export { speedscopeJson } from './write/speedscope.ts';
export { csvTable } from './write/csv.ts';
export { flameSvg, type FlameSvgOptions } from './write/flame-svg.ts';
export { type SymbolLines } from './raw-of.ts';
export { type UnsymbolizedAddress, unsymbolizedAddresses, withSymbols } from './symbolize.ts';
export { tagTotals, type TagKey } from './report/tags-report.ts';
export { sampleTypeIndex } from './sample-type.ts';
export { cleanPath, trimPath } from './graph/paths.ts';
export { compareText } from './compare-text.ts';
export { type Top, topOf, topOrder } from './top.ts';
export { CallTree, callTreeOf, NO_FUNCTION, pathTo } from './call-tree.ts';
export { figuresOfNode } from './figures-of-node.ts';
export { matchingNodes } from './matching-nodes.ts';
export { pathsAround, type StackPaths, wholePaths } from './stack-paths.ts';
export {
  type FlameLayout,
  flameLayout,
  type FlameLayoutQuery,
  LAYOUT_HIT,
  LAYOUT_INLINED,
} from './flame-layout.ts';
export {
  functionsAt,
  type HotLine,
  hottestLine,
  hottestLines,
  type LineIndex,
  lineIndexOf,
  linesOfFile,
  linesOfFunction,
  type LineWindow,
} from './line-figures.ts';
export {
  type Neighbour,
  type Neighbours,
  neighboursOfFunction,
  neighboursOfLine,
} from './neighbours.ts';
export {
  NO_FILTERS,
  DEFAULT_QUERY,
  type Granularity,
  type ProfileFilters,
  type ProfileQuery,
} from './query/query.ts';
export { applyQuery, type AppliedQuery } from './query/apply.ts';
export { labelValuesOf, numericUnitsOf } from './query/label-sets.ts';
export { QueryCache, type ResolvedQuery, resolveQuery } from './query/resolve-query.ts';
export { type CallDirection, CallPaths, type CallStep } from './call-paths.ts';
export { callsOfFunction, type LineCall } from './line-calls.ts';
export { type FunctionMatches, matchedTotal, matchFunctions } from './search.ts';
export { newReport, type Report, type ReportFormat } from './report/report.ts';
export { type DrawnGraph, drawnGraph } from './report/drawn-graph.ts';
export { type PivotKey, type PivotValue, tagPivot, type TagPivot } from './report/tag-pivot.ts';
export { reportLines, type ReportContext } from './report/lines.ts';
export {
  type ListedLine,
  type SourceFile,
  type SourceListing,
  sourceListings,
} from './report/list-report.ts';
export { compileRegExp, type TextPattern } from './re2/compile.ts';
