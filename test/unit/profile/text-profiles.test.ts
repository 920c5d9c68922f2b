import { describe, expect, test } from 'vitest';
import { memStatsOf, parseProfile, stackValues, topOf } from '../../../src/profile/index.ts';

describe('debug=1', () => {
  test('goroutines, with the names that the comments have', () =>
    check(
      `goroutine profile: total 4
3 @ 0x48a2ae 0x44c278 0x44c300
#	0x44c277	main.inner+0x84	/src/m.go:351
#	0x44c277	main.outer+0x84	/src/m.go:360
#	0x44c2ff	main.main+0x1f	/src/m.go:12

1 @ 0x44c300
#	0x44c2ff	main.main+0x1f	/src/m.go:12
`,
      ['<unknown> 3 3', 'main.inner 0 3', 'main.main 1 4', 'main.outer 0 3'],
    ));

  test('heap: counts are scaled by the sampling rate', () =>
    check(
      `heap profile: 1: 1048576 [1: 1048576] @ heap/1048576
1: 1048576 [1: 1048576] @ 0x44c278
#	0x44c277	main.alloc+0x84	/src/m.go:351

# runtime.MemStats
# Alloc = 17
`,
      // 1048576 / (1 - e^(-1048576 / 524288)).
      ['main.alloc 1212696 1212696'],
    ));

  test('mutex: cycles become nanoseconds', () =>
    check(
      `--- mutex:
cycles/second=2000000000
sampling period=5
4000 3 @ 0x44c278
`,
      ['<unknown> 10000 10000'],
    ));

  test('a line that is no sample is a problem, and the rest is read', () => {
    const { value, problems } = parse('conns profile: total 2\nnonsense\n2 @ 0x10 0x20\n');
    expect(problems).toEqual([
      { code: 'line-not-understood', line: 2, message: 'no sample: nonsense' },
    ]);
    expect(value.samples.length).toBe(1);
  });
});

test('a goroutine dump counts goroutines by stack', () =>
  check(
    `goroutine 1 [running]:
main.(*T).run(0xc000010, {0x1, 0x2})
\t/src/m.go:10 +0x1d
main.main()
\t/src/m.go:20 +0x2b

goroutine 7 [chan receive, 5 minutes]:
main.(*T).run(0xc000012)
\t/src/m.go:10 +0x1d
created by main.main in goroutine 1
\t/src/m.go:8 +0x15
`,
    ['main.(*T).run 2 2', 'main.main 0 1'],
  ));

test('memory statistics at the end of a heap profile', () => {
  const text =
    'heap profile: 0: 0 [0: 0] @ heap/1\n\n# runtime.MemStats\n# Alloc = 17\n# NumGC = 3\n';
  expect(memStatsOf(new TextEncoder().encode(text))).toEqual([
    { name: 'Alloc', value: '17' },
    { name: 'NumGC', value: '3' },
  ]);
});

function parse(text: string): ReturnType<typeof parseProfile> {
  return parseProfile(new TextEncoder().encode(text));
}

/** `name flat cum` of the default sample type, by name. */
function check(text: string, expected: readonly string[]): void {
  const { value, problems } = parse(text);
  expect(problems).toEqual([]);
  const top = topOf(value, stackValues(value, value.defaultSampleType));
  const rows = value.functions.names.map((name, row) => `${name} ${top.flat[row]} ${top.cum[row]}`);
  expect(rows.filter((row) => !row.endsWith(' 0 0')).sort()).toEqual(expected);
}
