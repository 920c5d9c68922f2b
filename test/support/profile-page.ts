/**
 * The page of the profile editor in Chromium with the real analysis server, without an editor around it: for
 * measuring. Answers travel as a header and their columns in one piece, because a browser has no structured clone
 * over HTTP.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { startBrowser } from '../workbench/support/embedded.ts';
import { AnalysisServerProcess } from './analysis-client.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** The variables of the dark theme that colours come from. */
const THEME: Readonly<Record<string, string>> = {
  'editor-background': '#1f1f1f',
  foreground: '#cccccc',
  descriptionForeground: '#9d9d9d',
  focusBorder: '#0078d4',
  'charts-orange': '#d18616',
  'charts-purple': '#b180d7',
  'charts-blue': '#3794ff',
  'font-family': 'sans-serif',
  'font-size': '13px',
};

export interface ProfilePage {
  readonly page: Page;
  close(): Promise<void>;
}

/** Opens the file and waits for its flame graph. */
export async function openProfilePage(file: string): Promise<ProfilePage> {
  const analysis = await AnalysisServerProcess.start({ workspaceFolders: [] });
  const script = await bundle();
  const server = createServer((request, response) => {
    respond(analysis, file, script, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const folder = await mkdtemp(join(tmpdir(), 'profile-page-'));
  const browser = await startBrowser(folder);
  const page = await browser.newPage();
  // An address without a path is a TCP port.
  const { port } = server.address() as AddressInfo;
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.locator('.flame canvas').waitFor();
  return {
    page,
    async close() {
      await browser.close();
      server.close();
      analysis.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function respond(
  analysis: AnalysisServerProcess,
  file: string,
  { js, css }: { readonly js: string; readonly css: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const variables = Object.entries(THEME).map(([name, value]) => `--vscode-${name}: ${value};`);
  if (request.url === '/') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><style>:root { ${variables.join(' ')} } ${css}</style>
<body class="vscode-body vscode-dark"><script>${STAND_IN}</script><script src="page.js"></script>`);
  } else if (request.url === '/page.js') {
    response.setHeader('content-type', 'text/javascript; charset=utf-8').end(js);
  } else if (request.url === '/open') {
    response.end(packed(await analysis.request('delvescope/openProfile', { path: file })));
  } else if (request.url === '/ask') {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, query } = JSON.parse(Buffer.concat(chunks).toString());
    response.end(packed(await analysis.request(method, { ...query, profile: file })));
  } else response.writeHead(404).end();
}

async function bundle(): Promise<{ readonly js: string; readonly css: string }> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'webview/flame/main.ts')],
    outdir: join(ROOT, 'dist/webview'),
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'chrome134',
    external: ['*.ttf'],
    loader: { '.svg': 'text' },
  });
  const text = (suffix: string): string =>
    outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? '';
  return { js: text('.js'), css: text('.css') };
}

/** Length of the header, the header with a place for each column, then the columns, each on a multiple of 8. */
function packed(value: unknown): Buffer {
  const columns: Buffer[] = [];
  let at = 0;
  const header = JSON.stringify(value, (_, item: unknown) => {
    if (!ArrayBuffer.isView(item)) return item;
    const bytes = Buffer.from(item.buffer, item.byteOffset, item.byteLength);
    const place = { column: item.constructor.name, at, size: bytes.length };
    const padding = (8 - (bytes.length % 8)) % 8;
    columns.push(bytes, Buffer.alloc(padding));
    at += bytes.length + padding;
    return place;
  });
  const text = Buffer.from(header.padEnd(Math.ceil((header.length + 4) / 8) * 8 - 4));
  // Wider characters take more bytes than the padding knows of.
  const rest = Buffer.alloc((8 - ((text.length + 4) % 8)) % 8, ' ');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length + rest.length);
  return Buffer.concat([length, text, rest, ...columns]);
}

/** What the extension is to the page. */
const STAND_IN = `
const unpacked = async (response) => {
  if (!response.ok) throw new Error(await response.text());
  const bytes = await response.arrayBuffer();
  const length = new DataView(bytes).getUint32(0, true);
  const header = new TextDecoder().decode(new Uint8Array(bytes, 4, length));
  return JSON.parse(header, (_, value) => {
    if (value === null || typeof value !== 'object' || !('column' in value)) return value;
    const column = globalThis[value.column];
    return new column(bytes, 4 + length + value.at, value.size / column.BYTES_PER_ELEMENT);
  });
};
const send = (data) => window.dispatchEvent(new MessageEvent('message', { data }));
globalThis.acquireVsCodeApi = () => ({
  getState: () => undefined,
  setState: () => undefined,
  async postMessage(message) {
    if (message.kind === 'log') console.error(message.message);
    if (message.kind === 'ready') {
      send({ kind: 'profile', info: await unpacked(await fetch('open')), remembered: null });
    }
    if (message.kind !== 'ask') return;
    const { request, method, query } = message;
    const body = JSON.stringify({ method, query });
    const result = await unpacked(await fetch('ask', { method: 'POST', body }));
    send({ kind: 'answer', request, method, result });
  },
});`;
