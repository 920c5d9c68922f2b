import { lastElement, parseGoSymbol } from '../../base/go-symbol.ts';
import { drawnGraph } from '../../profile/index.ts';
import type { DrawnGraph } from '../../profile/index.ts';
import { EDGE_INLINED, EDGE_RESIDUAL } from '../../protocol/profile-views.ts';
import type { GraphPicture, GraphQuery } from '../../protocol/profile-views.ts';
import type { Arrow, Box, LayoutTask } from '../graph/graph-layout.ts';
import type { ProfileSession } from '../profile-session.ts';
import { differenceReport } from '../view-report.ts';

/** Pixels of text: a name without a flat value, and the one with the largest. */
const SMALLEST_TEXT = 12;
const LARGEST_TEXT = 22;
const NOTE_TEXT = 11;
/** Mean width of a letter in a proportional font, by its height. */
const LETTER_WIDTH = 0.56;
const PADDING = 22;
const WIDEST_BOX = 260;
/** Room for `0 of 1.23 min (12.3 %)`. */
const FIGURE_LETTERS = 20;
/** Room for `total 1.20 s → 1.35 s (+150 ms)`. */
const CHANGE_LETTERS = 32;
const NOTE_HEIGHT = 15;
const EDGE_LABEL: Box = { width: 52, height: 14 };
/** pprof's weights of edges: 1 to 101. */
const EDGE_WEIGHTS = 100;

/** A graph that has no places yet. */
export interface GraphDrawing {
  readonly task: LayoutTask;
  readonly picture: Omit<GraphPicture, 'width' | 'height' | 'x' | 'y' | 'edges'>;
  readonly edges: Pick<GraphPicture['edges'], 'length' | 'caller' | 'callee' | 'weight' | 'flags'>;
}

/** pprof's graph of what the filter leaves. */
export function graphDrawing(session: ProfileSession, query: GraphQuery): GraphDrawing {
  const { sampleType, nodeCount } = query;
  const report = differenceReport(session, query, 'dot');
  const limited = { ...report, query: { ...report.query, nodeCount } };
  const graph = drawnGraph(limited);
  const before = session.before(sampleType);
  const boxes = boxesOf(graph, before === null ? FIGURE_LETTERS : CHANGE_LETTERS);
  const rows = new Map(session.profile.functions.names.map((name, row) => [name, row]));
  const functions = Int32Array.from(graph.nodes, ({ name }) => rows.get(name) ?? -1);
  const matching = query.search === '' ? null : session.matches(query.search).matching;
  const cutoff = (fraction: number): number => Math.abs(Math.trunc(report.total * fraction));
  return {
    task: { boxes, arrows: arrowsOf(graph, Math.abs(report.total)) },
    edges: edgesOf(graph),
    picture: {
      length: graph.nodes.length,
      function: functions,
      names: graph.nodes.map(({ name }) => name),
      kind: Uint8Array.from(functions, (row) => session.kinds[row] ?? 0),
      hits: Uint8Array.from(functions, (row) => matching?.[row] ?? 0),
      ...(before === null
        ? {
            flat: Float64Array.from(graph.nodes, ({ flat }) => flat),
            cum: Float64Array.from(graph.nodes, ({ cum }) => cum),
          }
        : sidesOf(session, { after: sampleType, before }, functions, query.beforeFactor ?? 1)),
      boxWidth: Float64Array.from(boxes, ({ width }) => width),
      boxHeight: Float64Array.from(boxes, ({ height }) => height),
      textSize: Float64Array.from(boxes, ({ text }) => text),
      nodesBefore: graph.nodesBefore,
      droppedNodes: graph.droppedNodes,
      nodeCutoff: cutoff(limited.query.nodeFraction),
      droppedEdges: graph.droppedEdges,
      edgeCutoff: cutoff(limited.query.edgeFraction),
      profileTotal: report.total,
    },
  };
}

/** The figures of boxes after and before. */
function sidesOf(
  session: ProfileSession,
  types: { readonly after: number; readonly before: number },
  functions: Int32Array,
  factor: number,
): Pick<GraphPicture, 'flat' | 'cum' | 'flatBefore' | 'cumBefore'> {
  const { top: after } = session.figures(types.after);
  const { top: before } = session.figures(types.before);
  const column = (values: Float64Array, scale: number): Float64Array =>
    Float64Array.from(functions, (row) => (values[row] ?? 0) * scale);
  return {
    flat: column(after.flat, 1),
    cum: column(after.cum, 1),
    flatBefore: column(before.flat, factor),
    cumBefore: column(before.cum, factor),
  };
}

/** As in pprof's drawing, the text grows with the root of the flat value. */
function boxesOf(
  { nodes }: DrawnGraph,
  figureLetters: number,
): (Box & { readonly text: number })[] {
  const largest = nodes.reduce((most, { flat }) => Math.max(most, Math.abs(flat)), 0);
  return nodes.map(({ name, flat }) => {
    const share = largest === 0 ? 0 : Math.sqrt(Math.abs(flat) / largest);
    const text = SMALLEST_TEXT + Math.ceil((LARGEST_TEXT - SMALLEST_TEXT) * share);
    const { packagePath, name: own } = parseGoSymbol(name);
    const widest = Math.max(
      own.length * text,
      lastElement(packagePath).length * NOTE_TEXT,
      figureLetters * NOTE_TEXT,
    );
    // The package, and the flat value with the total below it; where it is 0, both are on a line.
    const lines = flat === 0 ? 2 : 3;
    const width = Math.min(WIDEST_BOX, Math.ceil(widest * LETTER_WIDTH) + PADDING);
    return { width, height: Math.ceil(text * 1.4) + lines * NOTE_HEIGHT + 8, text };
  });
}

function arrowsOf({ edges }: DrawnGraph, total: number): readonly Arrow[] {
  return edges.map(({ caller, callee, weight }) => {
    const share = total === 0 ? 0 : Math.abs(weight) / total;
    const steps = Math.min(EDGE_WEIGHTS, Math.trunc(share * EDGE_WEIGHTS));
    return { caller, callee, weight: 1 + steps, label: EDGE_LABEL };
  });
}

function edgesOf({ edges }: DrawnGraph): GraphDrawing['edges'] {
  return {
    length: edges.length,
    caller: Uint32Array.from(edges, ({ caller }) => caller),
    callee: Uint32Array.from(edges, ({ callee }) => callee),
    weight: Float64Array.from(edges, ({ weight }) => weight),
    flags: Uint8Array.from(
      edges,
      ({ isInlined, isResidual }) =>
        (isInlined ? EDGE_INLINED : 0) | (isResidual ? EDGE_RESIDUAL : 0),
    ),
  };
}
