/** Whether the order kernel in WebAssembly reads what the one in TypeScript does: every column of every event, and of every span. */
import type { Problem } from '../../src/base/problem.ts';
import { PieceReader, readTimeline } from '../../src/trace/index.ts';
import type { EventTable } from '../../src/trace/events.ts';
import type { Generation, Trace } from '../../src/trace/model.ts';
import { timelineDifferences } from './timelines.ts';
import { traceKernel } from './trace-kernel.ts';

/** What is different, one line each; at most some. `trace` and `problems` are what TypeScript reads of the bytes. */
export function kernelComplaints(
  bytes: Uint8Array,
  trace: Trace,
  problems: readonly Problem[],
): readonly string[] {
  const complaints: string[] = [];
  const complain = (what: string): void => {
    if (complaints.length < 20) complaints.push(`WebAssembly: ${what}`);
  };
  const reader = new PieceReader(bytes, traceKernel);
  let at = -1;
  let row = 0;
  const generation = (): Generation | undefined => trace.generations[at];
  const consumer = {
    startGeneration({ number, stacks }: Omit<Generation, 'events'>): void {
      if (at >= 0 && row !== generation()?.events.length)
        complain(`${row} events before ${number}`);
      at++;
      row = 0;
      const wanted = generation();
      if (number !== wanted?.number || stacks.length !== wanted.stacks.length) {
        complain(`generation ${number} in place of ${wanted?.number}`);
      }
    },
    add(events: EventTable): void {
      const wanted = generation()?.events;
      for (let k = 0; k < events.length; k++, row++) {
        const own = eventText(events, k);
        const other = wanted === undefined ? 'nothing' : eventText(wanted, row);
        if (own !== other) complain(`generation ${at}, row ${row}: ${own} in place of ${other}`);
      }
    },
  };
  while (reader.feed(consumer));
  if (at + 1 !== trace.generations.length || row !== (generation()?.events.length ?? 0)) {
    complain(`${at + 1} generations, the last one of ${row} events`);
  }
  if (JSON.stringify(reader.problems) !== JSON.stringify(problems)) complain('other problems');
  if (reader.isComplete !== trace.isComplete) complain('another end');
  if (reader.startTime !== trace.startTime) complain(`starts at ${reader.startTime}`);
  const { goroutines, procs, threads, strings } = reader.tables;
  if (String(goroutines) !== String(trace.goroutines)) complain('other goroutines');
  if (String(procs) !== String(trace.procs)) complain('other procs');
  if (String(threads) !== String(trace.threads)) complain('other threads');
  if (strings.length !== trace.strings.length) complain('other strings');
  const spans = timelineDifferences(readTimeline(bytes), readTimeline(bytes, traceKernel));
  for (const what of spans) complain(`other ${what}`);
  return complaints;
}

function eventText(events: EventTable, row: number): string {
  const { type, time, goroutine, proc, thread, stack, firstArg, args } = events;
  const own = args.subarray(firstArg[row], firstArg[row + 1]).join(' ');
  return `${type[row]} ${time[row]} ${goroutine[row]} ${proc[row]} ${thread[row]} ${stack[row]}: ${own}`;
}
