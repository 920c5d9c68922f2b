export interface TestFunction {
  /** `TestApply`, `BenchmarkApply`. */
  readonly name: string;
  readonly kind: 'test' | 'benchmark';
  /** 0-based. */
  readonly line: number;
}

/** Top-level `func TestX(t *testing.T)` and `func BenchmarkX(b *testing.B)`, as `go test` finds them. */
const FUNCTION =
  /^func (?:(Test)|(?:Benchmark))(?=[^a-z(]|\()([\p{L}\p{Nd}_]*)\(\s*\w+ \*testing\.([TB])\s*\)/u;

/** The functions of a test file that can be profiled. Text in raw strings that looks like one counts too. */
export function testFunctions(text: string): TestFunction[] {
  return text.split('\n').flatMap((content, line) => {
    const [, test, rest = '', parameter] = FUNCTION.exec(content) ?? [];
    if (parameter === undefined || (test === undefined) !== (parameter === 'B')) return [];
    // TestMain takes *testing.M and never matches.
    const kind = test === undefined ? 'benchmark' : 'test';
    return [{ name: `${kind === 'test' ? 'Test' : 'Benchmark'}${rest}`, kind, line }];
  });
}

/** What a run records; `go test` has a flag for each. */
export type TestProfile = 'cpu' | 'mem' | 'block' | 'mutex' | 'trace';

export const TEST_PROFILES: readonly TestProfile[] = ['cpu', 'mem', 'block', 'mutex', 'trace'];

/** The arguments of a `go test` that runs one function alone and records one profile into `file`. */
export function goTestArguments(
  { name, kind }: TestFunction,
  profile: TestProfile,
  file: string,
  binary: string,
): string[] {
  const only = `^${name}$`;
  const which =
    kind === 'test' ? ['-run', only, '-count=1'] : ['-run', '^$', '-bench', only, '-benchmem'];
  const flag = profile === 'trace' ? '-trace' : `-${profile}profile`;
  // Without -o a profiled test leaves its binary in the package's folder.
  return ['test', ...which, flag, file, '-o', binary, '-v', '.'];
}
