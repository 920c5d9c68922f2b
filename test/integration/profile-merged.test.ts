/** Merged profiles, differences and exported profiles: what pprof makes of the same files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { delvescope, pprof, pprofArguments, withoutTime } from '../support/pprof-tool.ts';
import { Random, randomOptions, randomProfile } from '../support/random-profile.ts';

const folder = mkdtempSync(join(tmpdir(), 'delvescope-merged-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('several files and bases', () => {
  for (let from = 0; from < 120; from += 40) {
    test(`seeds ${from} to ${from + 39}`, async () => {
      for (let seed = from; seed < from + 40; seed += 2) {
        await Promise.all([compareSeed(seed), compareSeed(seed + 1)]);
      }
    });
  }
});

describe('proto', () => {
  test('pprof reads what it writes, and finds the filtered profile in it', async () => {
    for (let seed = 0; seed < 30; seed++) {
      const file = join(folder, `proto-${seed}.pb`);
      const output = join(folder, `out-${seed}.pb.gz`);
      writeFileSync(file, randomProfile(seed));
      const options = ['-focus=main|Serve', '-hide=runtime', '-tagroot=tenant', '-divide_by=2'];
      const written = await delvescope(['proto', ...options, `-output=${output}`, file], folder);
      expect(written.status, written.errors).toBe(0);
      const theirs = join(folder, `theirs-${seed}.pb.gz`);
      await pprof(['-proto', ...options, `-output=${theirs}`, file], folder);
      const raw = await Promise.all([output, theirs].map((path) => pprof(['-raw', path], folder)));
      expect(raw[0]?.out).toBe(raw[1]?.out);
      const again = await delvescope(['raw', output], folder);
      expect(withoutTime(again.out)).toBe(withoutTime(raw[0]?.out ?? ''));
    }
  });
});

async function compareSeed(seed: number): Promise<void> {
  const random = new Random(seed * 77 + 3);
  const files = [0, 1, 2].map((number) => {
    const file = join(folder, `${seed}-${number}.pb`);
    // Some files are the same, and some have other sample types.
    const own = seed * 10 + (random.chance(30) ? 0 : number);
    const typeSeed = random.chance(85) ? seed : seed + number;
    writeFileSync(file, randomProfile(own, { typeSeed }));
    return file;
  });
  const kind = random.pick(['merge', 'base', 'diff_base']);
  const command = random.pick(['raw', 'top', 'tree', 'traces', 'tags']);
  const options = random.chance(50) ? randomOptions(random) : [];
  const sources =
    kind === 'merge'
      ? files
      : [`-${kind}=${files[0]}`, ...(random.chance(30) ? ['-normalize'] : []), files[1] ?? ''];
  const args = [command, ...options, ...sources];
  const [theirs, ours] = await Promise.all([
    pprof(pprofArguments(args), folder),
    delvescope(args, folder),
  ]);
  expect(ours.status === 0, `${args.join(' ')}\n${ours.errors}${theirs.errors}`).toBe(
    theirs.status === 0,
  );
  // pprof leaves the order of 3 and -3 to chance.
  const isOrdered = command !== 'tree' && command !== 'tags' && !options.includes('-files');
  const text = (output: string): string => {
    const lines = withoutTime(output).split('\n');
    return (isOrdered ? lines : lines.sort()).join('\n');
  };
  expect(text(ours.out), args.join(' ')).toBe(text(theirs.out));
}
