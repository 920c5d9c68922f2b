import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  goroutineTimes,
  minimumUtilization,
  mutatorUtilization,
  parseTrace,
  type Timeline,
} from '../../src/trace/index.ts';
import { plainLanes, timelineLanes } from '../support/timeline-checker.ts';
import { timelineOf } from '../support/timelines.ts';
import { OLD_TRACES, type OldTrace } from '../support/old-traces.ts';
import { TraceOracle } from '../support/trace-oracle.ts';

const RECORDED = resolve(import.meta.dirname, '../../examples/recorded/pipeline.trace');
const MAIN = resolve(import.meta.dirname, '../../src/cli/main.ts');

let oracle: TraceOracle;
let files: Record<'recorded' | 'mixed' | 'flight' | OldTrace, string>;
beforeAll(() => {
  oracle = new TraceOracle();
  const mixed = oracle.generate('analyses', 1, 'cpu');
  const flight = oracle.generate('analyses-flight', 1, 'flight');
  files = { recorded: RECORDED, mixed, flight, ...OLD_TRACES };
});
afterAll(() => rmSync(oracle.folder, { recursive: true }));

describe.each(['recorded', 'mixed', 'flight', 'go1.11', 'go1.19', 'go1.21'] as const)(
  'a trace: %s',
  (name) => {
    test('slices are what the events say', () => {
      const bytes = new Uint8Array(readFileSync(files[name]));
      const timeline = timelineOf(bytes, 5000);
      const plain = plainLanes(parseTrace(bytes).value);
      for (const kind of ['goroutine', 'proc'] as const) {
        const lanes = timelineLanes(timeline, kind);
        expect(lanes.size).toBe(plain[kind].size);
        for (const [id, expected] of plain[kind]) {
          // Most are equal: the slow comparison is for the message.
          if (!isDeepStrictEqual(lanes.get(id), expected)) expect(lanes.get(id)).toEqual(expected);
        }
      }
    });

    test("times of goroutines are those of Go's Summarizer", () => {
      const timeline = timelineOf(new Uint8Array(readFileSync(files[name])), 5000);
      const ours = new Map(timesOf(timeline).map((each) => [each.id, each]));
      const theirs = oracle.summary(files[name]) as ReturnType<typeof timesOf>;
      expect(ours.size).toBe(theirs.length);
      for (const expected of theirs) {
        const found = ours.get(expected.id);
        if (isDeepStrictEqual(found, expected)) continue;
        // See goroutine-times.ts: Go misses some procs that were lost during syscalls.
        expect(found?.syscallBlock).toBeGreaterThanOrEqual(expected.syscallBlock);
        expect(allSyscall(found)).toEqual(allSyscall(expected));
      }
    });

    // The largest trace has nothing that the others have not, but in the order of goroutines.
    test.each(name === 'flight' ? ['sched'] : ['net', 'sync', 'syscall', 'sched'])(
      'the profile %s is that of go tool trace',
      (kind) => {
        const ours = join(oracle.folder, 'ours.pb.gz');
        execFileSync(process.execPath, [MAIN, 'trace', 'pprof', kind, files[name], '-o', ours]);
        const theirs = oracle.fileOf(
          execFileSync('go', ['tool', 'trace', `-pprof=${kind}`, files[name]], { stdio: 'pipe' }),
        );
        const expected = rawSamples(theirs);
        expect(rawSamples(ours)).toEqual(expected);
        if (kind === 'sched') expect(expected.length).toBeGreaterThan(10);
      },
    );
  },
);

test('CPU samples are a profile', () => {
  const file = join(oracle.folder, 'cpu.pb.gz');
  execFileSync(process.execPath, [MAIN, 'trace', 'pprof', 'cpu', files.mixed, '-o', file]);
  const { samples } = timelineOf(new Uint8Array(readFileSync(files.mixed)));
  const counts = rawSamples(file).map((line) => Number(line.split(':', 1)[0]));
  expect(samples.length).toBeGreaterThan(0);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(samples.length);
});

test('the curve of mutator utilization is that of go tool trace', async () => {
  const args = ['tool', 'trace', '-http=127.0.0.1:0', files.mixed];
  // A group of its own: `go tool` starts another process.
  const child = spawn('go', args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  try {
    const address = await new Promise<string>((found, failed) => {
      let text = '';
      child.stderr.on('data', (data) => {
        text += String(data);
        const [url] = /http:\/\/[\d.:]+/.exec(text) ?? [];
        if (url !== undefined) found(url);
      });
      child.once('error', failed);
      child.once('exit', () => failed(new Error(text)));
    });
    const timeline = timelineOf(new Uint8Array(readFileSync(files.mixed)), 5000);
    // Workers are left out: go tool trace never lets go of a processor that had two of them.
    for (const flags of ['stw', 'assist', 'stw|assist|sweep']) {
      const query = `mode=plot&flags=${encodeURIComponent(flags)}`;
      const answer = await fetch(`${address}/mmu?${query}`);
      const { curve } = (await answer.json()) as { curve: [window: number, share: number][] };
      const utilization = mutatorUtilization(timeline, {
        stopTheWorld: flags.includes('stw'),
        workers: false,
        assists: flags.includes('assist'),
        sweeps: flags.includes('sweep'),
      });
      expect(curve.length).toBe(100);
      for (const [window, share] of curve) {
        // For a single nanosecond Go says 0, whatever its utilization is. It also passes over some windows in between.
        if (window <= 1) continue;
        expect(minimumUtilization(utilization, window).share).toBeCloseTo(share, 4);
      }
    }
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid);
  }
});

/** In the shape of the oracle's. */
/** With one figure for syscalls with and without a proc. */
function allSyscall(times: ReturnType<typeof timesOf>[number] | undefined): unknown {
  if (times === undefined) return undefined;
  const { syscall, syscallBlock, ...others } = times;
  return { ...others, syscall: syscall + syscallBlock };
}

function timesOf(timeline: Timeline) {
  const times = goroutineTimes(timeline);
  const { goroutines, goroutineIds, functionOf, strings, reasons, ranges } = timeline;
  const moment = (value = Number.NaN): number | null => (Number.isNaN(value) ? null : value);
  const stops = new Map<number, Record<string, number>>();
  for (let range = 0; range < ranges.length; range++) {
    if (ranges.kind[range] !== 1) continue;
    const row = ranges.goroutine[range] ?? -1;
    const known = stops.get(row) ?? {};
    const key = `stop-the-world (${strings[ranges.reason[range] ?? 0]})`;
    const nanos = (ranges.end[range] ?? 0) - (ranges.start[range] ?? 0);
    stops.set(row, { ...known, [key]: (known[key] ?? 0) + nanos });
  }
  return Array.from(goroutineIds.keys())
    .filter((row) => !Number.isNaN(goroutines.created[row] ?? Number.NaN))
    .map((row) => {
      const blocked: [string, number][] = [];
      for (const [reason, text] of reasons.entries()) {
        const nanos = times.blocked[row * times.reasonCount + reason] ?? 0;
        if (nanos > 0) blocked.push([strings[text] ?? '', nanos]);
      }
      const ranged = {
        'GC incremental sweep': times.sweep[row] ?? 0,
        'GC mark assist': times.assist[row] ?? 0,
        ...stops.get(row),
      };
      return {
        id: goroutineIds[row] ?? -1,
        name: strings[functionOf[row] ?? 0] ?? '',
        creation: goroutines.created[row] ?? 0,
        start: moment(times.start[row]),
        end: moment(times.end[row]),
        total: times.total[row] ?? 0,
        execution: times.execution[row] ?? 0,
        schedulerWait: times.schedulerWait[row] ?? 0,
        syscall: times.syscall[row] ?? 0,
        syscallBlock: times.syscallBlock[row] ?? 0,
        blocked: Object.fromEntries(blocked),
        ranges: Object.fromEntries(Object.entries(ranged).filter(([, nanos]) => nanos > 0)),
      };
    });
}

/** Samples of a profile as `go tool pprof -raw` prints them, with their locations written out, sorted. */
function rawSamples(file: string): string[] {
  const text = execFileSync('go', ['tool', 'pprof', '-raw', file], {
    stdio: 'pipe',
    maxBuffer: 2 ** 28,
  }).toString();
  const [, samples = '', locations = ''] =
    /Samples:\n(.*)Locations\n(.*)Mappings/s.exec(text) ?? [];
  const places = new Map(
    [...locations.matchAll(/^ +(\d+): (.*)$/gm)].map(([, id = '', place = '']) => [id, place]),
  );
  return [...samples.matchAll(/^ +([\d ]+): ?(.*)$/gm)]
    .map(([, values = '', ids = '']) => {
      const stack = ids.split(' ').map((id) => places.get(id) ?? '');
      return `${values.trim().replace(/ +/, ' ')}: ${stack.join(' ')}`;
    })
    .sort();
}
