/** Generated profiles and options, the same ones each time: our command line prints what pprof prints. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { delvescope, pprof, pprofArguments, withoutTime } from '../support/pprof-tool.ts';
import { Random, randomOptions, randomProfile } from '../support/random-profile.ts';

const COMMANDS = ['top', 'tree', 'peek', 'list', 'traces', 'tags', 'raw', 'callgrind', 'dot'];
const SEEDS = 240;
const RUNS_PER_PROFILE = 3;
/** So many seeds in a test, two processes of pprof at a time. */
const BATCH = 40;

const folder = mkdtempSync(join(tmpdir(), 'delvescope-generated-'));
mkdirSync(join(folder, 'profiles'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('generated profiles with random options', () => {
  for (let from = 0; from < SEEDS; from += BATCH) {
    test(`seeds ${from} to ${from + BATCH - 1}`, async () => {
      for (let seed = from; seed < from + BATCH; seed += 2) {
        await Promise.all([compareSeed(seed), compareSeed(seed + 1)]);
      }
    });
  }
});

async function compareSeed(seed: number): Promise<void> {
  const nameless = seed % 4 === 0;
  const file = join(folder, 'profiles', `${seed}.pb`);
  const negative = seed % 4 === 1;
  writeFileSync(file, randomProfile(seed, { nameless, negative }));
  const random = new Random(seed * 31 + 7);
  for (let k = 0; k < RUNS_PER_PROFILE; k++) {
    const command = random.pick(COMMANDS);
    const options = randomOptions(random);
    const pattern =
      command === 'peek' || command === 'list'
        ? [random.pick(['main', 'Serve', '.', 'store'])]
        : [];
    const args = [command, ...pattern, ...options, file];
    // pprof leaves the order of nodes with the same text, and of tags with values such as 3 and -3, to chance.
    const isOrdered = !nameless && !negative && !options.includes('-files');
    if (!isOrdered && (command === 'dot' || command === 'callgrind')) continue;
    await compare(args, isOrdered);
  }
}

async function compare(args: readonly string[], isOrdered: boolean): Promise<void> {
  const [theirs, ours] = await Promise.all([
    pprof(pprofArguments(args), folder),
    delvescope(args, folder),
  ]);
  expect(ours.status === 0, `${args.join(' ')}\n${ours.errors}${theirs.errors}`).toBe(
    theirs.status === 0,
  );
  if (theirs.status !== 0) return;
  const text = (output: string): string => {
    const lines = withoutTime(output).split('\n');
    return (isOrdered ? lines : lines.sort()).join('\n');
  };
  expect(text(ours.out), args.join(' ')).toBe(text(theirs.out));
}
