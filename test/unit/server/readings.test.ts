import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  CancellationSource,
  CancelledError,
  type CancellationToken,
  neverCancelled,
  throwIfCancelled,
} from '../../../src/base/cancellation.ts';
import { Readings } from '../../../src/server/trace/readings.ts';

let folder: string;
let file: string;
let count: number;
let release: () => void;
let readings: Readings<number>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'readings-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  file = join(folder, 'file');
  await writeFile(file, 'one');
  count = 0;
  readings = new Readings();
});

/** The number of the reading, once it is released. */
function read(token: CancellationToken): Promise<number> {
  const number = ++count;
  return new Promise((resolve, reject) => {
    release = () => {
      try {
        throwIfCancelled(token);
        resolve(number);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
  });
}

const share = (token: CancellationToken = neverCancelled): Promise<number> =>
  readings.share({ path: file, name: file }, token, read);
const began = async (): Promise<void> => expect.poll(() => count).toBeGreaterThan(0);

test('who asks while a file is read, or after it, shares the reading', async () => {
  const both = [share(), share()];
  await began();
  release();
  expect(await Promise.all(both)).toEqual([1, 1]);
  expect(await share()).toBe(1);
  readings.forget(file);
  const again = share();
  await expect.poll(() => count).toBe(2);
  release();
  expect(await again).toBe(2);
});

test('a file that has changed is read again', async () => {
  const first = share();
  await began();
  release();
  await first;
  await writeFile(file, 'another');
  const second = share();
  await expect.poll(() => count).toBe(2);
  release();
  expect(await second).toBe(2);
});

test('a reading ends when nobody wants it any more, not before', async () => {
  const [one, two] = [new CancellationSource(), new CancellationSource()];
  const first = share(one.token);
  const second = share(two.token);
  await began();
  // The second one has looked at the file by then.
  await setTimeout(50);
  one.cancel();
  release();
  await expect(first).rejects.toThrow(CancelledError);
  expect(await second).toBe(1);
  readings.forget(file);
  const third = share(one.token);
  await expect.poll(() => count).toBe(2);
  release();
  await expect(third).rejects.toThrow(CancelledError);
  const fourth = share();
  await expect.poll(() => count).toBe(3);
  release();
  expect(await fourth).toBe(3);
});
