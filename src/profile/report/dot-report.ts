/** The graph in the language of Graphviz (graph/dotgraph.go of pprof vendored in Go 1.26). */
import { type CallGraph, cumOf, flatOf, quotient } from '../graph/call-graph.ts';
import { nameParts, type NodeInfo } from '../graph/node-keys.ts';
import { sortedEdges } from '../graph/order.ts';
import { baseName } from '../graph/paths.ts';
import { percentage } from '../measurement.ts';
import { dotColor } from './dot-color.ts';
import { nodeletLines } from './dot-nodelets.ts';
import { formatValue, type Report, reportGraph, reportLabels } from './report.ts';
import { shortName } from './short-name.ts';

export function dotReport(original: Report, time: (nanos: bigint) => string | null): string[] {
  const result = reportGraph(original);
  const { report, graph } = result;
  const tags = result.tags();
  const binary = report.profile.mappings[0]?.file ?? '';
  const title = binary === '' ? '' : baseName(binary);
  const lines = [`digraph "${title === '' ? 'unnamed' : title}" {`];
  lines.push('node [style=filled fillcolor="#f8f8f8"]');
  lines.push(legend(reportLabels(result, time), title));
  const numbers = new Map(graph.nodes.map((node, index) => [node, index + 1]));
  let largest = 0;
  for (const node of graph.nodes) largest = Math.max(largest, Math.abs(flatOf(graph, node)));
  const edges: number[] = [];
  const withTags = new Set<number>();
  for (const node of graph.nodes) {
    const number = numbers.get(node) ?? 0;
    lines.push(nodeLine(report, graph, node, number, largest));
    const outgoing = graph.outgoing(node);
    edges.push(...outgoing);
    const nodelets = nodeletLines(tags[node], number, outgoing.length > 0, (value) =>
      formatValue(report, value),
    );
    if (nodelets.length > 0) withTags.add(node);
    lines.push(...nodelets);
  }
  for (const edge of sortedEdges(graph, edges)) {
    lines.push(edgeLine(report, graph, edge, numbers, withTags));
  }
  lines.push('}');
  return lines;
}

function legend(labels: readonly string[], title: string): string {
  const text = labels.map(escape).join('\\l');
  const tooltip = title === '' ? '' : ` tooltip="${title}"`;
  const [first = ''] = labels;
  return `subgraph cluster_L { "${escape(first)}" [shape=box fontsize=16 label="${text}\\l"${tooltip}] }`;
}

function nodeLine(
  report: Report,
  graph: CallGraph,
  node: number,
  number: number,
  largest: number,
): string {
  const { total } = report;
  const flat = flatOf(graph, node);
  const cum = cumOf(graph, node);
  const share = (value: number): string => percentage(value, total).trim();
  const flatText = formatValue(report, flat);
  let label = multilineName(graph.names.info(node));
  label += flat === 0 ? '0' : `${flatText} (${share(flat)})`;
  let cumText = flatText;
  if (cum !== flat) {
    cumText = formatValue(report, cum);
    label += `${flat === 0 ? ' ' : '\\n'}of ${cumText} (${share(cum)})`;
  }
  // From 8 to 24 points, growing with the root of the flat value.
  const growth = largest === 0 ? 0 : Math.ceil(16 * Math.sqrt(Math.abs(flat) / largest));
  const name = escape(graph.names.printableName(node));
  const ratio = cum / Math.abs(total);
  const colors = `color="${dotColor(ratio, false)}" fillcolor="${dotColor(ratio, true)}"`;
  return `N${number} [label="${label}" id="node${number}" fontsize=${8 + growth} shape=box tooltip="${name} (${cumText})" ${colors}]`;
}

function edgeLine(
  report: Report,
  graph: CallGraph,
  edge: number,
  numbers: ReadonlyMap<number, number>,
  withTags: ReadonlySet<number>,
): string {
  const { total } = report;
  const { edges, names } = graph;
  const caller = edges.caller[edge] ?? 0;
  const callee = edges.callee[edge] ?? 0;
  const value = quotient(edges.weight[edge] ?? 0, edges.weightDivisor[edge] ?? 0);
  const text = formatValue(report, value);
  let attributes = `label=" ${text}${edges.inline[edge] === 1 ? '\\n (inline)' : ''}"`;
  if (total !== 0) {
    const scaled = (steps: number): number =>
      1 + Math.min(Math.abs(Math.trunc((value * steps) / total)), steps);
    if (scaled(100) > 1) attributes += ` weight=${scaled(100)}`;
    if (scaled(5) > 1) attributes += ` penwidth=${scaled(5)}`;
    attributes += ` color="${dotColor(value / Math.abs(total), false)}"`;
  }
  const isResidual = edges.residual[edge] === 1;
  const ends = [caller, callee].map((node) => escape(names.printableName(node)));
  const tooltip = `"${ends.join(isResidual ? ' ... ' : ' -> ')} (${text})"`;
  attributes += ` tooltip=${tooltip} labeltooltip=${tooltip}`;
  if (isResidual) attributes += ' style="dotted"';
  if (withTags.has(caller)) attributes += ' minlen=2';
  return `N${numbers.get(caller) ?? 0} -> N${numbers.get(callee) ?? 0} [${attributes}]`;
}

function multilineName(info: NodeInfo): string {
  const name = escape(shortName(info.name))
    .replaceAll('::', '\\n')
    .replaceAll('[...]', '[…]')
    .replaceAll('.', '\\n');
  const file = info.file === '' ? '' : baseName(info.file);
  return `${nameParts({ ...info, name, file }).join('\\n')}\\n`;
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\l');
}
