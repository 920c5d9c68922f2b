/**
 * `node test/fuzz/profile.ts [SECONDS] [SEED]`: changes the corpus of profiles at random and reads the results. Ends
 * with 1 and writes the input to the folder of temporary files when one of them makes the reader throw or take long.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpus, exercise, mutated } from '../support/profile-inputs.ts';
import { Random, randomProfile } from '../support/random-profile.ts';

const LONGEST = 2_000;
const seconds = Number(process.argv[2] ?? 60);
const seed = Number(process.argv[3] ?? 1);
const random = new Random(seed);
const inputs = [...corpus().values(), ...Array.from({ length: 20 }, (_, k) => randomProfile(k))];
const end = performance.now() + seconds * 1000;
let count = 0;
let longest = 0;
while (performance.now() < end) {
  const bytes = mutated(random.pick(inputs), random);
  const began = performance.now();
  try {
    exercise(bytes);
  } catch (error) {
    report(bytes, String(error instanceof Error ? error.stack : error));
  }
  const took = performance.now() - began;
  longest = Math.max(longest, took);
  if (took > LONGEST) report(bytes, `${Math.round(took)} ms`);
  count++;
}
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(`${count} inputs, longest ${Math.round(longest)} ms, ${memory} MB at most`);

function report(bytes: Uint8Array, what: string): never {
  const file = join(tmpdir(), `profile-fuzz-${seed}-${count}.bin`);
  writeFileSync(file, bytes);
  console.log(`${what}\n${bytes.length} bytes are in ${file}`);
  process.exit(1);
}
