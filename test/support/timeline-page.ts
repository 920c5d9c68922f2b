/** The page of the trace editor in a plain browser, with the analyses in a worker in place of the extension. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { ROOT } from '../../scripts/tools/folders.ts';

const ADDRESS = 'http://timeline.localhost/';

export interface TimelinePageOptions {
  readonly trace: string;
  readonly width: number;
  readonly height: number;
  /** Colours and fonts that the editor gives its pages. */
  readonly css: string;
  /** As the editor says it: `vscode-dark`. */
  readonly bodyClass: string;
}

/** Opens the page and waits until it shows the trace. */
export async function openTimelinePage(
  browser: Browser,
  { trace, width, height, css, bodyClass }: TimelinePageOptions,
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height } });
  const { script, style } = await bundle('webview/timeline/main.ts');
  const worker = await bundle('test/support/timeline-page-server.ts');
  const icons = join(ROOT, 'node_modules/@vscode/codicons/dist');
  const files: Readonly<Record<string, { body: string | Buffer; contentType: string }>> = {
    '/': { body: html(bodyClass), contentType: 'text/html' },
    '/page.js': { body: script, contentType: 'text/javascript' },
    '/server.js': { body: worker.script, contentType: 'text/javascript' },
    '/page.css': {
      body: css + (await readFile(join(icons, 'codicon.css'), 'utf8')) + style,
      contentType: 'text/css',
    },
    '/codicon.ttf': { body: await readFile(join(icons, 'codicon.ttf')), contentType: 'font/ttf' },
    '/trace': { body: await readFile(trace), contentType: 'application/octet-stream' },
  };
  await page.route(`${ADDRESS}**`, async (route) => {
    const file = files[new URL(route.request().url()).pathname];
    await (file ? route.fulfill(file) : route.fulfill({ status: 404 }));
  });
  await page.goto(ADDRESS);
  await page.locator('ul.sr-only li').first().waitFor({ state: 'attached' });
  return page;
}

/** The host of the page, in the words of the editor's API. */
const HOST = `
  const server = new Worker('/server.js');
  server.onmessage = ({ data }) => window.dispatchEvent(new MessageEvent('message', { data }));
  let state;
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => server.postMessage(message),
    getState: () => state,
    setState: (next) => { state = next; },
  });`;

function html(bodyClass: string): string {
  return `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/page.css">
<body class="${bodyClass}"><script>${HOST}</script><script src="/page.js"></script></body>`;
}

/** What the analyses use of Node is the name of a file. */
const withoutNode: Plugin = {
  name: 'without-node',
  setup(bundling) {
    bundling.onResolve({ filter: /^node:path$/ }, () => ({
      path: 'path',
      namespace: 'without-node',
    }));
    bundling.onLoad({ filter: /.*/, namespace: 'without-node' }, () => ({
      contents: `export const basename = (path) => path.slice(path.lastIndexOf('/') + 1);`,
    }));
  },
};

async function bundle(entry: string): Promise<{ script: string; style: string }> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, entry)],
    outdir: 'out',
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome134',
    external: ['*.ttf'],
    mainFields: ['browser', 'module', 'main'],
    plugins: [withoutNode],
    logLevel: 'error',
  });
  const text = (ending: string): string =>
    outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}
