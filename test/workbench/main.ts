/**
 * `node test/workbench/main.ts [--host embedded|desktop] [--vsix FILE] [suites…]`: the packed extension in a real VS Code.
 * The list below is the whole of it: a suite without a file, and a file that is not listed, both fail the run.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { endOnSignals, run, secondsSince } from '../../scripts/child.ts';
import { VSIX } from '../../scripts/package.ts';
import { ARTIFACTS, ROOT } from '../../scripts/tools/folders.ts';
import { runSuite } from './support/run-suites.ts';
import type { HostKind, TestResult } from './support/suite.ts';

/** In the order in which they run. */
const SUITES = [
  'smoke',
  'activation',
  'profile',
  'profile-views',
  'profile-files',
  'heat',
  'revisions',
  'compare',
  'debug-shop',
  'expressions',
  'attach',
  'stepping',
  'tunnel',
  'remote',
  'dump',
  'trace',
  'trace-damaged',
  'trace-large',
  'capture',
  'capture-trace',
  'plant',
  'start-road',
];

await main();

async function main(): Promise<void> {
  endOnSignals();
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      host: { type: 'string', default: 'embedded' },
      /** Packed anew unless given. */
      vsix: { type: 'string' },
      /** Another folder with `suites/` and `host/`; its names must be given. */
      suites: { type: 'string' },
      result: { type: 'string', default: join(ARTIFACTS, 'results', 'workbench.json') },
    },
  });
  const folder = resolve(values.suites ?? import.meta.dirname);
  const names = positionals.length > 0 ? positionals : SUITES;
  if (values.vsix === undefined) await run(process.execPath, [join(ROOT, 'scripts', 'package.ts')]);
  const results: TestResult[] = [];
  for (const name of names) {
    const began = performance.now();
    console.log(name);
    const options = {
      folder,
      vsix: resolve(values.vsix ?? VSIX),
      host: hostKind(values.host),
      log: console.log,
    };
    results.push(...(await runSuite(name, options)));
    console.log(`  ${secondsSince(began)}`);
  }
  if (values.suites === undefined) results.push(...(await unlisted(folder)));
  await mkdir(join(values.result, '..'), { recursive: true });
  await writeFile(values.result, JSON.stringify(results, undefined, 1));
  const failed = results.filter(({ outcome }) => outcome === 'failed').length;
  const again = new Set(results.flatMap(({ suite, secondTry }) => (secondTry ? [suite] : [])));
  if (again.size > 0) console.log(`ran twice: ${[...again].join(', ')}`);
  console.log(failed === 0 ? `${results.length} ran` : `${failed} of ${results.length} failed`);
  // Explicit, because a browser or a server that hangs must not keep the run alive.
  process.exit(failed === 0 && results.length > 0 ? 0 : 1);
}

function hostKind(text: string): HostKind {
  if (text === 'embedded' || text === 'desktop') return text;
  throw new Error(`--host is embedded or desktop, not ${text}`);
}

/** Files of suites that nobody runs. */
async function unlisted(folder: string): Promise<TestResult[]> {
  const files = [
    ...(await readdir(join(folder, 'suites'))),
    ...(await readdir(join(folder, 'host'))),
  ];
  return files
    .map((file) => file.replace(/\.ts$/, ''))
    .filter((name) => !SUITES.includes(name))
    .map((suite) => ({
      suite,
      name: `the suite ${suite}`,
      outcome: 'failed',
      milliseconds: 0,
      message: 'this file is not in the list of test/workbench/main.ts',
    }));
}
