/**
 * CPU profiles of gperftools (parseCPU and cpuProfile of profile/legacy_profile.go, pprof vendored in Go 1.26): words
 * of 32 or 64 bits, in the byte order of the program.
 *
 *     0  3  0  period in microseconds  0        header; 0 3 1 of a Java program
 *     count  depth  address × depth             a sample, leaf first
 *     0  1  0                                   the end; the program's mappings follow as text
 *
 * A frame that nearly all samples have above their leaf is one of the signal handler's and is taken out, twice at
 * most. Of a Java program all addresses are those of calls, and what they are follows as text.
 */
import { type Parsed, ProblemList } from '../../base/problem.ts';
import { buildProfile } from '../build.ts';
import type { Profile } from '../model.ts';
import { parseJavaLocations } from './java.ts';
import { TextProfile } from './text-profile.ts';

interface Sample {
  readonly count: number;
  addresses: bigint[];
}

export function isCpuProfile(head: Uint8Array): boolean {
  return wordsOf(head) !== null;
}

/** Null for other bytes. Problem: `profile-truncated`. */
export function parseCpuProfile(bytes: Uint8Array): Parsed<Profile> | null {
  const words = wordsOf(bytes);
  if (!words) return null;
  const problems = new ProblemList();
  const into = new TextProfile();
  into.sampleTypes = [
    { type: 'samples', unit: 'count' },
    { type: 'cpu', unit: 'nanoseconds' },
  ];
  into.periodType = { type: 'cpu', unit: 'nanoseconds' };
  into.period = Number(words.at(3)) * 1000;
  const isJava = words.at(2) === 1n;
  into.repeatsLeaf = !isJava;
  const { samples, end } = readSamples(words, isJava ? 0n : 1n, problems);
  if (!isJava) dropHandler(samples);
  for (const { count, addresses } of samples) into.sample(addresses, [count, count * into.period]);
  const text = new TextDecoder().decode(bytes.subarray(end));
  const lines = text === '' ? [] : text.split(/\r?\n/);
  if (isJava) parseJavaLocations(lines, into);
  else into.memoryMap = lines;
  return { value: buildProfile(into.take([]), problems), problems: problems.list() };
}

/** All addresses but the leaf's are where calls return to, `afterCall` behind the call. */
function readSamples(
  words: Words,
  afterCall: bigint,
  problems: ProblemList,
): { samples: Sample[]; end: number } {
  const samples: Sample[] = [];
  let at = HEADER_WORDS;
  while (at < words.length) {
    const count = words.at(at);
    const depth = words.at(at + 1);
    if (at + 2 > words.length || depth > BigInt(words.length - at - 2)) {
      problems.push({
        code: 'profile-truncated',
        offset: at * words.size,
        message: `the file ends inside a sample: it says ${depth} addresses, ${Math.max(0, words.length - at - 2)} left`,
      });
      return { samples, end: words.length * words.size };
    }
    const from = at + 2;
    at = from + Number(depth);
    if (count === 0n && depth === 1n && words.at(from) === 0n) break;
    const addresses = Array.from({ length: Number(depth) }, (_, k) =>
      k === 0 ? words.at(from) : BigInt.asUintN(64, words.at(from + k) - afterCall),
    );
    samples.push({ count: Number(BigInt.asIntN(64, count)), addresses });
  }
  return { samples, end: at * words.size };
}

function dropHandler(samples: readonly Sample[]): void {
  // One in so many samples may differ.
  const needed = samples.length - Math.trunc(samples.length / 32);
  for (let round = 0; round < 2; round++) {
    const counts = new Map<bigint, number>();
    for (const { addresses } of samples) {
      const [, second] = addresses;
      if (second !== undefined) counts.set(second, (counts.get(second) ?? 0) + 1);
    }
    const found = [...counts].find(([, count]) => count >= needed)?.[0];
    if (found === undefined) return;
    for (const sample of samples) {
      if (sample.addresses[1] === found) sample.addresses.splice(1, 1);
    }
  }
}

const HEADER_WORDS = 5;

/** The words of a file, as far as they are whole. */
class Words {
  readonly size: number;
  readonly length: number;
  readonly #view: DataView;
  readonly #isLittleEndian: boolean;

  constructor(bytes: Uint8Array, size: number, isLittleEndian: boolean) {
    this.size = size;
    this.length = Math.floor(bytes.length / size);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#isLittleEndian = isLittleEndian;
  }

  at(index: number): bigint {
    if (index >= this.length) return 0n;
    const offset = index * this.size;
    return this.size === 4
      ? BigInt(this.#view.getUint32(offset, this.#isLittleEndian))
      : this.#view.getBigUint64(offset, this.#isLittleEndian);
  }
}

/** Words of the size and byte order in which the header makes sense; null where it does in none. */
function wordsOf(bytes: Uint8Array): Words | null {
  for (const [size, isLittleEndian] of FORMS) {
    const words = new Words(bytes, size, isLittleEndian);
    const header = [0, 1, 4].map((index) => words.at(index)).join();
    const isHeader = header === '0,3,0' && words.at(2) <= 1n && words.at(3) > 0n;
    if (words.length >= HEADER_WORDS && isHeader) return words;
  }
  return null;
}

const FORMS = [
  [4, true],
  [4, false],
  [8, true],
  [8, false],
] as const;
