/**
 * Reading a profile and its top functions, against `go tool pprof -top` and profile.Parse on the same file in the
 * same run: both inflate, parse, sum and print all rows. Theirs is a process, ours runs in this one, cold; the start
 * of a process is measured apart, so that the ratio can be judged for small files. With `--full` also a million
 * samples, for which pprof takes minutes.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeProfile } from '../../src/profile/decode.ts';
import {
  applyQuery,
  callTreeOf,
  DEFAULT_QUERY,
  newReport,
  parseProfile,
  reportLines,
  stackValues,
} from '../../src/profile/index.ts';
import { ProblemList } from '../../src/base/problem.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** A line per file: milliseconds, and how many times as long `go tool pprof -top` takes. */
export async function* cases(): AsyncIterable<object> {
  yield measure('recorded CPU profile', join(ROOT, 'examples/recorded/shop.cpu.pb.gz'));
  yield measure('heap profile, 100,000 samples, 10,000 locations', generated(100_000, 10_000));
  if (process.argv.includes('--full')) {
    yield measure('heap profile, 1,000,000 samples, 100,000 locations', generated(1e6, 100_000));
  }
}

function measure(name: string, file: string): object {
  const start = performance.now();
  const bytes = gunzipSync(readFileSync(file));
  const inflated = performance.now();
  const { value: profile } = parseProfile(bytes);
  const parsed = performance.now();
  const query = { ...DEFAULT_QUERY, sampleType: profile.defaultSampleType };
  const report = {
    ...newReport(applyQuery(profile, query), query, 'text'),
    format: 'text' as const,
  };
  const rows = [...(reportLines(report, { pattern: null, readSource, time: String }) ?? [])].length;
  const reported = performance.now();
  const values = stackValues(profile, profile.defaultSampleType);
  const tree = callTreeOf(profile, values);
  const drawn = performance.now();
  const theirs = timeOf(() => {
    execFileSync('go', ['tool', 'pprof', '-top', '-nodecount=0', file], { stdio: 'pipe' });
  });
  // The recorded profile is over in no time: what `go tool pprof` needs to do nothing.
  const startUp = timeOf(() => execFileSync('go', ['tool', '-n', 'pprof'], { stdio: 'pipe' }));
  const decode = Math.min(...Array.from({ length: 3 }, () => decodeTime(bytes)));
  return {
    case: name,
    megabytes: round(bytes.length / 1e6),
    samples: profile.samples.length,
    rows,
    inflateMs: round(inflated - start),
    parseMs: round(parsed - inflated),
    topMs: round(reported - parsed),
    treeMs: round(drawn - reported),
    treeNodes: tree.length,
    // So far in this process: a case sees the peak of those before it too.
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    decodeMegabytesPerSecond: Math.round(bytes.length / 1e3 / decode),
    decodeTimesFaster: round(theirParse(file) / decode),
    pprofMs: Math.round(theirs),
    goToolStartMs: Math.round(startUp),
    timesFaster: round(theirs / (reported - start)),
  };
}

function readSource(): never {
  throw new Error('a report of functions reads no source');
}

function decodeTime(bytes: Uint8Array): number {
  return timeOf(() => decodeProfile(bytes, new ProblemList()));
}

function generated(samples: number, locations: number): string {
  const folder = join(tmpdir(), 'delvescope-bench');
  const file = join(folder, `heap-${samples}-${locations}.pb.gz`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const program = join(ROOT, 'test/fixtures/go');
    const args = ['run', './synthheap', String(samples), String(locations), file];
    execFileSync('go', args, { cwd: program });
  }
  return file;
}

/** Milliseconds of profile.Parse without inflating, the best of three. */
function theirParse(file: string): number {
  const cwd = join(ROOT, 'test/fixtures/go/readpprof');
  const output = execFileSync('go', ['run', '.', file], { cwd }).toString();
  return Number(output.trim());
}

function timeOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
