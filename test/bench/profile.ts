/**
 * Profiles against Go in the same run. `top`: the command line against `go tool pprof -top`, process against process.
 * Decoding: `decodeProfile` against profile.Parse of inflated bytes, both warm; reading is decoding and resolving ids,
 * as Go's does. Opening: the real analysis server from the request to the first flame graph, with its peak of memory,
 * and how long other questions waited meanwhile. With `--full` also a million samples, for which pprof takes minutes.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeProfile } from '../../src/profile/decode.ts';
import { readProfile } from '../../src/profile/index.ts';
import { ProblemList } from '../../src/base/problem.ts';
import { AnalysisServerProcess } from '../support/analysis-client.ts';
import { generatedHeap } from '../support/generated-heap.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** A line per file: milliseconds, and how many times as fast as Go's tools. */
export async function* cases(): AsyncIterable<object> {
  const bundles = ['cli.cjs', 'server.cjs', 'profile-thread.cjs'];
  execFileSync(process.execPath, ['scripts/build.ts', '--minify', ...bundles], { cwd: ROOT });
  yield await measure('recorded CPU profile', join(ROOT, 'examples/recorded/shop.cpu.pb.gz'));
  yield await measure('heap profile, 100,000 samples', generatedHeap(100_000, 10_000));
  if (process.argv.includes('--full')) {
    yield await measure('heap profile, 1,000,000 samples', generatedHeap(1e6, 100_000));
    yield await measure(
      'heap profile, 1,000,000 samples, real',
      generatedHeap(1e6, 100_000, 'real'),
    );
  }
}

async function measure(name: string, file: string): Promise<object> {
  const bytes = gunzipSync(readFileSync(file));
  const theirRuns = bytes.length < 9e7 ? 3 : 1;
  const ours = best(3, () => {
    execFileSync(process.execPath, ['dist/cli.cjs', 'top', file], QUIET);
  });
  const theirs = best(theirRuns, () => {
    execFileSync('go', ['tool', 'pprof', '-top', '-nodecount=0', file], QUIET);
  });
  const runs = bytes.length < 1e6 ? 200 : bytes.length < 1e8 ? 9 : 5;
  const decode = best(runs, () => decodeProfile(bytes, new ProblemList()));
  const read = best(runs, () => readProfile(bytes));
  const theirDecode = theirParse(file);
  return {
    case: name,
    megabytes: round(bytes.length / 1e6),
    topMs: Math.round(ours),
    pprofTopMs: Math.round(theirs),
    topTimesFaster: round(theirs / ours),
    decodeMs: round(decode),
    goParseMs: round(theirDecode),
    decodeTimesFaster: round(theirDecode / decode),
    readMs: round(read),
    readTimesFaster: round(theirDecode / read),
    ...(await opening(file)),
  };
}

const QUIET = { cwd: ROOT, stdio: 'pipe', maxBuffer: 256e6 } as const;

/** A server per file: its peak of memory is that of this file. */
async function opening(path: string): Promise<object> {
  const server = await AnalysisServerProcess.start({}, join(ROOT, 'dist/server.cjs'));
  try {
    const asked = { isOver: false, longest: 0 };
    const asking = (async () => {
      while (!asked.isOver) {
        const began = performance.now();
        await server.request('delvescope/resolveSource', { file: 'x.go', line: 1 });
        asked.longest = Math.max(asked.longest, performance.now() - began);
        await new Promise((done) => setTimeout(done, 5));
      }
    })();
    const began = performance.now();
    const { defaultSampleType: sampleType } = await server.request('delvescope/openProfile', {
      path,
    });
    const scope = { profile: path, sampleType, search: '' };
    const window = { root: 0, widthPixels: 1600, firstRow: 0, rowCount: 60 };
    await server.request('delvescope/flameWindow', { ...scope, ...window });
    const opened = performance.now();
    const peak = memoryOf(server.pid, 'VmHWM');
    const filter = [{ word: 'focus', value: 'Method1' }] as const;
    await server.request('delvescope/flameWindow', { ...scope, ...window, filter });
    const filtered = performance.now();
    asked.isOver = true;
    await asking;
    const filteredPeak = memoryOf(server.pid, 'VmHWM');
    await server.request('delvescope/closeProfile', { profile: path });
    await new Promise((done) => setTimeout(done, 500));
    return {
      toFlameMs: Math.round(opened - began),
      filterMs: Math.round(filtered - opened),
      othersWaitedMs: round(asked.longest),
      serverPeakMegabytes: peak,
      filteredPeakMegabytes: filteredPeak,
      serverClosedMegabytes: memoryOf(server.pid, 'VmRSS'),
    };
  } finally {
    server.stop();
  }
}

/** Null where there is no /proc. */
function memoryOf(pid: number, field: string): number | null {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return null;
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

/** Milliseconds of profile.Parse without inflating, the best of three. */
function theirParse(file: string): number {
  const cwd = join(ROOT, 'test/fixtures/go/readpprof');
  const output = execFileSync('go', ['run', '.', file], { cwd }).toString();
  return Number(output.trim());
}

function best(runs: number, work: () => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
