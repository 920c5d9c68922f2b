import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pathToFileURL } from 'node:url';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import type { CodeLens, Hover } from 'vscode-languageserver-protocol/node';
import {
  LANE_GOROUTINE,
  LANE_GROUP,
  LANE_PROC,
  LANE_TASK,
  STATE_BLOCKED,
  STATE_COUNT,
} from '../../src/protocol/timeline.ts';
import type {
  TimelineQuery,
  TraceInfo,
  TraceProgress,
  TraceSearchResult,
} from '../../src/protocol/timeline.ts';
import { neverCancelled } from '../../src/base/cancellation.ts';
import { readTrace } from '../../src/server/trace/read-trace.ts';
import type { ReadTrace } from '../../src/server/trace/read-trace.ts';
import { SPAN_STATES, timeByState } from '../../src/trace/index.ts';
import { buildKernel, KERNEL_FILE } from '../../scripts/kernel.ts';
import { AnalysisServerProcess } from '../support/analysis-client.ts';
import { TraceOracle } from '../support/trace-oracle.ts';
import { OLD_TRACES } from '../support/old-traces.ts';

const ROOT = join(import.meta.dirname, '../..');
const TRACE = join(ROOT, 'examples/recorded/pipeline.trace');

let server: AnalysisServerProcess;
let info: TraceInfo;
let scratch: string;

beforeAll(async () => {
  // Where the server looks for it.
  await buildKernel(KERNEL_FILE);
  scratch = await mkdtemp(join(tmpdir(), 'trace-'));
  server = await AnalysisServerProcess.start({ workspaceFolders: [join(ROOT, 'examples')] });
  info = await server.request('delvescope/openTrace', { path: TRACE });
});
afterAll(async () => {
  server.stop();
  await rm(scratch, { recursive: true });
});

function query(changes: Partial<TimelineQuery> = {}): TimelineQuery {
  const lanes = { firstLane: 0, laneCount: 40, filter: '', openGroups: [], folded: [] };
  return { trace: TRACE, ...lanes, start: 0, end: info.endTime, pixels: 800, ...changes };
}

describe('a recorded trace', () => {
  test('says what its first line says', () => {
    expect(info).toMatchObject({ version: 26, isComplete: true, procCount: 2, problems: [] });
    expect(info.answer.worstWait?.function).toMatch(/^main\./);
    expect(info.answer.busy).toBeGreaterThan(0.05);
  });

  test('a window holds lanes and at most what pixels can show', async () => {
    const window = await server.request('delvescope/timelineWindow', query());
    const procs = window.lanes.label.filter((_, lane) => window.lanes.kind[lane] === LANE_PROC);
    expect(procs).toEqual(['P0', 'P1']);
    expect(window.slices.start).toBeInstanceOf(Float64Array);
    const perLane = new Map<number, number>();
    for (const lane of window.slices.lane) perLane.set(lane, (perLane.get(lane) ?? 0) + 1);
    expect(Math.max(...perLane.values())).toBeLessThanOrEqual(2 * 800);
    // A narrow window of the same lanes shows single slices in place of blocks.
    const narrow = await server.request(
      'delvescope/timelineWindow',
      query({ start: 5e8, end: 5.005e8 }),
    );
    expect(Math.max(...narrow.slices.count)).toBeLessThan(Math.max(...window.slices.count));
  });

  test('a search is revealed in its group, and its wait names who ended it', async () => {
    const { trace, filter, openGroups, folded } = query();
    const found = await server.request('delvescope/traceSearch', { trace, text: 'main.main' });
    const [main] = found.goroutines;
    expect(main).toMatchObject({ id: 1, function: 'main.main' });
    const goroutine = main?.row ?? -1;
    const lanes = { trace, filter, openGroups, folded, goroutine };
    const place = await server.request('delvescope/traceReveal', lanes);
    const window = await server.request(
      'delvescope/timelineWindow',
      query({ firstLane: place?.lane ?? 0, laneCount: 1, openGroups: place?.openGroups ?? [] }),
    );
    expect([window.lanes.kind[0], window.lanes.label[0]]).toEqual([LANE_GOROUTINE, 'G 1']);
    const wait = await server.request('delvescope/traceUnblock', {
      trace,
      goroutine,
      time: 5e8,
      direction: 'next',
    });
    expect(wait?.state).toBe(STATE_BLOCKED);
    expect(wait?.reason).toBe('chan receive');
    expect(wait?.unblockedBy?.goroutine?.id).toBeGreaterThan(0);
    expect(wait?.stack.some(({ function: name }) => name === 'main.run')).toBe(true);
  });

  test('densities of groups are in the states of the trace: what waits is blocked', async () => {
    const window = await server.request('delvescope/timelineWindow', query());
    const { lane, pixels, values } = window.densities;
    expect(STATE_COUNT).toBe(SPAN_STATES);
    expect(values.length).toBe(lane.length * STATE_COUNT * pixels);
    const line = window.lanes.label.findIndex((label) => label.startsWith('runtime.forcegc'));
    const group = lane.indexOf(line);
    const at = (group * STATE_COUNT + STATE_BLOCKED) * pixels + (pixels >> 1);
    expect(values[at]).toBeCloseTo(1);
  });

  test('a filter narrows goroutines and says how many are left', async () => {
    const all = await server.request('delvescope/timelineWindow', query());
    const some = await server.request(
      'delvescope/timelineWindow',
      query({ filter: 'func:index main' }),
    );
    expect(all.matched).toBe(info.goroutineCount);
    expect(some.matched).toBe(3);
    const none = await server.request('delvescope/timelineWindow', query({ filter: 'nobody' }));
    expect(none.matched).toBe(0);
  });

  test('a filter knows tasks, regions, logs, creation sites and ids', async () => {
    const labels = async (filter: string): Promise<string[]> => {
      const all = await server.request('delvescope/timelineWindow', query({ laneCount: 1000 }));
      const keys = [...all.lanes.key].filter((_, lane) => all.lanes.kind[lane] === LANE_GROUP);
      const openGroups = keys.map((key) => ({ key, limit: 25 }));
      const lanes = await server.request(
        'delvescope/timelineWindow',
        query({ filter, openGroups, laneCount: 1000 }),
      );
      return lanes.lanes.label.filter((_, lane) => lanes.lanes.kind[lane] === LANE_GOROUTINE);
    };
    expect(await labels('id:1,4')).toEqual(['G 1', 'G 4']);
    const created = await labels('created:stages.go:62');
    expect(created.length).toBe(3);
    expect((await labels('created:pipeline/stages.go:62')).length).toBe(3);
    expect(await labels('created:stages.go:1')).toEqual([]);
    expect((await labels('task:document')).length).toBeGreaterThan(0);
    expect(await labels('task:nothing-like-it')).toEqual([]);
    const tasks = await server.request(
      'delvescope/timelineWindow',
      query({ filter: 'task:5', laneCount: 1000 }),
    );
    const lines = tasks.lanes.detail.filter((_, lane) => tasks.lanes.kind[lane] === LANE_TASK);
    expect(lines).toEqual(['5']);
    // Half a word narrows nothing.
    expect((await labels('task:')).length).toBe(info.goroutineCount);
  });

  test('a critical path has no gap and adds up; stops of the world name who was last', async () => {
    const { row } = (
      await server.request('delvescope/traceSearch', { trace: TRACE, text: 'main.main' })
    ).goroutines[0] ?? { row: -1 };
    const asked = { trace: TRACE, goroutine: row, time: 9e8, since: 8e8 };
    const path = await server.request('delvescope/tracePath', asked);
    expect(path.steps[0]?.end).toBe(9e8);
    expect(path.steps.at(-1)?.start).toBe(8e8);
    expect(path.byState.reduce((sum, nanos) => sum + nanos, 0)).toBe(1e8);
    expect(new Set(path.steps.map(({ goroutine }) => goroutine.id)).size).toBeGreaterThan(1);
    const { pauses } = await server.request('delvescope/traceGc', { trace: TRACE });
    const known = pauses.filter(({ delay }) => delay?.goroutine);
    expect(known.length).toBeGreaterThan(0);
    for (const { delay, start, end } of known) {
      expect(delay?.nanos).toBeLessThanOrEqual(end - start);
      expect(delay?.proc).toMatch(/^P\d+$/);
    }
  });

  test('times by state of a range add up to goroutines times its length', async () => {
    const range = { trace: TRACE, start: 4e8, end: 6e8, lane: null, widthPixels: 500 };
    const detail = await server.request('delvescope/traceRange', range);
    const sum = detail.byState.subarray(1).reduce((all, nanos) => all + nanos, 0);
    const alive = await server.request('delvescope/timelineCharts', {
      trace: TRACE,
      start: 4e8,
      end: 6e8,
      pixels: 1,
    });
    expect(sum / 2e8).toBeCloseTo(alive.goroutinesLow[0] ?? 0, 1);
    expect(detail.flame.length).toBeGreaterThan(3);
    expect(detail.waits[0]?.nanos).toBeGreaterThan(0);
  });
});

test('tables of goroutines and tasks; a derived profile opens like any other', async () => {
  const tables = await server.request('delvescope/traceTables', { trace: TRACE });
  const { functions, tasks, regions, slowTasks } = tables;
  const index = functions.find(({ function: name }) => name === 'main.(*pipeline).index');
  expect(index?.goroutines).toBe(3);
  expect(index?.total).toBeGreaterThan(index?.execution ?? 0);
  const [type] = tasks;
  expect(type).toMatchObject({ name: 'document', count: info.taskCount });
  expect(type?.p99).toBeGreaterThanOrEqual(type?.median ?? 0);
  expect(regions.map(({ name }) => name).sort()).toEqual(['hash', 'index', 'read', 'write']);
  const [slow] = slowTasks;
  expect((slow?.end ?? 0) - (slow?.start ?? 0)).toBe(type?.longest);
  const inside = slow?.lines.map(({ kind, text }) => `${kind} ${text.split(':')[0]}`);
  expect(inside).toEqual(
    expect.arrayContaining(['region read', 'log read', 'region index', 'region hash']),
  );
  const wanted = { trace: TRACE, kind: 'sched', folder: scratch } as const;
  const { path } = await server.request('delvescope/writeTraceProfile', wanted);
  const profile = await server.request('delvescope/openProfile', { path });
  expect(profile.sampleTypes.map((each) => each.type)).toEqual(['contentions', 'delay']);
});

test('the stacks of a range open as a profile, with the weight of its flame graph', async () => {
  const range = { trace: TRACE, start: 4e8, end: 6e8, lane: null };
  const detail = await server.request('delvescope/traceRange', { ...range, widthPixels: 500 });
  const wanted = { ...range, folder: scratch };
  const { path } = await server.request('delvescope/writeRangeProfile', wanted);
  expect(path).toMatch(/pipeline\.trace\.400ms-600ms\.pb\.gz$/);
  const profile = await server.request('delvescope/openProfile', { path });
  expect(profile.sampleTypes.map((each) => [each.type, each.total])).toEqual([
    [detail.flame.source, detail.flame.weight],
  ]);
});

describe('reports on the whole trace', () => {
  test('latencies, with their histogram and quantiles in order', async () => {
    const report = await server.request('delvescope/traceLatency', { trace: TRACE });
    const { scheduler, starvation, queues, waits, depth } = report;
    expect(queues.map(({ proc }) => proc)).toEqual(['P0', 'P1', null]);
    // The queues hold on average what the whole trace says.
    const mean = queues.reduce((sum, queue) => sum + queue.depth, 0);
    expect(Math.abs(mean - starvation.meanDepth)).toBeLessThan(0.01 * starvation.meanDepth);
    const charted = depth.reduce((sum, each) => sum + each, 0) / depth.length;
    expect(Math.abs(charted - starvation.meanDepth)).toBeLessThan(0.01 * starvation.meanDepth);
    // Every syscall without a processor has a line, and as many as the lanes say.
    const lost = report.lostProcs.reduce((sum, { count }) => sum + count, 0);
    expect(lost).toBe(report.lostProcTotal);
    expect(lost).toBeGreaterThan(0);
    const [longest] = waits;
    expect((longest?.end ?? 0) - (longest?.start ?? 0)).toBe(scheduler.highest);
    expect(scheduler.byPower.reduce((sum, count) => sum + count, 0)).toBe(scheduler.count);
    const nanos = scheduler.quantiles.map((each) => each.nanos);
    expect(nanos).toEqual([...nanos].sort((a, b) => a - b));
    expect(nanos.at(-1)).toBeLessThanOrEqual(scheduler.highest);
    expect(starvation.deepest).toBeGreaterThan(0);
  });

  test('cycles of the GC, stops, and the share that is left to the program', async () => {
    const gc = await server.request('delvescope/traceGc', { trace: TRACE });
    expect(gc.cycleTotal).toBeGreaterThan(0);
    expect(gc.pauses[0]?.end ?? 0).toBe(
      (gc.pauses[0]?.start ?? 0) + (info.answer.longestStop?.nanos ?? 0),
    );
    const shares = gc.utilization.map(({ share }) => share);
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect(shares.at(-1)).toBeGreaterThan(shares[0] ?? 1);
  });

  test('what is stuck waits at a line of the program', async () => {
    const stuck = await server.request('delvescope/traceStuck', { trace: TRACE });
    const sum = stuck.groups.reduce((all, { count }) => all + count, 0);
    expect(sum).toBe(stuck.goroutineTotal);
    for (const { since } of stuck.groups) {
      expect(since).toBeLessThanOrEqual(info.endTime - stuck.nanos);
    }
  });
});

describe('Go files', () => {
  const path = join(ROOT, 'examples/pipeline/stages.go');
  const uri = pathToFileURL(path).toString();

  /** The command that a lens or a hover hands over, with what it searches for. */
  async function hitsOf(text: string): Promise<TraceSearchResult> {
    return server.request('delvescope/traceSearch', { trace: TRACE, text });
  }

  test('a lens above a function tells its waits and finds who waited there', async () => {
    await server.request('delvescope/openTrace', { path: TRACE });
    const lenses: CodeLens[] = await server.connection.sendRequest('textDocument/codeLens', {
      textDocument: { uri },
    });
    const lines = (await readFile(path, 'utf8')).split('\n');
    const index = lenses.find(({ range }) => /\) index\(/.test(lines[range.start.line] ?? ''));
    expect(index?.command?.title).toMatch(/blocked [\d.]+ m?s \([\d,]+×\)/);
    expect(index?.command?.title).toMatch(/3 goroutines ran [\d.]+ m?s$/);
    expect(index?.command?.arguments).toEqual([
      { trace: TRACE, text: 'at:main.(*pipeline).index' },
    ]);
    // The lines that most of the waiting is due to have lenses of their own.
    const receive = lenses.find(({ range }) => /:= range /.test(lines[range.start.line] ?? ''));
    expect(receive?.command?.title).toMatch(/blocked/);
    const { goroutines, total } = await hitsOf('at:main.(*pipeline).index');
    expect(total).toBe(3);
    const [first] = goroutines;
    const slice = await server.request('delvescope/traceSlice', {
      trace: TRACE,
      lane: { kind: LANE_GOROUTINE, key: first?.row ?? -1 },
      time: (first?.time ?? 0) + 1,
    });
    expect(slice?.stack.some((each) => each.function === 'main.(*pipeline).index')).toBe(true);
  });

  test('a hover on a line where goroutines wait; a line that moved away says nothing', async () => {
    const { goroutines } = await hitsOf('at:main.(*pipeline).index');
    const slice = await server.request('delvescope/traceSlice', {
      trace: TRACE,
      lane: { kind: LANE_GOROUTINE, key: goroutines[0]?.row ?? -1 },
      time: (goroutines[0]?.time ?? 0) + 1,
    });
    const place = slice?.stack.find((each) => each.function === 'main.(*pipeline).index');
    const line = place?.line ?? 0;
    const hover = async (): Promise<Hover | null> =>
      server.connection.sendRequest('textDocument/hover', {
        textDocument: { uri },
        position: { line: line - 1, character: 2 },
      });
    const words = JSON.stringify((await hover())?.contents);
    expect(words).toMatch(/blocked .* on this line/);
    expect(words).toMatch(/`[\d.]+ [nµm]?s [▁▂▃▄▅▆▇█ ]+ [\d.]+ m?s`.*50 % ≤ .* · longest /);
    const text = await readFile(path, 'utf8');
    await server.openDocument(path, `package main\n${'func other() {\n\n'.repeat(200)}${text}`);
    expect(await hover()).toBeNull();
    await server.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  });
});

describe('reading', () => {
  test('shows an outline, then tells how far it is', async () => {
    const path = join(scratch, 'progress.trace');
    await writeFile(path, await readFile(TRACE));
    const told: TraceProgress[] = [];
    const listening = server.connection.onNotification(
      'delvescope/traceProgress',
      (progress: TraceProgress) => void told.push(progress),
    );
    const opened = await Promise.all([
      server.request('delvescope/openTrace', { path }),
      server.request('delvescope/openTrace', { path }),
    ]);
    listening.dispose();
    expect(opened[0]).toEqual(opened[1]);
    expect(told.filter(({ outline }) => outline !== undefined)).toHaveLength(1);
    const { columns = 0, threads, activity } = told[0]?.outline ?? {};
    expect(activity).toHaveLength(columns * (threads?.length ?? 0));
    expect(Math.max(...(activity ?? []))).toBe(1);
    expect(told.at(-1)?.share).toBe(1);
    await server.request('delvescope/closeTrace', { trace: path });
  });

  test('ends when it is cancelled, and the trace is not open', async () => {
    const path = join(scratch, 'cancelled.trace');
    await writeFile(path, await readFile(TRACE));
    const source = new CancellationTokenSource();
    const opened = server.connection.sendRequest('delvescope/openTrace', { path }, source.token);
    source.cancel();
    await expect(opened).rejects.toThrow('cancelled');
    await expect(
      server.request('delvescope/traceSearch', { trace: path, text: 'main' }),
    ).rejects.toThrow('is not open');
  });

  test('a large trace answers soon, says what it counts, and then has all of it', async () => {
    const { promise: whole, resolve } = Promise.withResolvers<TraceProgress>();
    const listening = server.connection.onNotification(
      'delvescope/traceProgress',
      (progress: TraceProgress) => {
        if (progress.info) resolve(progress);
      },
    );
    const oracle = new TraceOracle();
    try {
      const trace = oracle.generate('large', 24);
      const early = await server.request('delvescope/openTrace', { path: trace });
      expect(early.readShare).toBeGreaterThan(0);
      expect(early.readShare).toBeLessThan(1);
      const end = early.endTime * early.readShare;
      const window = await server.request('delvescope/timelineWindow', query({ trace, end }));
      expect(window.slices.length).toBeGreaterThan(100);
      expect(await whole).toMatchObject({ trace, share: 1 });
      const all = await server.request('delvescope/openTrace', { path: trace });
      expect(all.readShare).toBe(1);
      expect(all.problems).toEqual([]);
      expect(all.endTime / early.endTime).toBeCloseTo(1, 1);
      const again = await server.request('delvescope/timelineWindow', query({ trace, end }));
      expect(again.lanes.label).toEqual(expect.arrayContaining(['P0', 'P1']));
      await server.request('delvescope/closeTrace', { trace });
    } finally {
      listening.dispose();
      await rm(oracle.folder, { recursive: true });
    }
  });

  test('a trace in sections: each shows what the whole shows of its time', async () => {
    const oracle = new TraceOracle();
    try {
      const path = oracle.generate('sections', 24, 'mixed');
      const half = (await stat(path)).size / 2;
      const open = (section: number, sectionBytes: number): Promise<ReadTrace> =>
        readTrace(path, {
          threadFile: join(ROOT, 'src/server/trace/trace-thread.ts'),
          kernelFile: KERNEL_FILE,
          section,
          sectionBytes,
          ownModules: [],
          token: neverCancelled,
          onProgress: () => undefined,
          onOutline: () => undefined,
          onEarly: () => undefined,
        });
      const whole = await open(0, 1e9);
      expect(whole.info.section).toBeNull();
      const sections = [await open(0, half), await open(1, half)];
      let before = 0;
      for (const [number, { timeline, info: read }] of sections.entries()) {
        expect(read.problems).toEqual([]);
        expect(read.section).toMatchObject({ number, count: 2 });
        const { start = 0, end = 0, total = 0 } = read.section ?? {};
        const shift = Number(timeline.startTime - whole.timeline.startTime);
        // From the first batch of the file, which need not be the one that begins first.
        expect(Math.abs(start - shift)).toBeLessThan(2e8);
        expect(start).toBeGreaterThanOrEqual(before - 2e8);
        expect(total / whole.timeline.endTime).toBeCloseTo(1, 0);
        before = end;
        const [from = 0, to = 0] = [0.3, 0.7].map((share) => Math.round(timeline.endTime * share));
        // What is not there yet, or any more, is none of a section. Where parts of the whole meet, moments may shift.
        const states = timeByState(timeline, { start: from, end: to }, 'goroutine').subarray(1);
        const range = { start: from + shift, end: to + shift };
        const wanted = timeByState(whole.timeline, range, 'goroutine').subarray(1);
        const sum = wanted.reduce((nanos, each) => nanos + each, 0);
        for (const [state, nanos] of states.entries()) {
          expect(Math.abs(nanos - (wanted[state] ?? 0))).toBeLessThan(sum / 1000);
        }
      }
      await expect(open(7, half)).rejects.toThrow('Nothing begins in section 8 of sections.trace');
    } finally {
      await rm(oracle.folder, { recursive: true });
    }
  });

  test('a file that is not there is named', async () => {
    const path = join(scratch, 'missing.trace');
    await expect(server.request('delvescope/openTrace', { path })).rejects.toThrow(
      /^missing\.trace is not there\./,
    );
  });
});

describe('a trace before Go 1.22', () => {
  test.each(Object.entries(OLD_TRACES))('of %s opens like any other', async (name, path) => {
    const old = await server.request('delvescope/openTrace', { path });
    expect(old.problems).toEqual([]);
    expect(old.isComplete).toBe(true);
    expect(`go1.${old.version}`).toBe(name);
    expect([old.procCount, old.taskCount > 0]).toEqual([3, true]);
    expect(old.answer.busy).toBeGreaterThan(0.05);
    const window = await server.request(
      'delvescope/timelineWindow',
      query({ trace: path, end: old.endTime }),
    );
    const procs = window.lanes.label.filter((_, lane) => window.lanes.kind[lane] === LANE_PROC);
    expect(procs).toEqual(['P0', 'P1', 'P2']);
    const { functions, tasks } = await server.request('delvescope/traceTables', { trace: path });
    expect(functions.map((each) => each.function)).toContain('main.network.func1');
    expect(tasks.map((each) => each.name)).toContain('request0');
    await server.request('delvescope/closeTrace', { trace: path });
  });

  test('that Go does not read either is refused in words', async () => {
    const path = join(scratch, 'older.trace');
    await writeFile(path, 'go 1.9 trace\0\0\0\0');
    await expect(server.request('delvescope/openTrace', { path })).rejects.toThrow(
      /Go 1\.9 .* which neither Go nor Delvescope reads/,
    );
  });
});

describe('what is no whole trace', () => {
  test('a file of something else is refused with its name', async () => {
    const path = join(scratch, 'not.trace');
    await writeFile(path, 'hello');
    await expect(server.request('delvescope/openTrace', { path })).rejects.toThrow(
      /^not\.trace is text, not an execution trace\. Open another file\.$/,
    );
  });

  test('a trace that was cut is shown as far as it goes', async () => {
    const bytes = await readFile(TRACE);
    const path = join(scratch, 'cut.trace');
    await writeFile(path, bytes.subarray(0, Math.floor(bytes.length * 0.9)));
    const cut = await server.request('delvescope/openTrace', { path });
    expect(cut.problems.join()).toMatch(/byte \d+/);
    expect(cut.endTime).toBeGreaterThan(0);
  });
});
