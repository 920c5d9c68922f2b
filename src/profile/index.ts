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
export { parseProfile } from './parse.ts';
export { isGzip } from './sniff.ts';
export { stackValues, type StackValues } from './stack-values.ts';
export { type Figures } from './figures.ts';
export { compareText, type Top, topOf, topOrder } from './top.ts';
export { type CallTree, NO_FUNCTION, pathTo, widestNodes } from './call-tree.ts';
export { callTreeOf } from './tree-builder.ts';
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
export { type FunctionMatches, matchedTotal, matchFunctions, matchingNodes } from './search.ts';
export { textReport, type TextReport } from './text-report.ts';
