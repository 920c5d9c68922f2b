/** The shape of a workbench suite, and of what running one yields. No framework: a name, a function, a result file. */
import type { Workbench, WorkbenchOptions } from './workbench.ts';

/** What every test is given besides its suite's fixture. */
export interface TestContext {
  /** The packed extension under test. */
  readonly vsix: string;
  readonly host: HostKind;
  /** Opens a workbench that is closed with the suite and photographed when one of its tests fails. */
  readonly openWorkbench: (options: Omit<WorkbenchOptions, 'vsix' | 'suite'>) => Promise<Workbench>;
  /** Leaves the current test as skipped. */
  readonly skip: (reason: string) => never;
  readonly log: (line: string) => void;
}

/** The embedded workbench is code-server in Chromium; the desktop is VS Code itself. */
export type HostKind = 'embedded' | 'desktop';

/**
 * A suite opens one fixture, runs its tests over it in order, and closes it.
 * Tests may build on each other: after a failed one the rest still run, so that a failure shows its extent.
 */
export interface Suite {
  run(
    context: TestContext,
    report: (result: TestResult) => void,
    photograph: (test: string) => Promise<void>,
  ): Promise<void>;
}

export interface TestResult {
  readonly suite: string;
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly milliseconds: number;
  readonly message?: string;
  /** The suite was run once more, because a test of it had failed. */
  readonly secondTry?: boolean;
}

export interface SuiteDefinition<Fixture> {
  /** Longest time for opening, and for each test; one minute unless told. */
  readonly timeout?: number;
  readonly open: (context: TestContext) => Promise<Fixture>;
  readonly close?: (fixture: Fixture) => Promise<void>;
  readonly tests: Readonly<
    Record<string, (fixture: Fixture, context: TestContext) => Promise<void>>
  >;
}

/** After so many in a row the rest would only wait for what is not there. */
const MOST_FAILED = 3;

/** A test that cannot run on this host. */
export class Skipped extends Error {}

/** Defines a suite; each file of `suites/` exports one as `suite`. */
export function defineSuite<Fixture>(definition: SuiteDefinition<Fixture>): Suite {
  const { timeout = 60_000, open, close, tests } = definition;
  return {
    async run(context, report, photograph) {
      const fixture = await within(timeout, 'opening', open(context));
      try {
        let failedInRow = 0;
        for (const [name, body] of Object.entries(tests)) {
          const result = await runTest(name, async () => {
            if (failedInRow >= MOST_FAILED)
              throw new Error(`not run: ${MOST_FAILED} before it failed`);
            await within(timeout, name, body(fixture, context));
          });
          failedInRow = result.outcome === 'failed' ? failedInRow + 1 : 0;
          if (result.outcome === 'failed') await photograph(name);
          report(result);
        }
      } finally {
        await close?.(fixture);
      }
    },
  };
}

async function runTest(name: string, body: () => Promise<void>): Promise<TestResult> {
  const began = performance.now();
  const ended = (outcome: TestResult['outcome'], message?: string): TestResult => ({
    suite: '',
    name,
    outcome,
    milliseconds: Math.round(performance.now() - began),
    ...(message === undefined ? {} : { message }),
  });
  try {
    await body();
    return ended('passed');
  } catch (error) {
    if (error instanceof Skipped) return ended('skipped', error.message);
    return ended('failed', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

async function within<T>(milliseconds: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what} took more than ${milliseconds / 1000} s`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
