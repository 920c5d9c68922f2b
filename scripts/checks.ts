/** What a machine can say about the sources without running them. Used by `npm run check` and by `npm test`. */
import { run, secondsSince } from './child.ts';
import { ROOT } from './tools/folders.ts';

export interface Check {
  readonly name: string;
  /** The script that is the tool, and its arguments. */
  readonly tool: string;
  readonly args: readonly string[];
}

export interface CheckResult {
  readonly name: string;
  /** What the tool said; absent when it had nothing to complain about. */
  readonly complaint?: string;
}

export const CHECKS: readonly Check[] = [
  { name: 'types', tool: 'node_modules/typescript/bin/tsc', args: ['-b', '--pretty', 'false'] },
  {
    name: 'lint',
    tool: 'node_modules/oxlint/bin/oxlint',
    args: ['--type-aware', '--deny-warnings', '--format=unix'],
  },
  {
    name: 'format',
    tool: 'node_modules/prettier/bin/prettier.cjs',
    args: ['--check', '--log-level=warn', '.'],
  },
  { name: 'weight', tool: 'scripts/build.ts', args: ['--weigh'] },
  { name: 'unused', tool: 'node_modules/knip/bin/knip.js', args: ['--no-progress'] },
];

/** Runs all of them, one after the other, and prints each with its time. */
export async function runChecks(checks: readonly Check[] = CHECKS): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, tool, args } of checks) {
    const began = performance.now();
    const result = await runCheck(name, tool, args);
    results.push(result);
    console.log(
      `  ${result.complaint === undefined ? 'ok     ' : 'FAILED '} ${name} ${secondsSince(began)}`,
    );
    if (result.complaint !== undefined) console.log(result.complaint);
  }
  return results;
}

async function runCheck(name: string, tool: string, args: readonly string[]): Promise<CheckResult> {
  try {
    await run(process.execPath, [tool, ...args], {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1' },
      quiet: true,
    });
    return { name };
  } catch (error) {
    return { name, complaint: error instanceof Error ? error.message : String(error) };
  }
}
