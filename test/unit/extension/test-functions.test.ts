import { describe, expect, test } from 'vitest';
import {
  benchmarkResults,
  describeChange,
  describeResult,
} from '../../../src/extension/testing/benchmark-results.ts';
import { goTestArguments, testFunctions } from '../../../src/extension/testing/test-functions.ts';

test('functions that go test would run, with their lines', () => {
  const text = `package p
func TestMain(m *testing.M) {}
func TestApply(t *testing.T) {
func Test(t *testing.T) {}
func Testify(t *testing.T) {}
func BenchmarkÄpfel(b *testing.B) {}
  func TestIndented(t *testing.T) {}
func BenchmarkWrong(t *testing.T) {}
func TestHelper(t testing.TB) {}`;
  expect(testFunctions(text)).toEqual([
    { name: 'TestApply', kind: 'test', line: 2 },
    { name: 'Test', kind: 'test', line: 3 },
    { name: 'BenchmarkÄpfel', kind: 'benchmark', line: 5 },
  ]);
});

test('a test runs alone and once, a benchmark without the tests', () => {
  const run = (kind: 'test' | 'benchmark', name: string): string =>
    goTestArguments({ name, kind, line: 0 }, 'cpu', 'f.pb.gz', 'x.test').join(' ');
  expect(run('test', 'TestA')).toBe(
    'test -run ^TestA$ -count=1 -cpuprofile f.pb.gz -o x.test -v .',
  );
  expect(run('benchmark', 'BenchmarkA')).toBe(
    'test -run ^$ -bench ^BenchmarkA$ -benchmem -cpuprofile f.pb.gz -o x.test -v .',
  );
});

describe('benchmark figures', () => {
  const output = `goos: linux
BenchmarkApply
BenchmarkApply-2   \t  252514\t      4746.5 ns/op\t    1024 B/op\t       3 allocs/op
BenchmarkApply/big-2 \t 10\t 1e+06 ns/op
PASS`;
  test('are read from the output', () => {
    const [apply, big] = benchmarkResults(output);
    expect(apply).toEqual({
      name: 'BenchmarkApply',
      figures: [
        { value: 4746.5, unit: 'ns/op' },
        { value: 1024, unit: 'B/op' },
        { value: 3, unit: 'allocs/op' },
      ],
    });
    expect(big?.name).toBe('BenchmarkApply/big');
    expect(big?.figures[0]?.value).toBe(1e6);
  });
  test('are told with their change', () => {
    const result = (ns: number) => ({ name: 'B', figures: [{ value: ns, unit: 'ns/op' }] });
    expect(describeResult(result(90), result(100))).toBe('90 ns/op (−10.0 %)');
    expect(describeResult(result(103), result(100))).toBe('103 ns/op (+3.0 %)');
    expect(describeResult(result(100), result(100))).toBe('100 ns/op');
    expect(describeResult(result(1234.5))).toBe('1,234.5 ns/op');
    expect(describeChange(result(100), result(90))).toBe('ns/op 100 → 90 (−10.0 %)');
  });
});
