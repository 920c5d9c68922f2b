/** What all reports share: the filtered samples, the total and how values are written (report.New of pprof). */
import { type CancellationToken, neverCancelled } from '../../base/cancellation.ts';
import type { CallGraph, GraphInput } from '../graph/call-graph.ts';
import { cumOf, flatOf } from '../graph/call-graph.ts';
import { countedStacks } from '../graph/counted-stacks.ts';
import { nodeKeysOf } from '../graph/node-keys.ts';
import { baseName } from '../graph/paths.ts';
import { type TrimmedGraph, trimmedGraph } from '../graph/trim.ts';
import { percentage, scale, scaledLabel } from '../measurement.ts';
import type { Profile } from '../model.ts';
import type { AppliedQuery } from '../query/apply.ts';
import type { ProfileQuery } from '../query/query.ts';

export type ReportFormat =
  'text' | 'tree' | 'peek' | 'list' | 'traces' | 'tags' | 'raw' | 'callgrind' | 'dot' | 'proto';

export interface Report {
  readonly format: ReportFormat;
  readonly query: ProfileQuery;
  readonly profile: Profile;
  readonly total: number;
  readonly numericUnits: ReadonlyMap<string, string>;
  /** `cpu`, `mean_delay`. */
  readonly type: string;
  readonly unit: string;
  /** Unit that values are written in; chosen from the nodes of a graph where the query says `minimum`. */
  readonly outputUnit: string;
  /** Asked while its graph is made. */
  readonly token: CancellationToken;
}

export function newReport(
  applied: AppliedQuery,
  query: ProfileQuery,
  format: ReportFormat,
  token: CancellationToken = neverCancelled,
): Report {
  const { profile, total, numericUnits } = applied;
  const sampleType = profile.sampleTypes[query.sampleType];
  return {
    format,
    query: formatQuery(query, format),
    profile,
    total,
    numericUnits,
    type: (query.mean ? 'mean_' : '') + (sampleType?.type ?? ''),
    unit: sampleType?.unit ?? '',
    outputUnit: query.unit,
    token,
  };
}

/** driver.applyCommandOverrides: what the format decides instead of the query. */
function formatQuery(query: ProfileQuery, format: ReportFormat): ProfileQuery {
  const untrimmed = { ...query, nodeCount: 0, nodeFraction: 0, edgeFraction: 0 };
  if (format === 'list') return { ...untrimmed, granularity: 'lines' };
  if (format === 'peek') return untrimmed;
  if (format === 'proto' || format === 'raw' || format === 'callgrind') {
    return { ...untrimmed, granularity: 'addresses' };
  }
  return query;
}

export function graphInput(report: Report): GraphInput {
  const { profile, query, format, numericUnits, token } = report;
  return {
    profile,
    values: countedStacks(profile, query.sampleType, query.mean),
    keys: nodeKeysOf(profile, {
      ...query,
      trimsFiles: true,
      binaryNames: format === 'raw' || format === 'list' || format === 'callgrind',
    }),
    dropNegative: query.dropNegative,
    sampleType: query.sampleType,
    mean: query.mean,
    numericUnits,
    token,
  };
}

/** The graph of the report, and the report with the unit that fits it. */
export function reportGraph(report: Report): { readonly report: Report } & TrimmedGraph {
  const { query, format } = report;
  const visual = format === 'dot';
  const trimmed = trimmedGraph(graphInput(report), {
    ...query,
    cumSort: query.sort === 'cum',
    visual,
    onlyInlineEdges: format === 'text',
    callTree: query.callTree && (visual || format === 'callgrind'),
    formatTag: (value, unit) => scaledLabel(value, unit, query.unit),
  });
  return { ...trimmed, report: { ...report, outputUnit: chooseUnit(report, trimmed.graph) } };
}

/** Values as the report writes them. */
export function formatValue({ query, unit, outputUnit }: Report, value: number): string {
  return scaledLabel(scaledBy(value, 1 / query.divideBy), unit, outputUnit);
}

/** `.` for 0. */
export function valueOrDot(report: Report, value: number): string {
  return value === 0 ? '.' : formatValue(report, value);
}

function scaledBy(value: number, ratio: number): number {
  return ratio > 0 && ratio !== 1 ? Math.trunc(value * ratio) : value;
}

/** report.selectOutputUnit. */
function chooseUnit(report: Report, graph: CallGraph): string {
  const { query, unit, total, format } = report;
  if (report.outputUnit !== 'minimum' || graph.nodes.length === 0) return report.outputUnit;
  let smallest = 0;
  for (const node of graph.nodes) {
    const value = Math.abs(flatOf(graph, node)) || Math.abs(cumOf(graph, node));
    if (value > 0 && (smallest === 0 || value < smallest)) smallest = value;
  }
  if (smallest === 0) smallest = total;
  const ratio = 1 / query.divideBy;
  smallest = scaledBy(smallest, ratio);
  const largest = scaledBy(total, ratio);
  const low = scale(smallest, unit, 'minimum').unit;
  const high = scale(largest, unit, 'minimum').unit;
  const isWide = low !== high && smallest * 100 < largest && format !== 'callgrind';
  const chosen = isWide ? scale(smallest * 100, unit, 'minimum').unit : low;
  return chosen === '' ? unit : chosen;
}

/** `File: shop`, `Type: cpu` and so on (report.ProfileLabels); `time` writes a time of the profile. */
export function profileLabels(report: Report, time: (nanos: bigint) => string | null): string[] {
  const { profile, type } = report;
  const [main] = profile.mappings;
  const lines: string[] = [];
  if (main && main.file !== '') lines.push(`File: ${baseName(main.file)}`);
  if (main && main.buildId !== '') lines.push(`Build ID: ${main.buildId}`);
  lines.push(...profile.comments.filter((comment) => !comment.startsWith('#')));
  if (type !== '') lines.push(`Type: ${type}`);
  if (profile.docUrl !== '') lines.push(`Doc: ${profile.docUrl}`);
  const written = profile.timeNanos === 0n ? null : time(profile.timeNanos);
  if (written !== null) lines.push(`Time: ${written}`);
  if (profile.durationNanos !== 0) {
    const duration = scaledLabel(profile.durationNanos, 'nanoseconds', 'auto');
    const nanos = scale(report.total, report.unit, 'nanoseconds');
    const share =
      nanos.unit === 'ns' && nanos.value !== 0
        ? `(${percentage(Math.trunc(nanos.value), profile.durationNanos)})`
        : '';
    lines.push(
      `Duration: ${duration}, Total samples = ${formatValue(report, report.total)} ${share}`,
    );
  }
  return lines;
}

/** The lines above a report (report.reportLabels). */
export function reportLabels(
  { report, graph, nodesBefore, droppedNodes, droppedEdges }: ReturnType<typeof reportGraph>,
  time: (nanos: bigint) => string | null,
): string[] {
  const { query, total } = report;
  const full = report.format === 'dot';
  const lines = full || !query.compactLabels ? profileLabels(report, time) : [];
  const filters = activeFilters(query);
  if (filters.length > 0) lines.push('Active filters:', ...filters);
  let shown = 0;
  for (const node of graph.nodes) shown += flatOf(graph, node);
  const share = percentage(shown, total).trim();
  lines.push(
    `Showing nodes accounting for ${formatValue(report, shown)}, ${share} of ${formatValue(report, total)} total`,
  );
  const limit = (fraction: number): string =>
    formatValue(report, Math.abs(Math.trunc(total * fraction)));
  const dropped = (count: number, what: string, by: string, fraction: number): string =>
    `Dropped ${count} ${what}${count > 1 ? 's' : ''} (${by} <= ${limit(fraction)})`;
  if (total !== 0) {
    if (droppedNodes > 0) lines.push(dropped(droppedNodes, 'node', 'cum', query.nodeFraction));
    if (full && droppedEdges > 0) {
      lines.push(dropped(droppedEdges, 'edge', 'freq', query.edgeFraction));
    }
    const count = graph.nodes.length;
    if (count > 0 && count < nodesBefore) {
      lines.push(`Showing top ${count} nodes out of ${nodesBefore}`);
    }
  }
  if (full) lines.push('\nSee https://git.io/JfYMW for how to read the graph');
  return lines;
}

function activeFilters(query: ProfileQuery): string[] {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  return FILTER_NAMES.filter(([key]) => query[key] !== '').map(([key, name]) => {
    const text = `${name}=${query[key]}`;
    const bytes = encoder.encode(text);
    return bytes.length > 80 ? `   ${decoder.decode(bytes.subarray(0, 80))}…` : `   ${text}`;
  });
}

const FILTER_NAMES = [
  ['focus', 'focus'],
  ['ignore', 'ignore'],
  ['hide', 'hide'],
  ['show', 'show'],
  ['showFrom', 'show_from'],
  ['tagFocus', 'tagfocus'],
  ['tagIgnore', 'tagignore'],
  ['tagShow', 'tagshow'],
  ['tagHide', 'taghide'],
] as const;
