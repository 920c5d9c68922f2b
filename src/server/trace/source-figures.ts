/** What Go files show of a trace: lenses above functions, hovers on lines. */
import type { CodeLens } from 'vscode-languageserver/node';
import { countText, quantityText } from '../../base/format.ts';
import { parseGoSymbol } from '../../base/go-symbol.ts';
import type { ShowInTraceArguments } from '../../protocol/analysis.ts';
import { command } from '../../protocol/contributions.ts';
import { declaredSymbol } from '../declared-symbol.ts';
import { waitLengths } from '../../trace/index.ts';
import { findFunctions } from '../go-functions.ts';
import type { PlaceTimes } from './line-times.ts';
import { sumOf } from './line-times.ts';
import { stacksWith } from './stack-search.ts';
import { textHistogram } from './text-histogram.ts';
import type { TraceSession } from './trace-session.ts';

/** A file has lenses on so many lines at most, and on none that waited for less than this share of the longest. */
const LINE_LENSES = 8;
const LINE_SHARE = 0.05;

/** A Go file that a trace has stacks in. */
export interface TraceFile {
  /** String rows of the names that the trace has for it. */
  readonly files: ReadonlySet<number>;
  /** Its text now. */
  readonly lines: readonly string[];
}

/**
 * `blocked 1.2 s (34×)` above each function that goroutines waited in, and above the lines that most of it is due to;
 * functions by name, so they may have moved.
 */
export function traceLenses(session: TraceSession, file: TraceFile): CodeLens[] {
  const functions = functionsOf(session, file.files);
  const { byFunction } = session.lineTimes;
  const declared = findFunctions(file.lines).flatMap(({ symbol, line }) => {
    const row = functions.get(symbol);
    const times = row === undefined ? undefined : byFunction.get(row);
    if (row === undefined || !times) return [];
    return [lensAt(session, line, `at:${session.string(row)}`, timesText(times))];
  });
  return [...declared, ...lineLenses(session, file)];
}

/** Above lines, not functions: the few at which goroutines waited longest. */
function lineLenses(session: TraceSession, file: TraceFile): CodeLens[] {
  const lines = new Map<number, { times: PlaceTimes; name: string }>();
  for (const [frame, times] of session.lineTimes.byFrame) {
    const { line, file: path } = session.frame(frame);
    if (!file.files.has(session.timeline.frames.file[frame] ?? 0)) continue;
    const sum = sumOf(lines.get(line)?.times, times);
    lines.set(line, { times: sum, name: path });
  }
  const waited = ({ blockedNanos, syscallNanos }: PlaceTimes): number =>
    blockedNanos + syscallNanos;
  const longest = [...lines]
    .filter(([, { times }]) => waited(times) > 0)
    .sort(([, a], [, b]) => waited(b.times) - waited(a.times))
    .slice(0, LINE_LENSES);
  const [most] = longest;
  return longest
    .filter(([, { times }]) => waited(times) >= LINE_SHARE * waited(most?.[1].times ?? times))
    .flatMap(([line, { name }]) => {
      const times = lineTimesAt(session, file, line);
      if (!times) return [];
      return [lensAt(session, line, `at:${name}:${line}`, timesText(times))];
    });
}

function lensAt(session: TraceSession, line: number, text: string, words: string): CodeLens {
  const position = { line: line - 1, character: 0 };
  const target: ShowInTraceArguments = { trace: session.path, text };
  const title = `$(pulse) ${words}`;
  return {
    range: { start: position, end: position },
    command: { title, command: command.showInTrace, arguments: [target] },
  };
}

/** Markdown about a line; null when nothing happened there. */
export function traceHover(session: TraceSession, file: TraceFile, line: number): string | null {
  const times = lineTimesAt(session, file, line);
  if (!times) return null;
  const name = fileNameAt(session, file, line);
  const text = `at:${name}:${line}`;
  const target: ShowInTraceArguments = { trace: session.path, text };
  const encoded = encodeURIComponent(JSON.stringify([target]))
    .replaceAll('(', '%28')
    .replaceAll(')', '%29');
  const trace = session.name.replaceAll('`', "'").replaceAll(/[\r\n]/g, ' ');
  const parts = [
    `**${timesText(times)}** on this line`,
    ...waitsText(session, `${name}:${line}`),
    `[Show in trace](command:${command.showInTrace}?${encoded}) · \`${trace}\``,
  ];
  return parts.join('\n\n');
}

/** How long the waits at a place were, one by one. */
function waitsText({ timeline }: TraceSession, place: string): string[] {
  const waits = waitLengths(timeline, stacksWith(timeline, place));
  if (waits.count === 0) return [];
  const nanos = (value: number): string => quantityText(value, 'nanoseconds');
  const quantiles = [0.5, 0.95].map(
    (share) => `${share * 100} % ≤ ${nanos(waits.quantile(share))}`,
  );
  return [
    `\`${textHistogram(waits)}\``,
    `${quantiles.join(' · ')} · longest ${nanos(waits.highest)}`,
  ];
}

/**
 * What happened at a line. A trace does not tell where functions begin, so a line that is in another function now
 * than in the trace says nothing.
 */
function lineTimesAt(session: TraceSession, file: TraceFile, line: number): PlaceTimes | undefined {
  const { frames } = session.timeline;
  const inside = findFunctions(file.lines).findLast((each) => each.line <= line);
  let sum: PlaceTimes | undefined;
  for (const [frame, times] of session.lineTimes.byFrame) {
    if (frames.line[frame] !== line || !file.files.has(frames.file[frame] ?? 0)) continue;
    const own = session.string(frames.function[frame] ?? 0);
    if (!inside || !isWithin(declaredSymbol(parseGoSymbol(own).name), inside.symbol)) continue;
    sum = sumOf(sum, times);
  }
  return sum;
}

/** What the trace calls the file that has frames at a line. */
function fileNameAt({ timeline }: TraceSession, { files }: TraceFile, line: number): string {
  const { frames, strings } = timeline;
  const frame = frames.line.findIndex((at, row) => at === line && files.has(frames.file[row] ?? 0));
  return strings[frames.file[frame] ?? 0] ?? '';
}

function timesText(times: PlaceTimes): string {
  const { blocked, blockedNanos, syscalls, syscallNanos, samples, goroutines, ranNanos } = times;
  const parts: string[] = [];
  const timed = (nanos: number, count: number): string =>
    `${quantityText(nanos, 'nanoseconds')} (${countText(count)}×)`;
  if (blocked > 0) parts.push(`blocked ${timed(blockedNanos, blocked)}`);
  if (syscalls > 0) parts.push(`syscalls ${timed(syscallNanos, syscalls)}`);
  if (samples > 0) parts.push(`${countText(samples)} CPU samples`);
  if (goroutines > 0) {
    const which = goroutines === 1 ? '1 goroutine' : `${countText(goroutines)} goroutines`;
    parts.push(`${which} ran ${quantityText(ranNanos, 'nanoseconds')}`);
  }
  return parts.join(' · ');
}

/** Function literals are named after what they are in: `run.func1` is within `run`. */
function isWithin(symbol: string, declared: string): boolean {
  return symbol === declared || symbol.startsWith(`${declared}.`);
}

function functionsOf(session: TraceSession, files: ReadonlySet<number>): Map<string, number> {
  const { frames, strings } = session.timeline;
  const rows = new Map<string, number>();
  for (let frame = 1; frame < frames.file.length; frame++) {
    if (!files.has(frames.file[frame] ?? 0)) continue;
    const row = frames.function[frame] ?? 0;
    rows.set(declaredSymbol(parseGoSymbol(strings[row] ?? '').name), row);
  }
  return rows;
}
