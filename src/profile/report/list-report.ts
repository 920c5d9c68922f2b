/** Source with flat and cum per line (report/source.go, printSource, of pprof vendored in Go 1.26). */
import { compareText } from '../compare-text.ts';
import { buildGraph, type CallGraph } from '../graph/call-graph.ts';
import { compareInfos } from '../graph/order.ts';
import { percentage } from '../measurement.ts';
import type { TextPattern } from '../re2/compile.ts';
import { formatValue, graphInput, type Report, valueOrDot } from './report.ts';

/** Lines of a source file, or why it cannot be read, in the words of Go's os.Open. */
export type SourceFile = { readonly lines: readonly string[] } | { readonly error: string };

/** A function in a file with the lines that a listing shows. */
export interface SourceListing {
  readonly name: string;
  readonly file: string;
  readonly flat: number;
  readonly cum: number;
  readonly error: string | null;
  readonly lines: readonly ListedLine[];
  /** The lines that have a figure, also where there is no text. */
  readonly figures: readonly Omit<ListedLine, 'text'>[];
}

export interface ListedLine {
  readonly line: number;
  readonly flat: number;
  readonly cum: number;
  readonly text: string;
}

/** Lines shown before the first and after the last line with a figure. */
const MARGIN = 5;
const NO_LINES: SourceFile = { lines: [] };

/** Functions whose name matches, by name and file; an entry without a file has no source. */
export function sourceListings(
  report: Report,
  pattern: TextPattern,
  read: (file: string) => SourceFile,
): SourceListing[] {
  const graph = buildGraph(graphInput(report));
  const sources = new Map<string, SourceFile>();
  const source = (file: string, isNeeded: boolean): SourceFile => {
    // A file that no line is listed of is not read, and has not failed unless it was read before.
    const known = sources.get(file) ?? (isNeeded ? read(file) : NO_LINES);
    if (isNeeded) sources.set(file, known);
    return known;
  };
  const byName = groupBy(
    graph.nodes.filter((node) => pattern.test(graph.names.info(node).name)),
    (node) => graph.names.info(node).name,
  );
  return [...byName]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([name, nodes]) => listingsOf(graph, name, nodes, source));
}

/** Text of `pprof -list`; null where no function matches. */
export function listReport(
  report: Report,
  pattern: TextPattern,
  read: (file: string) => SourceFile,
): string[] | null {
  const listings = sourceListings(report, pattern, read);
  if (listings.length === 0) return null;
  const format = (value: number): string => formatValue(report, value).padStart(10);
  const lines = [`Total: ${formatValue(report, report.total)}`];
  for (const { name, file, flat, cum, error, lines: listed } of listings) {
    if (file === '') {
      lines.push(`No source information for ${name}`);
      continue;
    }
    lines.push(`ROUTINE ======================== ${name} in ${file}`);
    lines.push(
      `${format(flat)} ${format(cum)} (flat, cum) ${percentage(cum, report.total)} of Total`,
    );
    if (error !== null) lines.push(` Error: ${error}`);
    for (const row of listed) {
      const figures = [row.flat, row.cum].map((value) => valueOrDot(report, value).padStart(10));
      lines.push(`${figures.join(' ')} ${String(row.line).padStart(6)}:${row.text}`);
    }
  }
  return lines;
}

function listingsOf(
  graph: CallGraph,
  name: string,
  nodes: readonly number[],
  sourceOf: (file: string, isNeeded: boolean) => SourceFile,
): SourceListing[] {
  const info = (node: number) => graph.names.info(node);
  const byFile = groupBy(
    nodes.filter((node) => info(node).file !== ''),
    (node) => info(node).file,
  );
  if (byFile.size === 0) {
    return [{ name, file: '', flat: 0, cum: 0, error: null, lines: [], figures: [] }];
  }
  const files = [...byFile].toSorted(
    ([fileA, [a = 0]], [fileB, [b = 0]]) =>
      compareText(fileA, fileB) ||
      info(a).startLine - info(b).startLine ||
      compareInfos(graph, a, b),
  );
  return files.map(([file, own]) => {
    const { start, end } = listedRange(graph, own);
    const source = sourceOf(file, start <= end);
    return {
      name,
      file,
      flat: sum(graph.flat, own),
      cum: sum(graph.cum, own),
      error: 'error' in source ? source.error : null,
      lines: 'error' in source ? [] : listedLines(graph, own, source.lines),
      figures: lineFigures(graph, own),
    };
  });
}

/** report.getSourceFromFile: from the start of the function to the last line with a figure, and a margin. */
function listedRange(graph: CallGraph, nodes: readonly number[]): { start: number; end: number } {
  const first = graph.names.info(nodes[0] ?? 0);
  let start = first.startLine === 0 ? first.line - MARGIN : first.startLine;
  let end = first.line + MARGIN;
  for (const node of nodes) {
    const { line, startLine } = graph.names.info(node);
    const nodeStart = startLine === 0 ? line - MARGIN : startLine;
    if (nodeStart < start) start = nodeStart;
    else if (line + MARGIN > end) end = line + MARGIN;
  }
  return { start: Math.max(1, start), end };
}

function lineFigures(graph: CallGraph, nodes: readonly number[]): Omit<ListedLine, 'text'>[] {
  const byLine = groupBy(nodes, (node) => graph.names.info(node).line);
  const lines = [...byLine].sort(([a], [b]) => a - b);
  return lines.map(([line, own]) => ({
    line,
    flat: sum(graph.flat, own),
    cum: sum(graph.cum, own),
  }));
}

function listedLines(
  graph: CallGraph,
  nodes: readonly number[],
  source: readonly string[],
): ListedLine[] {
  const byLine = groupBy(nodes, (node) => graph.names.info(node).line);
  const { start, end } = listedRange(graph, nodes);
  const lines: ListedLine[] = [];
  for (let line = start; line <= Math.min(end, source.length); line++) {
    const own = byLine.get(line) ?? [];
    lines.push({
      line,
      flat: sum(graph.flat, own),
      cum: sum(graph.cum, own),
      text: source[line - 1] ?? '',
    });
  }
  return lines;
}

function groupBy<K>(nodes: readonly number[], keyOf: (node: number) => K): Map<K, number[]> {
  const groups = new Map<K, number[]>();
  for (const node of nodes) {
    const group = groups.get(keyOf(node));
    if (group) group.push(node);
    else groups.set(keyOf(node), [node]);
  }
  return groups;
}

function sum(column: Float64Array, nodes: readonly number[]): number {
  let total = 0;
  for (const node of nodes) total += column[node] ?? 0;
  return total;
}
