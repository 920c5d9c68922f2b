import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  CancellationSource,
  CancelledError,
  neverCancelled,
} from '../../../src/base/cancellation.ts';
import { countText } from '../../../src/base/format.ts';
import { ProfileReader, readProfile } from '../../../src/profile/index.ts';
import { type ReadOptions, readProfileBytes } from '../../../src/profilefile/index.ts';
import { corpus } from '../../support/profile-inputs.ts';
import { Random, randomProfile } from '../../support/random-profile.ts';

const options: ReadOptions = {
  name: 'x.pb.gz',
  token: neverCancelled,
  onProgress: () => undefined,
};

describe('a file in pieces reads as the whole file', () => {
  const inputs = new Map([...corpus(), ['random', randomProfile(7)]]);
  test.each([...inputs.keys()])('%s', (name) => {
    const bytes = inputs.get(name) ?? new Uint8Array();
    const whole = readProfile(bytes);
    const random = new Random(3);
    for (const most of [1, 40, 5000]) {
      if (bytes.length > 2e4 * most) continue;
      const reader = new ProfileReader(0);
      for (let from = 0; from < bytes.length;) {
        const to = from + 1 + random.below(most);
        reader.push(bytes.slice(from, to));
        from = to;
      }
      expect(reader.finish()).toEqual(whole);
    }
  });
});

describe('gzip data', () => {
  // Numbers without a pattern, so that there are pieces enough.
  const random = new Random(1);
  const large = Uint8Array.from({ length: 3_000_000 }, () => random.below(256));
  const record = [0x32, 0xff, 0xff, 0x3f];
  const strings: number[][] = [];
  for (let at = 0; at + 0xfffff < large.length; at += 0xfffff) strings.push([at]);
  const profile = Buffer.concat([
    Uint8Array.of(0x0a, 4, 8, 1, 16, 2, 0x32, 0, 0x32, 1, 0x61, 0x32, 1, 0x62),
    ...strings.flatMap(([at = 0]) => [Uint8Array.from(record), large.subarray(at, at + 0xfffff)]),
  ]);

  test('is inflated and decoded piece by piece, and says how far it is', async () => {
    const shares: number[] = [];
    const onProgress = (share: number): void => void shares.push(share);
    const { value, problems } = await readProfileBytes(gzipSync(profile), {
      ...options,
      onProgress,
    });
    expect(problems).toEqual([]);
    expect(value.sampleTypes).toEqual([{ type: 'a', unit: 'b' }]);
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  test.each([
    ['large', profile],
    ['small', profile.subarray(0, 14)],
  ])('that was cut yields what is before the cut: %s', async (_, bytes) => {
    const packed = gzipSync(bytes);
    const { value, problems } = await readProfileBytes(packed.subarray(0, -9), options);
    expect(value.sampleTypes.length).toBe(1);
    expect(problems[0]?.code).toBe('gzip-truncated');
  });

  test('that is none is refused', async () => {
    const broken = gzipSync(profile);
    broken.fill(0xff, 30, 4000);
    await expect(readProfileBytes(broken, options)).rejects.toThrow(
      /^x\.pb\.gz cannot be unpacked/,
    );
  });

  const part = gzipSync(new Uint8Array(90e6), { level: 1 });
  test.each([1, 5])('a bomb of 90 MB, %d times, is refused with both sizes', async (times) => {
    const bomb = Buffer.concat(Array.from({ length: times }, () => part));
    await expect(readProfileBytes(bomb, options)).rejects.toThrow(
      `x.pb.gz is refused: its ${countText(bomb.length)} bytes unpack to more than `,
    );
  });

  test('can be given up', async () => {
    const source = new CancellationSource();
    const reading = readProfileBytes(gzipSync(profile), {
      ...options,
      token: source.token,
      onProgress: () => source.cancel(),
    });
    await expect(reading).rejects.toThrow(CancelledError);
  });
});
