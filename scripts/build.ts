/**
 * Bundles every process and every page. `--minify` for packages, `--watch` while working.
 * Each bundle has a budget: growing past it fails the build, so that weight is a decision.
 */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { build, context } from 'esbuild';
import type { BuildOptions, Metafile } from 'esbuild';

interface Bundle {
  readonly entry: string;
  readonly outfile: string;
  readonly platform: 'node' | 'browser';
  /** Largest allowed size, minified, in bytes. */
  readonly budget: number;
}

const BUNDLES: readonly Bundle[] = [
  {
    entry: 'src/extension/main.ts',
    outfile: 'dist/extension.cjs',
    platform: 'node',
    budget: 150_000,
  },
  {
    entry: 'src/extension/analysis/client.ts',
    outfile: 'dist/analysis-client.cjs',
    platform: 'node',
    budget: 500_000,
  },
  { entry: 'src/adapter/main.ts', outfile: 'dist/adapter.cjs', platform: 'node', budget: 250_000 },
  { entry: 'src/server/main.ts', outfile: 'dist/server.cjs', platform: 'node', budget: 400_000 },
  { entry: 'src/cli/main.ts', outfile: 'dist/cli.cjs', platform: 'node', budget: 200_000 },
  {
    entry: 'webview/flame/main.ts',
    outfile: 'dist/webview/flame.js',
    platform: 'browser',
    budget: 150_000,
  },
  {
    entry: 'webview/goroutines/main.ts',
    outfile: 'dist/webview/goroutines.js',
    platform: 'browser',
    budget: 120_000,
  },
];

const minify = process.argv.includes('--minify');
const watch = process.argv.includes('--watch');
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

await main();

async function main(): Promise<void> {
  const wanted = BUNDLES.filter(
    ({ entry, outfile }) =>
      existsSync(entry) && (only.length === 0 || only.some((part) => outfile.includes(part))),
  );
  if (only.length === 0) await rm('dist', { recursive: true, force: true });
  await mkdir('dist/webview', { recursive: true });
  await copyFile('node_modules/@vscode/codicons/dist/codicon.css', 'dist/webview/codicon.css');
  await copyFile('node_modules/@vscode/codicons/dist/codicon.ttf', 'dist/webview/codicon.ttf');
  if (watch) {
    for (const bundle of wanted) await (await context(optionsOf(bundle))).watch();
    return;
  }
  for (const bundle of wanted) {
    const { metafile } = await build({ ...optionsOf(bundle), metafile: true });
    checkBudget(bundle, metafile);
  }
}

function optionsOf({ entry, outfile, platform }: Bundle): BuildOptions {
  return {
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify,
    sourcemap: minify ? false : 'linked',
    platform,
    format: platform === 'node' ? 'cjs' : 'iife',
    target: platform === 'node' ? 'node22' : 'chrome134',
    external: platform === 'node' ? ['vscode', './analysis-client.cjs'] : ['*.ttf'],
    mainFields: platform === 'node' ? ['module', 'main'] : ['browser', 'module', 'main'],
    loader: { '.svg': 'text' },
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
