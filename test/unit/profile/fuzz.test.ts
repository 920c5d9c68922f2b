import { describe, expect, test } from 'vitest';
import { inflatedLimit, parseProfile } from '../../../src/profile/index.ts';
import { corpus, exercise, mutated } from '../../support/profile-inputs.ts';
import { Random } from '../../support/random-profile.ts';

const inputs = corpus();

describe('no input makes the reader throw, hang or take more memory than it may', () => {
  test('there is a corpus', () => expect(inputs.size).toBeGreaterThan(8));

  test.each([...inputs.keys()])('%s', (name) => {
    const bytes = inputs.get(name) ?? new Uint8Array();
    const before = process.memoryUsage().arrayBuffers;
    const { value } = parseProfile(bytes);
    const taken = process.memoryUsage().arrayBuffers - before;
    expect(taken).toBeLessThan(20 * bytes.length + 64e6);
    expect(value.samples.length).toBeLessThanOrEqual(bytes.length);
    exercise(bytes);
  });

  test('beginnings of a small profile are read, and some are asked', () => {
    const bytes = inputs.get('labels.pb') ?? new Uint8Array();
    for (let size = 0; size < bytes.length; size += 3) parseProfile(bytes.subarray(0, size));
    // Records take from ten to thirty bytes, so that each kind is cut somewhere.
    for (let size = 0; size < bytes.length; size += 17) exercise(bytes.subarray(0, size));
  });

  test('changed inputs', () => {
    const random = new Random(20);
    const list = [...inputs.values()].filter((bytes) => bytes.length < 20_000);
    for (let run = 0; run < 150; run++) exercise(mutated(random.pick(list), random));
  });

  test('a location of many lines that is named many times', () => {
    const { problems } = parseProfile(inputs.get('lines-times-stack.pb') ?? new Uint8Array());
    expect(problems.map(({ code }) => code)).toContain('stacks-too-large');
  });
});

test.each([
  ['sample types and samples of two bytes each', [...many(4000, 0x0a, 0), ...many(4000, 0x12, 0)]],
  ['more mappings than any program has', many(70_000, 0x1a, 2, 8, 1)],
  ['more sample types than anyone counts', many(9000, 0x0a, 0)],
])('%s: what is beyond is left out, with a problem', (_, list) => {
  const bytes = Uint8Array.from(list);
  const before = process.memoryUsage().arrayBuffers;
  const { value, problems } = parseProfile(bytes);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * bytes.length + 64e6);
  expect(problems.map(({ code }) => code)).toContain('too-many-records');
  expect(value.sampleTypes.length).toBeLessThanOrEqual(4096);
  expect(value.mappings.length).toBeLessThanOrEqual(2 ** 16);
});

/** A record, so many times. */
function many(count: number, ...record: readonly number[]): number[] {
  return Array.from({ length: count * record.length }, (_, k) => record[k % record.length] ?? 0);
}

test('the limit for inflated data grows with the file', () => {
  expect(inflatedLimit(0)).toBe(64 * 2 ** 20);
  expect(inflatedLimit(100e6)).toBe(100e6 * 20 + 64 * 2 ** 20);
  expect(inflatedLimit(1e9)).toBe(2 ** 31);
});
