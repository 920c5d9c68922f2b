import { type CallGraph, cumOf, flatOf } from '../graph/call-graph.ts';
import { percentage } from '../measurement.ts';
import { formatValue, type Report, reportGraph, reportLabels } from './report.ts';

/** Lines of `pprof -top` (report.printText). */
export function textReport(report: Report, time: (nanos: bigint) => string | null): string[] {
  const result = reportGraph(report);
  const { graph } = result;
  const lines = [...reportLabels(result, time), '      flat  flat%   sum%        cum   cum%'];
  const format = (value: number): string => formatValue(result.report, value).padStart(10);
  const share = (value: number): string => percentage(value, report.total);
  let running = 0;
  for (const node of graph.nodes) {
    const flat = flatOf(graph, node);
    const cum = cumOf(graph, node);
    running += flat;
    const figures = `${format(flat)} ${share(flat)} ${share(running)} ${format(cum)} ${share(cum)}`;
    lines.push(`${figures}  ${graph.names.printableName(node)}${inlineMark(graph, node)}`);
  }
  return lines;
}

/** How a node is called: only inlined, or also. */
function inlineMark(graph: CallGraph, node: number): string {
  let inlined = 0;
  const incoming = graph.incoming(node);
  for (const edge of incoming) inlined += graph.edges.inline[edge] ?? 0;
  if (inlined === 0) return '';
  return inlined < incoming.length ? ' (partial-inline)' : ' (inline)';
}
