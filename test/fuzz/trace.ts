/**
 * Broken traces: `node test/fuzz/trace.ts [seconds]` changes the corpus at random for as long, and prints the seed of
 * what breaks a rule. The unit tests run the corpus and some seeds.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  goroutineTimes,
  parseTrace,
  readTimeline,
  sliceWindow,
  type Lane,
} from '../../src/trace/index.ts';
import { LaneCursor } from '../../src/trace/timeline/lane-cursor.ts';
import { kernelComplaints } from '../support/kernel-check.ts';
import { assembleOldTrace } from '../support/old-trace-text.ts';
import { checkColumns } from '../support/trace-checker.ts';
import { assembleTrace, batch } from '../support/trace-text.ts';

const CORPUS = join(import.meta.dirname, 'corpus/trace');
const OLD_CORPUS = join(import.meta.dirname, 'corpus/old-trace');

/** Traces of the format before Go 1.22, by name. */
export function oldCorpus(): (readonly [name: string, bytes: Uint8Array])[] {
  return readdirSync(OLD_CORPUS).map((name) => [
    name,
    assembleOldTrace(readFileSync(join(OLD_CORPUS, name), 'utf8')),
  ]);
}

/** Traces by name; `batch HEADER` stands for a batch with the size that it has. */
export function corpus(): (readonly [name: string, bytes: Uint8Array])[] {
  return readdirSync(CORPUS).map((name) => {
    const [header = '', ...parts] = readFileSync(join(CORPUS, name), 'utf8')
      .replaceAll('EndOfGeneration\n', 'batch \n')
      .split(/^batch /m);
    const batches = parts.map((part) => {
      const [place = '', ...events] = part.trim().split('\n');
      return place === '' ? 'EndOfGeneration' : batch(place, ...events);
    });
    return [name, assembleTrace([header.trim(), ...batches].join('\n'))] as const;
  });
}

/** What is wrong with what is read of these bytes. */
export function complaintsOf(bytes: Uint8Array): readonly string[] {
  const { value, problems } = parseTrace(bytes);
  const complaints = [...checkColumns(value), ...kernelComplaints(bytes, value, problems)];
  if (!value.isComplete && problems.length === 0) complaints.push('events are missing in silence');
  const timeline = readTimeline(bytes);
  const { segments, endTime } = timeline;
  for (const [k, { base, end }] of segments.entries()) {
    if (end < base) complaints.push(`segment ${k} ends before it begins`);
    if (k > 0 && segments[k - 1]?.end !== base) complaints.push(`segment ${k} leaves a gap`);
  }
  const lanes = Array.from(timeline.goroutineIds.keys(), (row): Lane => ({
    kind: 'goroutine',
    row,
  })).slice(0, 50);
  for (const lane of lanes) {
    const cursor = new LaneCursor(timeline, lane);
    let last = 0;
    for (let isThere = cursor.first(); isThere; isThere = cursor.next()) {
      if (cursor.start < last || cursor.end < cursor.start) complaints.push(`lane ${lane.row}`);
      last = cursor.end;
    }
  }
  sliceWindow(timeline, { lanes, start: 0, end: endTime + 1, pixels: 100 });
  if (goroutineTimes(timeline).total.some((nanos) => nanos < 0)) complaints.push('a time below 0');
  return complaints;
}

/** One of the corpus, changed in some places; the same for the same seed. */
export function mutant(seed: number, seeds: readonly Uint8Array[]): Uint8Array {
  let state = seed + 1;
  const random = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  let bytes = (seeds[random(seeds.length)] ?? new Uint8Array()).slice();
  for (let left = 1 + random(4); left > 0; left--) {
    const at = random(bytes.length);
    const kind = random(5);
    if (kind === 0) bytes = bytes.slice(0, at);
    else if (kind === 1) bytes[at] = random(256);
    else if (kind === 2) bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    else {
      // A stretch is left out, or stands twice.
      const end = Math.min(bytes.length, at + random(40));
      const rest = bytes.subarray(kind === 3 ? end : at);
      bytes = Uint8Array.from([
        ...bytes.subarray(0, end === at ? at : kind === 3 ? at : end),
        ...rest,
      ]);
    }
  }
  return bytes;
}

if (process.argv[1] === import.meta.filename) {
  const seeds = [...corpus(), ...oldCorpus()].map(([, bytes]) => bytes);
  const until = Date.now() + Number(process.argv[2] ?? 10) * 1000;
  let seed = Date.now();
  let count = 0;
  for (; Date.now() < until; seed++, count++) {
    const complaints = complaintsOf(mutant(seed, seeds));
    if (complaints.length > 0) console.log(seed, complaints);
  }
  console.log(`${count} traces`);
}
