/** What Go files show of a trace: lenses above functions, hovers on lines. */
import type { CodeLens } from 'vscode-languageserver/node';
import { countText, quantityText } from '../../base/format.ts';
import { parseGoSymbol } from '../../base/go-symbol.ts';
import type { ShowInTraceArguments } from '../../protocol/analysis.ts';
import { command } from '../../protocol/contributions.ts';
import { declaredSymbol } from '../declared-symbol.ts';
import { findFunctions } from '../go-functions.ts';
import type { PlaceTimes } from './line-times.ts';
import { sumOf } from './line-times.ts';
import type { TraceSession } from './trace-session.ts';

/** A Go file that a trace has stacks in. */
export interface TraceFile {
  /** String rows of the names that the trace has for it. */
  readonly files: ReadonlySet<number>;
  /** Its text now. */
  readonly lines: readonly string[];
}

/** `blocked 1.2 s · 34×` above each function that goroutines waited in; by name, so it may have moved. */
export function traceLenses(session: TraceSession, file: TraceFile): CodeLens[] {
  const functions = functionsOf(session, file.files);
  const { byFunction } = session.lineTimes;
  return findFunctions(file.lines).flatMap(({ symbol, line }) => {
    const row = functions.get(symbol);
    const times = row === undefined ? undefined : byFunction.get(row);
    if (row === undefined || !times) return [];
    const position = { line: line - 1, character: 0 };
    const target: ShowInTraceArguments = {
      trace: session.path,
      text: `at:${session.string(row)}`,
    };
    const title = `$(pulse) ${timesText(times)}`;
    return [
      {
        range: { start: position, end: position },
        command: { title, command: command.showInTrace, arguments: [target] },
      },
    ];
  });
}

/**
 * Markdown about a line; null when nothing happened there. A trace does not tell where functions begin, so a line
 * that is in another function now than in the trace shows nothing.
 */
export function traceHover(session: TraceSession, file: TraceFile, line: number): string | null {
  const { frames } = session.timeline;
  const inside = findFunctions(file.lines).findLast((each) => each.line <= line);
  let sum: PlaceTimes | undefined;
  let name = '';
  for (const [frame, times] of session.lineTimes.byFrame) {
    if (frames.line[frame] !== line || !file.files.has(frames.file[frame] ?? 0)) continue;
    const own = session.string(frames.function[frame] ?? 0);
    if (!inside || !isWithin(declaredSymbol(parseGoSymbol(own).name), inside.symbol)) continue;
    sum = sumOf(sum, times);
    name = session.string(frames.file[frame] ?? 0);
  }
  if (!sum) return null;
  const target: ShowInTraceArguments = { trace: session.path, text: `at:${name}:${line}` };
  const encoded = encodeURIComponent(JSON.stringify([target]))
    .replaceAll('(', '%28')
    .replaceAll(')', '%29');
  const trace = session.name.replaceAll('`', "'").replaceAll(/[\r\n]/g, ' ');
  return `**${timesText(sum)}** on this line\n\n[Show in trace](command:${command.showInTrace}?${encoded}) · \`${trace}\``;
}

function timesText(times: PlaceTimes): string {
  const { blocked, blockedNanos, syscalls, syscallNanos, samples } = times;
  const parts: string[] = [];
  const waits = (nanos: number, count: number): string =>
    `${quantityText(nanos, 'nanoseconds')} (${countText(count)}×)`;
  if (blocked > 0) parts.push(`blocked ${waits(blockedNanos, blocked)}`);
  if (syscalls > 0) parts.push(`syscalls ${waits(syscallNanos, syscalls)}`);
  if (samples > 0) parts.push(`${countText(samples)} CPU samples`);
  return parts.join(' · ');
}

/** Function literals are named after what they are in: `run.func1` is within `run`. */
function isWithin(symbol: string, declared: string): boolean {
  return symbol === declared || symbol.startsWith(`${declared}.`);
}

function functionsOf(session: TraceSession, files: ReadonlySet<number>): Map<string, number> {
  const { frames, strings } = session.timeline;
  const rows = new Map<string, number>();
  for (const frame of session.lineTimes.byFrame.keys()) {
    if (!files.has(frames.file[frame] ?? 0)) continue;
    const row = frames.function[frame] ?? 0;
    rows.set(declaredSymbol(parseGoSymbol(strings[row] ?? '').name), row);
  }
  return rows;
}
