import { nanosFromMinutes } from '../base/units.ts';
import { parseLabels } from './dump-labels.ts';
import { DURABLE, LEAKED, LOCKED, SCANNED } from './table.ts';
import type { Label } from './table.ts';

/** What stands in a goroutine header after the id. */
export interface HeaderFacts {
  readonly state: string;
  /** Nanoseconds, whole minutes; NaN below one minute, which Go does not print. */
  readonly wait: number;
  readonly flags: number;
  readonly labels: readonly Label[];
  /** Parts no version of Go known here prints. */
  readonly unknown: readonly string[];
}

/**
 * Reads `[select, 5 minutes, locked to thread]` and its relatives, from the bracket to before the last colon
 * (`goroutineheader`, runtime/traceback.go). Go 1.26 writes labels inside the bracket, ` labels:{"k": "v"}`;
 * Go 1.27 after it, `] {k: v}`. Null when the closing bracket is missing.
 */
export function parseHeader(text: string): HeaderFacts | null {
  const close = closingBracket(text);
  if (close < 0) return null;
  let inside = text.slice(1, close);
  let labels: Label[] = [];
  const insideLabels = inside.indexOf(' labels:{');
  if (insideLabels >= 0) {
    labels = parseLabels(inside.slice(insideLabels + ' labels:{'.length, -1));
    inside = inside.slice(0, insideLabels);
  } else if (text.startsWith('] {', close)) {
    labels = parseLabels(text.slice(close + '] {'.length, -1));
  }
  const [status = '', ...details] = inside.split(', ');
  const { state, flags } = parseStatus(status);
  return { state, labels, ...parseDetails(details, flags) };
}

/** Labels may hold brackets: those of Go 1.26 end at the last one, those of Go 1.27 begin at the first. */
function closingBracket(text: string): number {
  const labelled = text.includes(' labels:{') ? -1 : text.indexOf('] {');
  return labelled >= 0 ? labelled : text.lastIndexOf(']');
}

function parseStatus(status: string): { state: string; flags: number } {
  let state = status;
  let flags = 0;
  for (let found = true; found;) {
    found = false;
    for (const [suffix, flag] of STATUS_SUFFIXES) {
      if (!state.endsWith(suffix)) continue;
      state = state.slice(0, -suffix.length);
      flags |= flag;
      found = true;
    }
  }
  return { state, flags };
}

function parseDetails(
  details: readonly string[],
  statusFlags: number,
): Pick<HeaderFacts, 'wait' | 'flags' | 'unknown'> {
  let wait = Number.NaN;
  let flags = statusFlags;
  const unknown: string[] = [];
  for (const detail of details) {
    if (/^\d+ minutes$/.test(detail)) wait = nanosFromMinutes(Number.parseInt(detail, 10));
    else if (detail === 'locked to thread') flags |= LOCKED;
    else if (!detail.startsWith('synctest bubble ')) unknown.push(detail);
  }
  return { wait, flags, unknown };
}

const STATUS_SUFFIXES: readonly (readonly [string, number])[] = [
  [' (leaked)', LEAKED],
  [' (scan)', SCANNED],
  [' (durable)', DURABLE],
];
