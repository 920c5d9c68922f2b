/** Everything an event says, in the words of `test/fixtures/go/traces/hashtrace -details`. */
import { eventLines } from '../../src/cli/trace-events.ts';
import * as types from '../../src/trace/event-types.ts';
import type { Generation, Trace } from '../../src/trace/model.ts';
import { createTransition, readTransition } from '../../src/trace/transitions.ts';

export function* detailedLines(trace: Trace): Iterable<string> {
  for (const generation of trace.generations) {
    const { events } = generation;
    const plain = [...eventLines(events, trace.startTime, trace)].join('').split('\n');
    for (let row = 0; row < events.length; row++) {
      const stack = stackText(trace, generation, events.stack[row] ?? 0);
      yield `${plain[row]}${details(trace, generation, row)}${stack}`;
    }
  }
}

const GO_STATES = ['Undetermined', 'NotExist', 'Runnable', 'Running', 'Waiting', 'Syscall'];
const PROC_STATES = ['Undetermined', 'NotExist', 'Running', 'Idle'];

function details(trace: Trace, generation: Generation, row: number): string {
  const { events } = generation;
  const type = events.type[row] ?? 0;
  const [first = 0, second = 0, third = 0] = events.args.subarray(
    events.firstArg[row],
    events.firstArg[row + 1],
  );
  const transition = createTransition();
  if (readTransition(events, row, transition)) {
    const { isProc, resource, from, to, reason, stack } = transition;
    const name = isProc
      ? `Proc(${trace.procs[resource]})`
      : `Goroutine(${trace.goroutines[resource]})`;
    const states = isProc ? PROC_STATES : GO_STATES;
    const change = `${states[from]}->${states[to]} (${trace.strings[reason]})`;
    return ` ${name} ${change}${stackText(trace, generation, stack)}`;
  }
  const text = (index: number): string => trace.strings[index] ?? '';
  const onGoroutine = `on Goroutine(${idOf(trace.goroutines, events.goroutine[row])})`;
  const onProc = `on Proc(${idOf(trace.procs, events.proc[row])})`;
  switch (type) {
    case types.SYNC:
      return ` ${first}${clockText(trace, generation)}`;
    case types.PROCS_CHANGE:
      return ` /sched/gomaxprocs:threads ${first}`;
    case types.HEAP_ALLOC:
      return ` /memory/classes/heap/objects:bytes ${first}`;
    case types.HEAP_GOAL:
      return ` /gc/heap/goal:bytes ${first}`;
    case types.GO_LABEL:
      return ` ${text(first)}`;
    case types.STW_BEGIN:
    case types.STW_END:
      return ` stop-the-world (${text(first)}) ${onGoroutine}`;
    case types.GC_ACTIVE:
    case types.GC_BEGIN:
    case types.GC_END:
      return ' GC concurrent mark phase on None';
    case types.GC_SWEEP_ACTIVE:
      return ` GC incremental sweep on Proc(${trace.procs[first]})`;
    case types.GC_SWEEP_BEGIN:
      return ` GC incremental sweep ${onProc}`;
    case types.GC_SWEEP_END:
      return ` GC incremental sweep ${onProc} ${first} ${second}`;
    case types.GC_MARK_ASSIST_ACTIVE:
      return ` GC mark assist on Goroutine(${trace.goroutines[first]})`;
    case types.GC_MARK_ASSIST_BEGIN:
    case types.GC_MARK_ASSIST_END:
      return ` GC mark assist ${onGoroutine}`;
    case types.USER_TASK_BEGIN:
    case types.USER_TASK_END:
      return ` ${first} of ${second}: ${text(third)}`;
    case types.USER_REGION_BEGIN:
    case types.USER_REGION_END:
      return ` ${first}: ${text(second)}`;
    case types.USER_LOG:
      return ` ${first}: ${text(second)}: ${text(third)}`;
    default:
      return '';
  }
}

function idOf(ids: Float64Array, row = -1): number {
  return row < 0 ? -1 : (ids[row] ?? -1);
}

function clockText(trace: Trace, { clock }: Generation): string {
  if (clock === null) return '';
  return ` clock ${trace.startTime + BigInt(clock.time)} ${clock.mono} ${clock.wall}`;
}

function stackText(trace: Trace, { stacks, frames }: Generation, stack: number): string {
  const rows = stacks.frame.subarray(stacks.start[stack], stacks.start[stack + 1]);
  return [...rows]
    .map((frame) => {
      const pc = (BigInt(frames.pcHigh[frame] ?? 0) << 32n) | BigInt(frames.pcLow[frame] ?? 0);
      const name = trace.strings[frames.function[frame] ?? 0];
      const file = trace.strings[frames.file[frame] ?? 0];
      return ` < ${name}@${pc.toString(16)} ${file}:${frames.line[frame]}`;
    })
    .join('');
}
