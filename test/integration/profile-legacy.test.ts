/** Profiles of gperftools and of Java programs, binary and text: pprof reads the same in them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { delvescope, pprof, withoutTime } from '../support/pprof-tool.ts';
import { Random } from '../support/random-profile.ts';

const folder = mkdtempSync(join(tmpdir(), 'delvescope-legacy-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MAPS = [
  'build=/no/such/place',
  '00400000-00500000 r-xp 00000000 08:01 1234   /no/such/server',
  '00500000-00520000 r-xp 00100000 08:01 1234   /no/such/server',
  '00520000-00600000 rw-p 00120000 08:01 1234   /no/such/server',
  'I0101 12:00:00 maps.cc:17] 7f0000010000-7f0000020000 r-xp 00010000 08:01 99 /lib/libno.so.6',
  '0x7f0000030000-0x7f0000040000 $build/plugin (@2000) abcdef012345',
  'nothing that is a mapping',
];

type Form = readonly [size: number, isLittleEndian: boolean];

/** Samples that nearly all have a handler's frame above the leaf, and leaves that come twice. */
function cpuProfile(
  [size, isLittleEndian]: Form,
  seed: number,
  maps: readonly string[],
): Uint8Array {
  const random = new Random(seed);
  const words = [0, 3, 0, 10_000, 0];
  for (let sample = 0; sample < 60; sample++) {
    const leaf = 0x400100 + random.below(40) * 16;
    const high = size === 8 ? 0x7f0000000000 : 0x70000000;
    const rest = Array.from({ length: random.below(9) }, () =>
      random.below(5) === 0 ? high + random.below(0x50000) : 0x400000 + random.below(0x120000),
    );
    const twice = random.below(4) === 0 ? [leaf + 1] : [];
    const handler = seed % 2 === 0 && sample !== 7 ? [0x450000] : [];
    const stack = [leaf, ...handler, ...twice, ...rest];
    words.push(1 + random.below(9), stack.length, ...stack);
  }
  words.push(0, 1, 0);
  const view = new DataView(new ArrayBuffer(words.length * size));
  words.forEach((word, index) => {
    if (size === 4) view.setUint32(index * 4, word, isLittleEndian);
    else view.setBigUint64(index * 8, BigInt(word), isLittleEndian);
  });
  return Buffer.concat([new Uint8Array(view.buffer), Buffer.from(maps.join('\n'))]);
}

const THREADS = `--- threadz 1 ---

--- Thread 7f794ab90940 (name: main/14748) stack: ---
PC: 0x00400b27: (no symbol)
     0x00400b28 0x00400c30
  0x7f0000010123
--- Thread 7f794ab90941 (name: second/14749) stack: ---
  [same as previous thread]
--- Thread 7f794ab90942 (name: third/1) stack: ---
     0x00510b27 0x7f0000030010 0x00400c30
---- no stack trace for 3 threads
--- Memory map: ---
${MAPS.join('\n')}
`;

const JAVA_NAMES = `
0x00000001 com.example.function001 (Source001.java:45)
  0x2 com.example.function002 (Source002.java:-1)
0x0000003 com.example.function001 (Other.java:7)
0x4 JNI_CreateJavaVM (/usr/lib/jvm/libjvm.so)
0x5 generated stub/JIT
0x6 GC
0x77 never seen (Unused.java:1)
not an address
`;

/** Words of a Java program's CPU profile, with its names behind them. */
function javaCpuProfile(): Uint8Array {
  const words = [0, 3, 1, 10_000, 0, 2, 3, 1, 2, 4, 5, 2, 3, 1, 7, 1, 6, 0, 1, 0];
  const view = new DataView(new ArrayBuffer(words.length * 8));
  words.forEach((word, index) => view.setBigUint64(index * 8, BigInt(word), true));
  return Buffer.concat([new Uint8Array(view.buffer), Buffer.from(JAVA_NAMES)]);
}

const inputs = new Map<string, Uint8Array | string>([
  ['threadz', THREADS],
  ['threads without a heading', THREADS.slice(THREADS.indexOf('--- Thread'))],
  [
    'heap with mappings',
    `heap profile: 2: 96 [3: 192] @ heapz_v2/524288
1: 64 [2: 160] @ 0x00400b27 0x00510c30
1: 32 [1: 32] @ 0x00400b27 0x7f0000010123 0x900000000
MAPPED_LIBRARIES:
${MAPS.join('\n')}
`,
  ],
  ['java cpu', javaCpuProfile()],
  [
    'java heap',
    `--- heapz 1 ---
format = java
resolution = bytes

7048 1 @ 0x00000001 0x2 0x4
1048576 300 @ 0x3 0x5
64 2 @ 0x6 0x9999
${JAVA_NAMES}`,
  ],
  [
    'java contention',
    `--- contentionz 1 ---
format = java
resolution = microseconds
sampling period = 100
ms since reset = 6019923

1 1 @ 0x1 0x2
14 1 @ 0x3 0x4 0x2
20000 3 @ 0x5 0x1
${JAVA_NAMES}`,
  ],
  [
    'counts with mappings cut off at the front',
    `threadcreate profile: total 3
2 @ 0x00500b27 0x00510c30
1 @ 0x7f0000030010 0x7f000000f000
--- Memory map: ---
${MAPS.slice(2).join('\n')}
`,
  ],
]);
for (const form of [
  [4, true],
  [4, false],
  [8, true],
  [8, false],
] as const) {
  for (const seed of [1, 2, 3, 4]) {
    const name = `cpu ${form[0] * 8} bits ${form[1] ? 'little' : 'big'} endian, seed ${seed}`;
    inputs.set(name, cpuProfile(form, seed, seed === 3 ? [] : MAPS));
  }
}

describe('the same reports as pprof', () => {
  test.each([...inputs.keys()])('%s', async (name) => {
    const file = join(folder, name.replaceAll(/\W+/g, '-'));
    writeFileSync(file, inputs.get(name) ?? '');
    for (const command of ['raw', 'traces', 'top']) {
      const [theirs, ours] = await Promise.all([
        pprof([`-${command}`, file], folder),
        delvescope([command, file], folder),
      ]);
      expect(ours.errors).toBe('');
      expect(theirs.out.length).toBeGreaterThan(40);
      expect(withoutTime(ours.out)).toBe(withoutTime(theirs.out));
    }
  });
});

test('a profile that was cut shows what is before the cut', async () => {
  const file = join(folder, 'cut');
  writeFileSync(file, cpuProfile([8, true], 1, []).subarray(0, 1016));
  const { out, errors } = await delvescope(['top', file], folder);
  expect(errors).toContain('the file ends inside a sample');
  expect(out).toContain('Type: cpu');
});
