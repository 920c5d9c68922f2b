import { quantityText } from '../../base/format.ts';
import { shortSymbol } from '../../base/go-symbol.ts';
import type { TimelineDensities, TimelineQuery, TimelineWindow } from '../../protocol/timeline.ts';
import {
  LANE_GC,
  LANE_GOROUTINE,
  LANE_GROUP,
  LANE_PROC,
  LANE_TASK,
  LANE_THREAD,
  STATE_BLOCKED,
  STATE_GC,
  STATE_NONE,
  STATE_REGION,
  STATE_RUNNING,
  STATE_STW,
  STATE_SYSCALL,
  STATE_SYSCALL_BLOCKED,
  STATE_TASK,
} from '../../protocol/timeline.ts';
import {
  densityWindow,
  RANGE_GC,
  RANGE_STW,
  rowWindow,
  SLICE_MERGED,
  sliceWindow,
} from '../../trace/index.ts';
import type { Lane, LaneKind, SliceWindow } from '../../trace/index.ts';
import type { LaneLine, LaneList } from './lane-list.ts';
import { SliceColumns } from './slice-columns.ts';
import { links, logs, samples } from './window-marks.ts';
import type { LaneSlices } from './window-marks.ts';
import type { TraceSession } from './trace-session.ts';

/** A label needs this much room. */
const LABEL_PIXELS = 28;

const KINDS: Readonly<Record<number, LaneKind>> = {
  [LANE_PROC]: 'proc',
  [LANE_THREAD]: 'thread',
  [LANE_GOROUTINE]: 'goroutine',
};

/** What the lanes in sight show. */
export function timelineWindow(
  session: TraceSession,
  list: LaneList,
  query: TimelineQuery,
): TimelineWindow {
  const lines = list.lines.slice(query.firstLane, query.firstLane + query.laneCount);
  const columns = new SliceColumns();
  const slices = laneSlices(session, lines, query, columns);
  addRanges(session, lines, query, columns);
  addTasks(session, lines, query, columns);
  return {
    laneTotal: list.lines.length,
    firstLane: query.firstLane,
    lanes: {
      kind: Uint8Array.from(lines, ({ kind }) => kind),
      key: Float64Array.from(lines, ({ key }) => key),
      label: lines.map((line) => list.label(line)),
      detail: lines.map((line) => list.detail(line)),
    },
    slices: columns.take(),
    labels: columns.labels,
    densities: densities(session, list, lines, query),
    links: links(session, lines, slices, query),
    logs: logs(session, lines, query),
    samples: samples(session, lines, query),
    matched: list.matched,
  };
}

function laneSlices(
  session: TraceSession,
  lines: readonly LaneLine[],
  { start, end, pixels }: TimelineQuery,
  columns: SliceColumns,
): LaneSlices {
  const lanes: Lane[] = [];
  const lineOf: number[] = [];
  for (const [index, { kind, key }] of lines.entries()) {
    const laneKind = KINDS[kind];
    if (laneKind === undefined) continue;
    lanes.push({ kind: laneKind, row: key });
    lineOf.push(index);
  }
  const window = sliceWindow(session.timeline, { lanes, start, end, pixels });
  const labelNanos = ((end - start) / Math.max(1, pixels)) * LABEL_PIXELS;
  for (let row = 0; row < window.length; row++) {
    const from = Math.max(start, window.start[row] ?? 0);
    const until = Math.min(end, window.end[row] ?? 0);
    const hasRoom = until - from >= labelNanos;
    columns.add({
      lane: lineOf[window.lane[row] ?? 0] ?? 0,
      start: window.start[row] ?? 0,
      end: window.end[row] ?? 0,
      state: window.state[row] ?? 0,
      count: window.count[row] ?? 1,
      flags: window.flags[row] ?? 0,
      label: hasRoom ? sliceLabel(session, window, row) : '',
      goroutine: window.goroutine[row] ?? -1,
    });
  }
  return { window, lineOf };
}

function sliceLabel(session: TraceSession, window: SliceWindow, row: number): string {
  if (((window.flags[row] ?? 0) & SLICE_MERGED) !== 0) {
    return `${window.count[row] ?? 0} slices`;
  }
  const goroutine = window.goroutine[row] ?? -1;
  const proc = window.proc[row] ?? -1;
  switch (window.state[row] ?? STATE_NONE) {
    case STATE_RUNNING:
      if (goroutine >= 0) return session.goroutineTitle(goroutine);
      return proc >= 0 ? `P${session.timeline.procIds[proc] ?? ''}` : '';
    case STATE_BLOCKED:
      return session.reason(window.reason[row] ?? 0);
    case STATE_SYSCALL:
    case STATE_SYSCALL_BLOCKED: {
      const place = session.stack(window.stack[row] ?? 0)[0];
      return place ? shortSymbol(place.function) : 'syscall';
    }
    default:
      return '';
  }
}

function addRanges(
  session: TraceSession,
  lines: readonly LaneLine[],
  query: TimelineQuery,
  columns: SliceColumns,
): void {
  const lane = lines.findIndex(({ kind }) => kind === LANE_GC);
  if (lane < 0) return;
  const { ranges } = session.timeline;
  for (const [kind, state] of [
    [RANGE_GC, STATE_GC],
    [RANGE_STW, STATE_STW],
  ] as const) {
    const window = rowWindow(ranges, query, (row) => ranges.kind[row] === kind);
    for (let index = 0; index < window.length; index++) {
      const row = window.row[index] ?? 0;
      const start = window.start[index] ?? 0;
      const end = window.end[index] ?? 0;
      const took = quantityText(end - start, 'nanoseconds');
      const label =
        kind === RANGE_GC ? `GC ${took}` : `${session.string(ranges.reason[row] ?? 0)} ${took}`;
      columns.add({
        lane,
        start,
        end,
        state,
        count: window.count[index] ?? 1,
        flags: 0,
        label,
        goroutine: -1,
      });
    }
  }
}

function addTasks(
  session: TraceSession,
  lines: readonly LaneLine[],
  query: TimelineQuery,
  columns: SliceColumns,
): void {
  const { tasks, regions } = session.timeline;
  const laneOf = new Map<number, number>();
  for (const [lane, { kind, key }] of lines.entries())
    if (kind === LANE_TASK) laneOf.set(key, lane);
  if (laneOf.size === 0) return;
  for (const [task, lane] of laneOf) {
    const start = tasks.start[task] ?? 0;
    const end = tasks.end[task] ?? 0;
    if (start >= query.end || end < query.start) continue;
    const label = quantityText(end - start, 'nanoseconds');
    columns.add({ lane, start, end, state: STATE_TASK, count: 1, flags: 0, label, goroutine: -1 });
  }
  const window = rowWindow(regions, query, (row) => laneOf.has(regions.task[row] ?? -1));
  for (let index = 0; index < window.length; index++) {
    const row = window.row[index] ?? 0;
    columns.add({
      lane: laneOf.get(regions.task[row] ?? -1) ?? 0,
      start: window.start[index] ?? 0,
      end: window.end[index] ?? 0,
      state: STATE_REGION,
      count: window.count[index] ?? 1,
      flags: 0,
      label: session.string(regions.name[row] ?? 0),
      goroutine: -1,
    });
  }
}

function densities(
  { timeline }: TraceSession,
  list: LaneList,
  lines: readonly LaneLine[],
  { start, end, pixels }: TimelineQuery,
): TimelineDensities {
  const lanes = lines.flatMap(({ kind }, index) => (kind === LANE_GROUP ? [index] : []));
  const groups = lanes.map((index) => list.groups.get(lines[index]?.key ?? 0) ?? []);
  const window = densityWindow(timeline, { kind: 'goroutine', groups, start, end, pixels });
  return {
    lane: Uint32Array.from(lanes),
    pixels: window.pixels,
    values: window.values,
    size: Uint32Array.from(groups, (rows) => rows.length),
  };
}
