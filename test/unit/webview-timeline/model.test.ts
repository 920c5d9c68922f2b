import { expect, test } from 'vitest';
import {
  LANE_GOROUTINE,
  LANE_PROC,
  STATE_BLOCKED,
  STATE_RUNNING,
} from '../../../src/protocol/timeline.ts';
import type { SliceDetail, TraceInfo } from '../../../src/protocol/timeline.ts';
import type { PageState } from '../../../webview/timeline/model.ts';
import * as model from '../../../webview/timeline/model.ts';

const INFO: TraceInfo = {
  trace: '/t',
  name: 't',
  version: 26,
  endTime: 1000,
  goroutineCount: 1,
  procCount: 1,
  taskCount: 0,
  sampleCount: 0,
  isComplete: true,
  readShare: 1,
  section: null,
  restProblem: null,
  doubtful: [],
  answer: { busy: 0, longestStop: null, worstWait: null },
  growth: null,
  problems: [],
};
const opened = model.withTrace(model.INITIAL_STATE, INFO);

test('a trace opens with everything in sight; a remembered place in it stays', () => {
  expect(opened.viewport).toEqual({ start: 0, end: 1000 });
  const saved = model.toSaved({ ...opened, viewport: { start: 10, end: 200 } });
  const again = model.withTrace(model.fromSaved(saved ?? undefined), INFO);
  expect(again.viewport).toEqual({ start: 10, end: 200 });
  const shorter = model.withTrace(model.fromSaved(saved ?? undefined), { ...INFO, endTime: 100 });
  expect(shorter.viewport).toEqual({ start: 0, end: 100 });
});

test('a beginning fills the view; when the rest is read, all of it is in sight, or the place where somebody is', () => {
  const early = model.withTrace(model.INITIAL_STATE, { ...INFO, endTime: 990, readShare: 0.1 });
  expect(early.viewport).toEqual({ start: 0, end: 99 });
  expect(model.withTrace(early, INFO).viewport).toEqual({ start: 0, end: 1000 });
  const again = model.fromSaved(model.toSaved(early) ?? undefined);
  expect(model.withTrace(again, INFO).viewport).toEqual({ start: 0, end: 1000 });
  const inside = { ...early, viewport: { start: 10, end: 200 } };
  expect(model.withTrace(inside, INFO).viewport).toEqual({ start: 10, end: 200 });
});

test('a place that the trace turns out not to reach moves to its end', () => {
  const early = model.withTrace(model.INITIAL_STATE, { ...INFO, endTime: 990, readShare: 0.1 });
  const atEnd = { ...early, viewport: { start: 700, end: 900 } };
  const { viewport } = model.withTrace(atEnd, { ...INFO, endTime: 800 });
  expect(viewport).toEqual({ start: 600, end: 800 });
});

test('in more of a trace what is followed stays; the tables of tabs out of sight are asked for anew', () => {
  const tables = {} as NonNullable<PageState['tables']>;
  const more = { ...INFO, endTime: 2000 };
  const followed = model.withTrace({ ...opened, followed: 3, tables }, more);
  expect([followed.followed, followed.tables]).toEqual([3, null]);
  expect(model.withTrace({ ...opened, view: 'tasks', tables }, more).tables).toBe(tables);
  const other = { ...opened, followed: 3, phase: model.INITIAL_STATE.phase };
  expect(model.withTrace(other, more).followed).toBe(-1);
});

test('charts say nothing about what is not read', () => {
  const row = Float64Array.of(1, 2, 3, 4);
  const charts = {
    heapLow: row,
    heapHigh: row,
    goalHigh: row,
    goroutinesLow: row,
    goroutinesHigh: row,
    busy: row,
    procCount: 1,
    gc: Float64Array.of(),
  };
  expect([...model.chartsUntil(charts, 0.5).busy]).toEqual([1, 2, Number.NaN, Number.NaN]);
  expect(model.chartsUntil(charts, 1)).toBe(charts);
});

test('groups open, show more, and close', () => {
  const open = model.toggleGroup(opened, 7);
  expect(open.openGroups).toEqual([{ key: 7, limit: 25 }]);
  expect(model.showMore(open, 7).openGroups).toEqual([{ key: 7, limit: 100 }]);
  expect(model.toggleGroup(open, 7).openGroups).toEqual([]);
});

test('a dragged range is put in order and cut at the ends; Esc clears it before the slice', () => {
  const ranged = model.withRange(opened, { start: 600, end: -50 });
  expect(ranged.range).toEqual({ start: 0, end: 600 });
  expect(model.cleared(ranged).range).toBeNull();
});

test('F shows the range, and once more everything', () => {
  const ranged = model.withRange(opened, { start: 200, end: 700 });
  const fitted = model.fitAll(ranged);
  expect(fitted.viewport).toEqual({ start: 150, end: 750 });
  expect(model.fitAll(fitted).viewport).toEqual({ start: 0, end: 1000 });
});

test('an entry of the legend hides all its states', () => {
  const hidden = model.toggleLegend(opened, 3);
  expect([...hidden.hidden]).toEqual([4, 5]);
  expect(model.toggleLegend(hidden, 3).hidden.size).toBe(0);
});

test('the path to a wait ends when the goroutine runs again; to others at their end', () => {
  const slice: SliceDetail = {
    lane: { kind: LANE_GOROUTINE, key: 3 },
    title: 'G 3',
    state: STATE_BLOCKED,
    reason: 'chan receive',
    start: 100,
    end: 200,
    stack: [],
    startedAs: '',
    goroutine: null,
    proc: null,
    unblockedBy: { goroutine: null, time: 200, place: null, waited: 7 },
    unblocked: [],
    creator: null,
    createdAt: null,
  };
  expect(model.pathEnd(slice)).toBe(207);
  expect(model.pathEnd({ ...slice, unblockedBy: null })).toBe(200);
  expect(model.pathEnd({ ...slice, state: STATE_RUNNING })).toBe(200);
  expect(model.goroutineOf(slice)).toBe(3);
  expect(model.goroutineOf({ ...slice, lane: { kind: LANE_PROC, key: 0 } })).toBeNull();
});

test('a section leads to those beside it, and leaves nothing of itself behind', () => {
  const section = { number: 0, count: 2, start: 0, end: 1000, total: 2000 };
  const first = model.withTrace(model.INITIAL_STATE, { ...INFO, section });
  expect(model.sectionBeside(first, 1)).toBe(1);
  expect(model.sectionBeside(first, -1)).toBeNull();
  expect(model.sectionBeside(opened, 1)).toBeNull();
  const place = { ...first, viewport: { start: 10, end: 20 }, filter: 'main', followed: 7 };
  const left = model.withoutTrace(model.withRange(place, { start: 10, end: 15 }));
  expect(left).toMatchObject({ range: null, followed: -1, filter: 'main', window: null });
  const last = model.withTrace(left, { ...INFO, section: { ...section, number: 1 } });
  expect(last.viewport).toEqual({ start: 0, end: 1000 });
  expect(model.sectionBeside(last, 1)).toBeNull();
  expect(model.sectionBeside(last, -1)).toBe(0);
});
