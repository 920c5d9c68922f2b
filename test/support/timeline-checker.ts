/**
 * Slices of goroutines and procs derived once more, from the columns of events alone, as plain objects: what a
 * timeline must say, however it stores it.
 */
import * as types from '../../src/trace/event-types.ts';
import type { Trace } from '../../src/trace/model.ts';
import * as states from '../../src/trace/timeline/span-states.ts';
import { slicesOf } from '../../src/trace/timeline/slices.ts';
import type { LaneKind, Timeline } from '../../src/trace/timeline/timeline.ts';
import { createTransition, readTransition } from '../../src/trace/transitions.ts';

export interface PlainSlice {
  readonly start: number;
  end: number;
  readonly state: number;
  readonly reason: string;
  /** Of a proc: who runs. */
  readonly goroutine: number;
}

/** By id. Ways of running are running here, and a syscall is one whether it has a proc or not. */
export type PlainLanes = Map<number, PlainSlice[]>;

/** What the events say. */
export function plainLanes(trace: Trace): Record<'goroutine' | 'proc', PlainLanes> {
  const replay = new Replay(trace);
  for (const { events } of trace.generations) {
    for (let row = 0; row < events.length; row++) replay.add(events, row);
  }
  return replay.finish();
}

/** What the timeline says, in the same words. */
export function timelineLanes(timeline: Timeline, kind: 'goroutine' | 'proc'): PlainLanes {
  const ids = kind === 'proc' ? timeline.procIds : timeline.goroutineIds;
  const all = { start: 0, end: timeline.endTime + 1, limit: Number.POSITIVE_INFINITY };
  const lanes: PlainLanes = new Map();
  for (let row = 0; row < ids.length; row++) {
    const list: PlainSlice[] = [];
    for (const slice of slicesOf(timeline, { kind: kind satisfies LaneKind, row }, all)) {
      const state = PLAIN[slice.state] ?? 0;
      const reason = timeline.strings[timeline.reasons[slice.reason] ?? 0] ?? '';
      const goroutine = kind === 'proc' ? (timeline.goroutineIds[slice.goroutine] ?? -1) : -1;
      const last = list.at(-1);
      const isSame = last?.state === state && last.end === slice.start;
      const isSplit = slice.state >= states.SPAN_SYSCALL_BLOCKED || wasSplit(slice.state);
      if (isSame && isSplit && last.goroutine === goroutine && last.reason === reason) {
        last.end = slice.end;
      } else list.push({ start: slice.start, end: slice.end, state, reason, goroutine });
    }
    if (list.length > 0) lanes.set(ids[row] ?? -1, list);
  }
  return lanes;
}

const wasSplit = (state: number): boolean => PLAIN[state] === states.SPAN_RUNNING;

const PLAIN = [0, 1, 2, 3, 4, 4, 1, 1, 1];
const OF_GO = [0, 0, 2, 1, 3, 4];

class Replay {
  readonly #trace: Trace;
  readonly #goroutines: PlainLanes = new Map();
  readonly #procs: PlainLanes = new Map();
  /** What is open: by id, the last slice of its list. */
  readonly #openGoroutines = new Map<number, PlainSlice>();
  readonly #openProcs = new Map<number, PlainSlice>();
  readonly #threadOf = new Map<number, number>();
  readonly #transition = createTransition();
  #syncs = 0;
  #began = 0;
  #time = 0;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  add(events: Trace['generations'][number]['events'], row: number): void {
    const { goroutines, procs } = this.#trace;
    const time = events.time[row] ?? 0;
    this.#time = time;
    if (events.type[row] === types.SYNC) {
      if (this.#syncs++ === 0) this.#began = time;
      return;
    }
    const transition = this.#transition;
    if (!readTransition(events, row, transition)) return;
    const proc = procs[events.proc[row] ?? -1] ?? -1;
    if (transition.isProc) {
      const id = procs[transition.resource] ?? -1;
      if (transition.to === 2) this.#threadOf.set(id, events.thread[row] ?? -1);
      else {
        this.#threadOf.delete(id);
        this.#close(this.#openProcs, id);
      }
      return;
    }
    const { from, to } = transition;
    if (from === to) return;
    const id = goroutines[transition.resource] ?? -1;
    const state = OF_GO[to] ?? 0;
    const isFirst = from === 0;
    const start = isFirst && this.#syncs === 1 ? this.#began : time;
    this.#close(this.#openGoroutines, id);
    const reason = this.#trace.strings[transition.reason] ?? '';
    if (state !== 0) {
      this.#open(this.#goroutines, this.#openGoroutines, id, {
        start,
        end: -1,
        state,
        reason,
        goroutine: -1,
      });
    }
    // What a status says of a syscall may be of another proc.
    const isElsewhere = this.#threadOf.get(proc) !== events.thread[row];
    const leaves = from === 3 || from === 5;
    if (proc === -1) return;
    const isOnProc = state === states.SPAN_RUNNING || (state === states.SPAN_SYSCALL && from !== 1);
    if (isOnProc && !isElsewhere) {
      this.#close(this.#openProcs, proc);
      this.#open(this.#procs, this.#openProcs, proc, {
        start,
        end: -1,
        state,
        reason: '',
        goroutine: id,
      });
    } else if (leaves) this.#close(this.#openProcs, proc);
  }

  finish(): Record<'goroutine' | 'proc', PlainLanes> {
    for (const open of [this.#openGoroutines, this.#openProcs]) {
      for (const slice of open.values()) slice.end = this.#time;
    }
    return { goroutine: this.#goroutines, proc: this.#procs };
  }

  #open(lanes: PlainLanes, open: Map<number, PlainSlice>, id: number, slice: PlainSlice): void {
    const list = lanes.get(id);
    if (list === undefined) lanes.set(id, [slice]);
    else list.push(slice);
    open.set(id, slice);
  }

  #close(open: Map<number, PlainSlice>, id: number): void {
    const slice = open.get(id);
    if (slice === undefined) return;
    slice.end = this.#time;
    open.delete(id);
  }
}
