/** The graph in the format of callgrind (report.printCallgrind of pprof vendored in Go 1.26). */
import { type CallGraph, flatOf } from '../graph/call-graph.ts';
import type { NodeInfo } from '../graph/node-keys.ts';
import { sortedEdges } from '../graph/order.ts';
import { scale } from '../measurement.ts';
import { type Report, reportGraph } from './report.ts';

export function callgrindReport(original: Report): string[] {
  const { report, graph } = reportGraph(original);
  const { type, unit, outputUnit } = report;
  const lines = ['positions: instr line', `events: ${type}(${outputUnit})`];
  const names = uniqueNames(graph);
  const binaries = new NumberedNames();
  const files = new NumberedNames();
  const functions = new NumberedNames();
  const amount = (value: number): number => Math.trunc(scale(value, unit, outputUnit).value);
  let previous: NodeInfo | null = null;
  for (const node of graph.nodes) {
    const info = graph.names.info(node);
    const { name, file, binary, address, line } = info;
    if (binary !== previous?.binary || file !== previous.file || name !== previous.name) {
      lines.push('', `ob=${binaries.text(binary)}`, `fl=${files.text(file)}`);
      lines.push(`fn=${functions.text(name)}`);
    }
    lines.push(`${addressText(previous, address)} ${line} ${amount(flatOf(graph, node))}`);
    for (const edge of sortedEdges(graph, graph.outgoing(node))) {
      const callee = graph.edges.callee[edge] ?? 0;
      const target = graph.names.info(callee);
      lines.push(`cfl=${files.text(target.file)}`);
      lines.push(`cfn=${functions.text(names.get(callee) ?? '')}`);
      lines.push(`calls=0 ${addressText(previous, target.address)} ${target.line}`);
      lines.push(`* * ${amount(graph.edges.weight[edge] ?? 0)}`);
    }
    previous = info;
  }
  return lines;
}

/** Callgrind merges what has the same file and name: different functions get a number behind the name. */
function uniqueNames({ nodes, names }: CallGraph): Map<number, string> {
  const groups = new Map<string, Map<string, number>>();
  const groupOf = (node: number): Map<string, number> => {
    const { file, name } = names.info(node);
    const key = `${file}\0${name}`;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = new Map()));
    return group;
  };
  for (const node of nodes) {
    const group = groupOf(node);
    const key = names.functionKey(node);
    if (!group.has(key)) group.set(key, group.size + 1);
  }
  return new Map(
    nodes.map((node) => {
      const { name } = names.info(node);
      const group = groupOf(node);
      const suffix = group.size > 1 ? ` [${group.get(names.functionKey(node))}/${group.size}]` : '';
      return [node, name + suffix];
    }),
  );
}

/** `(3) name` the first time, then `(3)`. */
class NumberedNames {
  readonly #numbers = new Map<string, number>();

  text(name: string): string {
    if (name === '') return '';
    const known = this.#numbers.get(name);
    if (known !== undefined) return `(${known})`;
    this.#numbers.set(name, this.#numbers.size + 1);
    return `(${this.#numbers.size}) ${name}`;
  }
}

/** The address, relative to the one before where that is shorter. */
function addressText(previous: NodeInfo | null, address: bigint): string {
  const absolute = `0x${address.toString(16)}`;
  if (!previous) return absolute;
  if (previous.address === address) return '*';
  const difference = BigInt.asIntN(64, address - previous.address);
  const relative = difference < 0n ? String(difference) : `+${difference}`;
  return relative.length < absolute.length ? relative : absolute;
}
