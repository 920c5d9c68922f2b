/** Packs the extension into `.artifacts/delvescope.vsix` and holds it to its weight and its list of files. */
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { endOnSignals, run } from './child.ts';
import { ARTIFACTS, ROOT } from './tools/folders.ts';

/** What a user downloads; growing past it is a decision. */
const BUDGET = 1_500_000;

/** Every file of the package, one a line; a tidy check writes it, this script holds the real package to it. */
export const PACKAGE_FILES = join(ROOT, 'test', 'unit', 'tidy', 'package-files.txt');

export const VSIX = join(ARTIFACTS, 'delvescope.vsix');

if (import.meta.main) await main();

/** Lists what would be packed from a folder, sorted. */
export async function listPackage(folder: string): Promise<string[]> {
  const output = await vsce(['ls', '--no-dependencies'], folder);
  return output
    .split('\n')
    .map((line) => line.trim().replaceAll('\\', '/'))
    .filter((line) => line !== '')
    .sort();
}

/** Packs what has been built. Links in the README stay as they are: there is no public address to make them absolute with. */
export async function pack(vsix: string): Promise<void> {
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  await vsce(['package', ...flags, '--out', vsix], ROOT);
}

async function main(): Promise<void> {
  endOnSignals();
  await mkdir(ARTIFACTS, { recursive: true });
  // A failing build must not leave the package of an earlier one to be taken for its own.
  await rm(VSIX, { force: true });
  await run(process.execPath, ['scripts/build.ts', '--minify'], { cwd: ROOT });
  await pack(VSIX);
  const { size } = await stat(VSIX);
  console.log(`${VSIX} ${(size / 1000).toFixed(0)} kB of ${BUDGET / 1000} kB`);
  if (size > BUDGET)
    throw new Error(
      'The package is over its budget: make it smaller, or raise the budget with a reason.',
    );
  await checkFiles();
}

async function checkFiles(): Promise<void> {
  const wanted = (await readFile(PACKAGE_FILES, 'utf8')).trim().split('\n');
  const actual = await listPackage(ROOT);
  const differences = [
    ...actual
      .filter((file) => !wanted.includes(file))
      .map((file) => `  packed, but not listed: ${file}`),
    ...wanted
      .filter((file) => !actual.includes(file))
      .map((file) => `  listed, but not packed: ${file}`),
  ];
  if (differences.length > 0)
    throw new Error(`The package differs from ${PACKAGE_FILES}:\n${differences.join('\n')}`);
}

async function vsce(args: readonly string[], cwd: string): Promise<string> {
  const entry = join(ROOT, 'node_modules', '@vscode', 'vsce', 'vsce');
  return run(process.execPath, [entry, ...args], { cwd, quiet: true });
}
