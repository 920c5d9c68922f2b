/**
 * `go tool pprof -top -nodecount=0`, line by line (internal/report/report.go and internal/graph/graph.go of pprof
 * as vendored in Go 1.26).
 *
 * 1. Flat and cum per reported name; names without either are left out.
 * 2. Names whose cum is below 0.5 % of the flat total are dropped and counted.
 * 3. Calls between the names that stay, over dropped ones too; those below 0.1 % are dropped. A name that is
 *    called only inlined is marked `(inline)`, one that is called both ways `(partial-inline)`.
 * 4. Sort by flat, name, cum. Choose a unit for all rows from the smallest and the largest value.
 */
import { figuresBy } from './figures.ts';
import { incomingCalls, PARTIAL_INLINE, ONLY_INLINE } from './inline-calls.ts';
import { percentage, scale, scaledLabel } from './measurement.ts';
import type { Profile } from './model.ts';
import { reportNames } from './report-names.ts';
import type { StackValues } from './stack-values.ts';
import { compareText } from './top.ts';

/** Lines of a report, without line ends. */
export interface TextReport {
  /** `File: shop`, `Type: cpu`, … without the time, which depends on a time zone. */
  readonly header: readonly string[];
  /** Column titles, then a line per function. */
  readonly table: readonly string[];
}

/** Rows equal those of `go tool pprof -top -nodecount=0 -sample_index=N`. */
export function textReport(profile: Profile, values: StackValues): TextReport {
  const unit = profile.sampleTypes[values.sampleType]?.unit ?? '';
  const nodes = nodesOf(profile, values);
  const flatTotal = sum(nodes.all, nodes.flat);
  const cutoff = Math.abs(Math.trunc(flatTotal * NODE_FRACTION));
  const kept = nodes.all.filter((node) => Math.abs(nodes.cum[node] ?? 0) >= cutoff);
  const calls = incomingCalls(profile, values, {
    nodeOf: nodes.nodeOf,
    kept: markedOf(kept, nodes.names.length),
    cutoff: Math.abs(Math.trunc(flatTotal * EDGE_FRACTION)),
  });
  kept.sort((a, b) => compareNodes(nodes, a, b));
  const outputUnit = chooseUnit(nodes, kept, values.absoluteTotal, unit);
  const format = (value: number): string => scaledLabel(value, unit, outputUnit);
  let running = 0;
  const rows = kept.map((node) => {
    const flat = nodes.flat[node] ?? 0;
    const cum = nodes.cum[node] ?? 0;
    running += flat;
    const share = (value: number): string => percentage(value, values.absoluteTotal);
    const figures = `${format(flat).padStart(10)} ${share(flat)} ${share(running)}`;
    const label = INLINE_LABELS[calls[node] ?? 0] ?? '';
    return `${figures} ${format(cum).padStart(10)} ${share(cum)}  ${nodes.names[node]}${label}`;
  });
  const shown = `${format(running)}, ${percentage(running, values.absoluteTotal).trim()} of ${format(values.absoluteTotal)} total`;
  const header = [
    ...headerOf(profile, values, format),
    `Showing nodes accounting for ${shown}`,
    ...droppedLine(nodes.all.length - kept.length, values.absoluteTotal, format),
  ];
  return { header, table: [COLUMN_TITLES, ...rows] };
}

interface Nodes {
  readonly names: readonly string[];
  /** Node per frame. */
  readonly nodeOf: Uint32Array;
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  /** Nodes with a figure. */
  readonly all: readonly number[];
}

function nodesOf({ functions, frames, stacks }: Profile, values: StackValues): Nodes {
  const reported = reportNames(functions);
  const rows = new Map<string, number>();
  const names: string[] = [];
  const nodeOfFunction = reported.map((name, row) => {
    // Code without a name counts per binary although its text may be the same.
    const key = functions.systemNames[row] === '' ? `${name}\0${row}` : name;
    let node = rows.get(key);
    if (node === undefined) {
      node = names.length;
      rows.set(key, node);
      names.push(name);
    }
    return node;
  });
  const nodeOf = frames.function.map((row) => nodeOfFunction[row] ?? 0);
  const { flat, cum } = figuresBy(stacks, values, nodeOf, names.length);
  const all: number[] = [];
  for (let node = 0; node < names.length; node++) {
    if (flat[node] !== 0 || cum[node] !== 0) all.push(node);
  }
  return { names, nodeOf, flat, cum, all };
}

/** report.go, selectOutputUnit with the unit `minimum`. */
function chooseUnit(nodes: Nodes, kept: readonly number[], total: number, unit: string): string {
  if (kept.length === 0) return 'minimum';
  let smallest = 0;
  for (const node of kept) {
    const value = Math.abs(nodes.flat[node] ?? 0) || Math.abs(nodes.cum[node] ?? 0);
    if (value > 0 && (smallest === 0 || value < smallest)) smallest = value;
  }
  if (smallest === 0) smallest = total;
  const low = scale(smallest, unit, 'minimum').unit;
  const high = scale(total, unit, 'minimum').unit;
  const chosen =
    low !== high && smallest * 100 < total ? scale(smallest * 100, unit, 'minimum').unit : low;
  return chosen === '' ? unit : chosen;
}

function headerOf(
  profile: Profile,
  values: StackValues,
  format: (value: number) => string,
): string[] {
  const main = profile.mappings[0];
  const type = profile.sampleTypes[values.sampleType];
  const lines: string[] = [];
  if (main && main.file !== '')
    lines.push(`File: ${main.file.slice(main.file.lastIndexOf('/') + 1)}`);
  if (main && main.buildId !== '') lines.push(`Build ID: ${main.buildId}`);
  lines.push(...profile.comments.filter((comment) => !comment.startsWith('#')));
  if (type && type.type !== '') lines.push(`Type: ${type.type}`);
  if (profile.docUrl !== '') lines.push(`Doc: ${profile.docUrl}`);
  if (profile.durationNanos !== 0) {
    const duration = scaledLabel(profile.durationNanos, 'nanoseconds', 'auto');
    const nanos = scale(values.absoluteTotal, type?.unit ?? '', 'nanoseconds');
    const share =
      nanos.unit === 'ns' && nanos.value !== 0
        ? `(${percentage(Math.trunc(nanos.value), profile.durationNanos)})`
        : '';
    lines.push(`Duration: ${duration}, Total samples = ${format(values.absoluteTotal)} ${share}`);
  }
  return lines;
}

function droppedLine(count: number, total: number, format: (value: number) => string): string[] {
  if (count === 0 || total === 0) return [];
  const limit = format(Math.abs(Math.trunc(total * NODE_FRACTION)));
  return [`Dropped ${count} ${count > 1 ? 'nodes' : 'node'} (cum <= ${limit})`];
}

/** graph.go, FlatNameOrder. */
function compareNodes(nodes: Nodes, a: number, b: number): number {
  return (
    Math.abs(nodes.flat[b] ?? 0) - Math.abs(nodes.flat[a] ?? 0) ||
    compareText(nodes.names[a] ?? '', nodes.names[b] ?? '') ||
    Math.abs(nodes.cum[b] ?? 0) - Math.abs(nodes.cum[a] ?? 0)
  );
}

function markedOf(rows: readonly number[], length: number): Uint8Array {
  const marked = new Uint8Array(length);
  for (const row of rows) marked[row] = 1;
  return marked;
}

function sum(rows: readonly number[], column: Float64Array): number {
  let total = 0;
  for (const row of rows) total += column[row] ?? 0;
  return total;
}

/** Defaults of pprof: shares of the total below which functions and calls are dropped. */
const NODE_FRACTION = 0.005;
const EDGE_FRACTION = 0.001;

const COLUMN_TITLES = '      flat  flat%   sum%        cum   cum%';
const INLINE_LABELS: Readonly<Record<number, string>> = {
  [ONLY_INLINE]: ' (inline)',
  [PARTIAL_INLINE]: ' (partial-inline)',
};
