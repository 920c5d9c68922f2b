/** What is drawn over the slices of a window: arrows, logs, samples. */
import { countText } from '../../base/format.ts';
import { shortSymbol } from '../../base/go-symbol.ts';
import type { TimelineLinks, TimelineQuery, TimelineWindow } from '../../protocol/timeline.ts';
import {
  LANE_GOROUTINE,
  LANE_PROC,
  LANE_TASK,
  LANE_THREAD,
  STATE_RUNNABLE,
} from '../../protocol/timeline.ts';
import { SLICE_MERGED } from '../../trace/index.ts';
import type { SliceWindow } from '../../trace/index.ts';
import type { LaneLine } from './lane-list.ts';
import type { TraceSession } from './trace-session.ts';

/** Arrows beyond this are a hatch, not information. */
const LINK_LIMIT = 400;

export interface LaneSlices {
  readonly window: SliceWindow;
  /** Line of each lane of the window. */
  readonly lineOf: readonly number[];
}

/** Arrows from who unblocked to who was unblocked, and from tasks to those inside, where both are in sight. */
export function links(
  session: TraceSession,
  lines: readonly LaneLine[],
  { window, lineOf }: LaneSlices,
  query: TimelineQuery,
): TimelineLinks {
  const laneOf = laneOfKey(lines, LANE_GOROUTINE);
  const all = taskLinks(session, lines, query);
  for (let row = 0; row < window.length; row++) {
    if (window.state[row] !== STATE_RUNNABLE) continue;
    if (((window.flags[row] ?? 0) & SLICE_MERGED) !== 0) continue;
    const from = laneOf.get(window.goroutine[row] ?? -1);
    const to = lineOf[window.lane[row] ?? 0];
    if (from === undefined || to === undefined || from === to) continue;
    if (lines[to]?.kind === LANE_GOROUTINE) all.push({ time: window.start[row] ?? 0, from, to });
  }
  const step = Math.ceil(all.length / LINK_LIMIT);
  const found = all.filter((_, index) => index % step === 0);
  return {
    length: found.length,
    more: all.length - found.length,
    time: Float64Array.from(found, ({ time }) => time),
    from: Uint32Array.from(found, ({ from }) => from),
    to: Uint32Array.from(found, ({ to }) => to),
  };
}

function taskLinks(
  { timeline: { tasks } }: TraceSession,
  lines: readonly LaneLine[],
  { start, end }: TimelineQuery,
): { time: number; from: number; to: number }[] {
  const laneOf = laneOfKey(lines, LANE_TASK);
  return [...laneOf].flatMap(([task, to]) => {
    const from = laneOf.get(tasks.parent[task] ?? -1);
    const time = tasks.start[task] ?? 0;
    return from === undefined || time < start || time > end ? [] : [{ time, from, to }];
  });
}

/** Logs on the lanes of their goroutines and tasks: one mark per pixel, which says how many there are. */
export function logs(
  session: TraceSession,
  lines: readonly LaneLine[],
  query: TimelineQuery,
): TimelineWindow['logs'] {
  const { logs: table } = session.timeline;
  const owners = [
    [LANE_GOROUTINE, table.goroutine],
    [LANE_TASK, table.task],
  ] as const;
  return marksPerPixel(lines, owners, table.time, query, (rows) => {
    const words = logText(session, rows[0] ?? 0);
    return rows.length === 1 ? words : `${countText(rows.length)} logs, the first: ${words}`;
  });
}

function logText(session: TraceSession, row: number): string {
  const { category, message } = session.timeline.logs;
  const words = [category[row], message[row]].map((text) => session.string(text ?? 0));
  return words.filter((word) => word !== '').join(': ');
}

/** CPU samples below their lanes: one mark per pixel, which says how many there are and where most of them hit. */
export function samples(
  session: TraceSession,
  lines: readonly LaneLine[],
  query: TimelineQuery,
): TimelineWindow['samples'] {
  const { samples: table } = session.timeline;
  const owners = [
    [LANE_GOROUTINE, table.goroutine],
    [LANE_PROC, table.proc],
    [LANE_THREAD, table.thread],
  ] as const;
  return marksPerPixel(lines, owners, table.time, query, (rows) => {
    const stacks = new Map<number, number>();
    for (const row of rows) {
      const stack = table.stack[row] ?? 0;
      stacks.set(stack, (stacks.get(stack) ?? 0) + 1);
    }
    return sampleText(session, stacks);
  });
}

/** Rows of a table that fall into the same pixel of a lane, by the kinds of lanes and who owns a row on them. */
function marksPerPixel(
  lines: readonly LaneLine[],
  owners: readonly (readonly [kind: number, rows: Int32Array])[],
  times: Float64Array,
  { start, end, pixels }: TimelineQuery,
  textOf: (rows: readonly number[]) => string,
): TimelineWindow['logs'] {
  const marks = new Map<number, { lane: number; time: number; rows: number[] }>();
  for (const [kind, ownerOf] of owners) {
    const lanes = laneOfKey(lines, kind);
    if (lanes.size === 0) continue;
    for (const [row, time] of times.entries()) {
      const lane = lanes.get(ownerOf[row] ?? -1);
      if (lane === undefined || time < start || time >= end) continue;
      const place = lane * pixels + Math.floor(((time - start) / (end - start)) * pixels);
      const known = marks.get(place);
      if (known) known.rows.push(row);
      else marks.set(place, { lane, time, rows: [row] });
    }
  }
  const list = [...marks.values()];
  return {
    lane: Uint32Array.from(list, ({ lane }) => lane),
    time: Float64Array.from(list, ({ time }) => time),
    text: list.map(({ rows }) => textOf(rows)),
  };
}

function laneOfKey(lines: readonly LaneLine[], wanted: number): Map<number, number> {
  const lanes = new Map<number, number>();
  for (const [lane, { kind, key }] of lines.entries()) if (kind === wanted) lanes.set(key, lane);
  return lanes;
}

function sampleText(session: TraceSession, stacks: ReadonlyMap<number, number>): string {
  const [[stack] = [0]] = [...stacks].sort((a, b) => b[1] - a[1]);
  const total = [...stacks.values()].reduce((sum, count) => sum + count, 0);
  const place = session.userFrame(stack);
  const words = total === 1 ? 'CPU sample' : `${countText(total)} CPU samples`;
  return place ? `${words} in ${shortSymbol(place.function)}:${place.line}` : words;
}
