import { quantityText } from '../base/format.ts';
import type { Problem } from '../base/problem.ts';
import type { GoroutineSummary, NamedTime } from '../trace/index.ts';

/** Goroutines as a table, those that ran longest first; times as people write them. */
export function* summaryLines(goroutines: readonly GoroutineSummary[]): Iterable<string> {
  yield `${COLUMNS.map(({ title }) => title.padStart(WIDTH)).join('')}  goroutine\n`;
  const sorted = [...goroutines].sort((a, b) => b.execution - a.execution || a.id - b.id);
  for (const goroutine of sorted) {
    const figures = COLUMNS.map(({ nanos }) => timeText(nanos(goroutine)).padStart(WIDTH)).join('');
    const blocked = goroutine.blocked.filter(({ nanos }) => nanos > 0);
    const reasons = blocked.map(({ name, nanos }) => `${name || 'unknown'} ${timeText(nanos)}`);
    const details = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
    yield `${figures}  ${goroutine.id} ${goroutine.name}${details}\n`;
  }
}

/** The same as JSON, in nanoseconds. */
export function* summaryJson(
  goroutines: readonly GoroutineSummary[],
  problems: readonly Problem[],
): Iterable<string> {
  yield '{"goroutines":[';
  let separator = '\n';
  for (const { blocked, ranges, ...figures } of goroutines) {
    const times = { blocked: objectOf(blocked), ranges: objectOf(ranges) };
    yield separator + JSON.stringify({ ...figures, ...times });
    separator = ',\n';
  }
  const listed = problems.map(({ offset, message }) => ({ offset: offset ?? null, message }));
  yield `\n],"problems":${JSON.stringify(listed)}}\n`;
}

const WIDTH = 11;
const COLUMNS: readonly { title: string; nanos: (goroutine: GoroutineSummary) => number }[] = [
  { title: 'total', nanos: ({ total }) => total },
  { title: 'running', nanos: ({ execution }) => execution },
  { title: 'runnable', nanos: ({ schedulerWait }) => schedulerWait },
  { title: 'blocked', nanos: ({ blocked }) => sum(blocked) },
  { title: 'syscall', nanos: ({ syscall, syscallBlock }) => syscall + syscallBlock },
  { title: 'GC', nanos: ({ ranges }) => sum(ranges.filter(({ name }) => name.startsWith('GC'))) },
];

function sum(times: readonly NamedTime[]): number {
  return times.reduce((total, { nanos }) => total + nanos, 0);
}

function timeText(nanos: number): string {
  return quantityText(nanos, 'nanoseconds');
}

function objectOf(times: readonly NamedTime[]): Record<string, number> {
  return Object.fromEntries(times.map(({ name, nanos }) => [name, nanos]));
}
