import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TraceMark } from '../../../src/protocol/timeline.ts';
import { readMarks, writeMarks } from '../../../src/extension/analysis/trace-marks.ts';

let folder: string;
let trace: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marks-'));
  trace = join(folder, 'a.trace');
});
afterEach(() => rm(folder, { recursive: true }));

const late = { time: 20, goroutine: 7, note: 'slow "write"' };
const early = { time: 10, goroutine: null, note: '' };

test('bookmarks come back in the order of time; without any there is no file', async () => {
  expect(await readMarks(trace, null)).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
  await writeMarks(trace, null, [late, early]);
  expect(await readdir(folder)).toEqual(['a.trace.notes.json']);
  expect(await readMarks(trace, null)).toEqual([early, late]);
  await writeMarks(trace, null, []);
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  'nothing of the kind',
  '{"version":2,"marks":[]}',
  '{"version":1,"marks":[{"time":"1","goroutine":null,"note":""}]}',
  '[]',
])('what is no list of bookmarks is said, and never written over: %s', async (text) => {
  const file = join(folder, 'a.trace.notes.json');
  await writeFile(file, text);
  await expect(readMarks(trace, null)).rejects.toThrow(
    'a.trace.notes.json is no list of bookmarks',
  );
  await expect(writeMarks(trace, null, [early])).rejects.toThrow('is no list of bookmarks');
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('a section has its own, at times from its beginning; the others are kept', async () => {
  const section = { number: 1, count: 3, start: 1000, end: 2000, total: 3000 };
  const mark = (time: number): TraceMark => ({ time, goroutine: null, note: `${time}` });
  await writeMarks(trace, null, [mark(10), mark(1500), mark(2000)]);
  expect(await readMarks(trace, section)).toEqual([{ ...mark(1500), time: 500 }]);
  await writeMarks(trace, section, [{ ...mark(1700), time: 700 }]);
  expect(await readMarks(trace, null)).toEqual([mark(10), mark(1700), mark(2000)]);
  await writeMarks(trace, section, []);
  expect(await readMarks(trace, null)).toEqual([mark(10), mark(2000)]);
});
