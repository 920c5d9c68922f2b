/** `npm run check`: everything that is quick, before every commit. */
import { endOnSignals, run, secondsSince } from './child.ts';
import { runChecks } from './checks.ts';
import { ROOT } from './tools/folders.ts';

endOnSignals();
const began = performance.now();
const results = await runChecks();
const unit = await run(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--reporter=dot'],
  { cwd: ROOT },
).then(
  () => true,
  () => false,
);
const failed = [
  ...results.filter(({ complaint }) => complaint !== undefined).map(({ name }) => name),
  ...(unit ? [] : ['unit tests']),
];
console.log(
  `${failed.length === 0 ? 'All good' : `Failed: ${failed.join(', ')}`} in ${secondsSince(began)}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
