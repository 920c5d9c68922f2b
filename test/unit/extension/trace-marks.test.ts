import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
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
  expect(await readMarks(trace)).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
  await writeMarks(trace, [late, early]);
  expect(await readdir(folder)).toEqual(['a.trace.notes.json']);
  expect(await readMarks(trace)).toEqual([early, late]);
  await writeMarks(trace, []);
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
  await expect(readMarks(trace)).rejects.toThrow('a.trace.notes.json is no list of bookmarks');
  await expect(writeMarks(trace, [early])).rejects.toThrow('is no list of bookmarks');
  expect(await readFile(file, 'utf8')).toBe(text);
});
