/** Every file that is built: what goes in, what comes out, and what it may weigh. */

export interface Bundle {
  readonly entry: string;
  readonly outfile: string;
  readonly platform: 'node' | 'browser';
  /** Largest allowed size, minified, in bytes. */
  readonly budget: number;
}

export const BUNDLES: readonly Bundle[] = [
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
  // With the parsers of conditions, tunnels and the path doctor.
  { entry: 'src/adapter/main.ts', outfile: 'dist/adapter.cjs', platform: 'node', budget: 400_000 },
  // A third of it is the language server library; profiles and traces come in old formats as well.
  { entry: 'src/server/main.ts', outfile: 'dist/server.cjs', platform: 'node', budget: 600_000 },
  // Readers of both formats of traces.
  {
    entry: 'src/server/trace/trace-thread.ts',
    outfile: 'dist/trace-thread.cjs',
    platform: 'node',
    budget: 160_000,
  },
  {
    entry: 'src/server/profile-thread.ts',
    outfile: 'dist/profile-thread.cjs',
    platform: 'node',
    budget: 250_000,
  },
  // The layout library, loaded with the first call graph.
  {
    entry: 'src/server/graph/layout-thread.ts',
    outfile: 'dist/layout-thread.cjs',
    platform: 'node',
    budget: 70_000,
  },
  { entry: 'src/cli/main.ts', outfile: 'dist/cli.cjs', platform: 'node', budget: 400_000 },
  {
    entry: 'webview/flame/main.ts',
    outfile: 'dist/webview/flame.js',
    platform: 'browser',
    budget: 165_000,
  },
  {
    entry: 'webview/timeline/main.ts',
    outfile: 'dist/webview/timeline.js',
    platform: 'browser',
    budget: 120_000,
  },
  {
    entry: 'webview/goroutines/main.ts',
    outfile: 'dist/webview/goroutines.js',
    platform: 'browser',
    budget: 120_000,
  },
  {
    entry: 'webview/expressions/main.ts',
    outfile: 'dist/webview/expressions.js',
    platform: 'browser',
    budget: 120_000,
  },
  {
    entry: 'webview/paths/main.ts',
    outfile: 'dist/webview/paths.js',
    platform: 'browser',
    budget: 120_000,
  },
];

/** Files that are copied beside the pages as they are: from, to. */
export const COPIES: readonly (readonly [from: string, to: string])[] = [
  ['node_modules/@vscode/codicons/dist/codicon.css', 'dist/webview/codicon.css'],
  ['node_modules/@vscode/codicons/dist/codicon.ttf', 'dist/webview/codicon.ttf'],
];

/** The files a bundle yields, but for source maps: a page comes with its style sheet. */
export function outputsOf({ outfile, platform }: Bundle): string[] {
  return platform === 'browser' ? [outfile, outfile.replace(/\.js$/, '.css')] : [outfile];
}
