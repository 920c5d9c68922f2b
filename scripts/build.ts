/**
 * Bundles every process and every page. `--minify` for packages, `--watch` while working, `--weigh` to write nothing.
 * Each bundle has a budget: growing past it fails the build, so that weight is a decision.
 */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { basename, relative, resolve, sep } from 'node:path';
import { build, context } from 'esbuild';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { BUNDLES, COPIES } from './bundles.ts';
import type { Bundle } from './bundles.ts';
import { buildKernel, KERNEL_FILE } from './kernel.ts';

/** What is imported lazily and has a bundle of its own stays there: the importer asks for that file when it needs it. */
const lazyBundles: Plugin = {
  name: 'lazy-bundles',
  setup(bundling) {
    bundling.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const entry = relative('.', resolve(resolveDir, path)).split(sep).join('/');
      const bundle = BUNDLES.find((candidate) => candidate.entry === entry);
      return bundle && { path: `./${basename(bundle.outfile)}`, external: true };
    });
  },
};

const VERSION: string = JSON.parse(readFileSync('package.json', 'utf8')).version;

const weigh = process.argv.includes('--weigh');
const minify = weigh || process.argv.includes('--minify');
const watch = process.argv.includes('--watch');
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

await main();

async function main(): Promise<void> {
  const wanted = BUNDLES.filter(
    ({ entry, outfile }) =>
      existsSync(entry) && (only.length === 0 || only.some((part) => outfile.includes(part))),
  );
  if (!weigh) await prepare();
  if (watch) {
    for (const bundle of wanted) await (await context(optionsOf(bundle))).watch();
    return;
  }
  for (const bundle of wanted) {
    const { metafile } = await build({ ...optionsOf(bundle), metafile: true });
    checkBudget(bundle, metafile);
  }
}

/** The folder with all that is not bundled. */
async function prepare(): Promise<void> {
  if (only.length === 0) await rm('dist', { recursive: true, force: true });
  await mkdir('dist/webview', { recursive: true });
  for (const [from, to] of COPIES) await copyFile(from, to);
  await buildKernel(KERNEL_FILE);
}

function optionsOf({ entry, outfile, platform }: Bundle): BuildOptions {
  return {
    entryPoints: [entry],
    outfile,
    bundle: true,
    write: !weigh,
    minify,
    sourcemap: minify ? false : 'linked',
    platform,
    format: platform === 'node' ? 'cjs' : 'iife',
    target: platform === 'node' ? 'node22' : 'chrome134',
    external: platform === 'node' ? ['vscode'] : ['*.ttf'],
    plugins: [lazyBundles],
    // A lazy import becomes a lazy require: the extension host hands out `vscode` through require alone.
    supported: platform === 'node' ? { 'dynamic-import': false } : {},
    mainFields: platform === 'node' ? ['module', 'main'] : ['browser', 'module', 'main'],
    loader: { '.svg': 'text' },
    define: platform === 'node' ? { DELVESCOPE_VERSION: JSON.stringify(VERSION) } : {},
    banner:
      outfile === 'dist/extension.cjs'
        ? { js: 'const DELVESCOPE_LOADED_AT = performance.now();' }
        : {},
    logLevel: 'warning',
  };
}

function checkBudget({ outfile, budget }: Bundle, metafile: Metafile): void {
  const size = metafile.outputs[outfile]?.bytes ?? 0;
  if (minify && size > budget) {
    throw new Error(
      `${outfile} has ${size} bytes, its budget is ${budget}: make it smaller or raise the budget with a reason`,
    );
  }
  console.log(
    `${outfile} ${(size / 1000).toFixed(1)} kB${minify ? ` of ${budget / 1000} kB` : ''}`,
  );
}
