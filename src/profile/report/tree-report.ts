import { cumOf, flatOf } from '../graph/call-graph.ts';
import { sortedEdges } from '../graph/order.ts';
import { percentage } from '../measurement.ts';
import type { TextPattern } from '../re2/compile.ts';
import { formatValue, type Report, reportGraph, reportLabels } from './report.ts';

const SEPARATOR = '----------------------------------------------------------+-------------';
const LEGEND = '      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ';

/**
 * Lines of `pprof -tree`, and with a pattern those of `-peek`: callers above and callees below each node
 * (report.printTree). Null where the pattern matches no node.
 */
export function treeReport(
  report: Report,
  pattern: TextPattern | null,
  time: (nanos: bigint) => string | null,
): string[] | null {
  const result = reportGraph(report);
  const { graph } = result;
  const { printableName } = graph.names;
  const lines = [...reportLabels(result, time), SEPARATOR, LEGEND];
  const format = (value: number): string => formatValue(result.report, value);
  const share = (value: number): string => percentage(value, report.total);
  let running = 0;
  let matched = 0;
  for (const node of graph.nodes) {
    const name = printableName(node);
    if (pattern && !pattern.test(name)) continue;
    matched++;
    const flat = flatOf(graph, node);
    const cum = cumOf(graph, node);
    const edgeLine = (edge: number, other: number): string => {
      const weight = graph.edges.weight[edge] ?? 0;
      const inline = graph.edges.inline[edge] === 1 ? ' (inline)' : '';
      return `${format(weight).padStart(50)} ${percentage(weight, cum)} |   ${printableName(other)}${inline}`;
    };
    lines.push(SEPARATOR);
    for (const edge of sortedEdges(graph, graph.incoming(node))) {
      lines.push(edgeLine(edge, graph.edges.caller[edge] ?? 0));
    }
    running += flat;
    const figures = `${format(flat).padStart(10)} ${share(flat)} ${share(running)} ${format(cum).padStart(10)} ${share(cum)}`;
    lines.push(`${figures}                | ${name}`);
    for (const edge of sortedEdges(graph, graph.outgoing(node))) {
      lines.push(edgeLine(edge, graph.edges.callee[edge] ?? 0));
    }
  }
  if (graph.nodes.length > 0) lines.push(SEPARATOR);
  return pattern && matched === 0 ? null : lines;
}
