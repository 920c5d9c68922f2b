import { describe, expect, test } from 'vitest';
import { percentage, scaledLabel } from '../../../src/profile/measurement.ts';
import { reportNames } from '../../../src/profile/report-names.ts';

describe('scaledLabel: as pprof prints it', () => {
  test.each([
    [0, 'bytes', 'auto', '0'],
    [1536, 'bytes', 'auto', '1.50kB'],
    [131_072, 'bytes', 'MB', '0.12MB'],
    [393_216, 'bytes', 'MB', '0.38MB'],
    [10_000_000, 'nanoseconds', 'minimum', '10ms'],
    [1_230_000_000, 'nanoseconds', 's', '1.23s'],
    [-1_230_000_000, 'nanoseconds', 's', '-1.23s'],
    [12_345, 'count', 'count', '12345'],
    [3, 'frobs', 'frobs', '3frobs'],
    [1, 'nanoseconds', 's', '0'],
    [7200e9, 'nanoseconds', 'auto', '2hrs'],
  ])('%d %s in %s', (value, from, to, label) => expect(scaledLabel(value, from, to)).toBe(label));
});

describe('percentage: as pprof prints it', () => {
  test.each([
    [1, 1, '  100%'],
    [9995, 10_000, '  100%'],
    [999, 1000, '99.90%'],
    [1, 8, '12.50%'],
    [1, 800, ' 0.12%'],
    [3, 800, ' 0.38%'],
    [1, 1600, '0.062%'],
    [1, 200, '  0.5%'],
    [1, 3_000_000, '3.3e-05%'],
    [0, 5, '    0%'],
    [5, 0, '    0%'],
    [-1, 4, '25.00%'],
  ])('%d of %d', (value, total, text) => expect(percentage(value, total)).toBe(text));
});

test('names that pprof takes for C++', () => {
  const names = [
    'main.main',
    'main.(*Stack[...]).Push',
    'main.(*T).Run.Map[...].func1',
    'std::vector<int>::push_back(int const&)',
  ];
  const table = {
    length: names.length,
    names,
    systemNames: names,
    file: new Uint32Array(4),
    startLine: new Uint32Array(4),
  };
  expect(reportNames(table)).toEqual([
    'main.main',
    'main.(*Stack[...]).Push',
    'main..Run.Map[...].func1',
    'std::vector::push_back',
  ]);
});
