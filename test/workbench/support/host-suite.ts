/** Runs inside the extension host: mocha over the tests of one file, and a result file that the runner demands. */
import Mocha from 'mocha';
import { writeFileSync } from 'node:fs';

/** Where the results go; set by the runner. */
export const RESULT_VARIABLE = 'DELVESCOPE_HOST_RESULT';

/** Marks the lines of a suite among all that the editor logs. */
export const SAID = '[suite] ';

export interface HostResult {
  readonly name: string;
  readonly milliseconds: number;
  /** Absent when the test passed. */
  readonly message?: string;
  readonly skipped?: boolean;
}

/**
 * Makes the `run` function that the extension host calls. `define` declares the tests with mocha's `suite` and `test`.
 * The file is written only at the very end, so a host that dies half-way leaves none.
 */
export function hostSuite(define: () => void): () => Promise<void> {
  return async () => {
    const mocha = new Mocha({ ui: 'tdd', color: false, timeout: 60_000 });
    mocha.suite.emit('pre-require', globalThis, 'suite', mocha);
    define();
    const results: HostResult[] = [];
    const failures = await new Promise<number>((resolve) => {
      mocha
        .run(resolve)
        .on('pass', (test) => results.push(resultOf(test)))
        .on('pending', (test) => results.push({ ...resultOf(test), skipped: true }))
        .on('fail', (test, error: Error) =>
          results.push({ ...resultOf(test), message: error.stack ?? error.message }),
        );
    });
    const file = process.env[RESULT_VARIABLE];
    if (file === undefined) throw new Error(`${RESULT_VARIABLE} is not set`);
    writeFileSync(file, JSON.stringify(results));
    if (failures > 0) throw new Error(`${failures} failed`);
  };
}

/** Prints a line in the runner's output. */
export function say(line: string): void {
  console.log(SAID + line);
}

function resultOf(test: Mocha.Runnable): HostResult {
  return { name: test.fullTitle(), milliseconds: test.duration ?? 0 };
}
