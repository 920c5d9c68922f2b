/** What a suite came to, read from the results that its runner left: silence is never success. */

export interface Outcome {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly name: string;
  readonly message: string;
}

/** The part of vitest's JSON report that is read here. */
export interface VitestReport {
  readonly testResults: readonly VitestFile[];
}

interface VitestFile {
  readonly name: string;
  readonly status: string;
  /** Says why when the file itself could not be loaded. */
  readonly message: string;
  readonly assertionResults: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly failureMessages?: readonly string[];
  }[];
}

/** The part of the workbench runner's results that is read here. */
export interface WorkbenchResult {
  readonly suite: string;
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly message?: string;
}

/** `died` is how the runner ended if not well; it counts when the results do not explain it. */
export function outcomeOfVitest({ testResults }: VitestReport, died?: Failure): Outcome {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failed = tests.filter(({ status }) => status === 'failed').length;
  const failures = testResults.flatMap(failuresOfFile);
  return {
    passed,
    skipped: tests.length - passed - failed,
    failures: orDied(failures, died),
  };
}

/** See `outcomeOfVitest`. */
export function outcomeOfWorkbench(results: readonly WorkbenchResult[], died?: Failure): Outcome {
  const failures = results
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ suite, name, message = '' }) => ({ name: `${suite}: ${name}`, message }));
  return {
    passed: results.filter(({ outcome }) => outcome === 'passed').length,
    skipped: results.filter(({ outcome }) => outcome === 'skipped').length,
    failures: orDied(failures, died),
  };
}

/** A section in which nothing ran is a failure. */
export function demandTests(title: string, outcome: Outcome): Outcome {
  const count = outcome.passed + outcome.skipped + outcome.failures.length;
  return count === 0 ? failing(title, 'no test ran') : outcome;
}

export function passing(count: number): Outcome {
  return { passed: count, skipped: 0, failures: [] };
}

export function failing(name: string, message: string): Outcome {
  return { passed: 0, skipped: 0, failures: [{ name, message }] };
}

/** `N passed, N failed`, and `, N skipped` when some were. */
export function closingLine(outcomes: readonly Outcome[]): string {
  const passed = sum(outcomes.map((outcome) => outcome.passed));
  const failed = sum(outcomes.map((outcome) => outcome.failures.length));
  const skipped = sum(outcomes.map((outcome) => outcome.skipped));
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function failuresOfFile({ name, status, message, assertionResults }: VitestFile): Failure[] {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (failed.length > 0) {
    return failed.map((test) => ({
      name: test.fullName,
      message: test.failureMessages?.join('\n') ?? '',
    }));
  }
  if (status === 'failed') return [{ name, message }];
  return assertionResults.length === 0 ? [{ name, message: 'no test ran' }] : [];
}

function orDied(failures: readonly Failure[], died: Failure | undefined): readonly Failure[] {
  return failures.length === 0 && died !== undefined ? [died] : failures;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
