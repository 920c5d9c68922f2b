/** The embedded host: code-server on a free port, Chromium through playwright-core, the packed extension installed by its own command line. */
import { chromium } from 'playwright-core';
import type { BrowserContext } from 'playwright-core';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from '../../../scripts/tools/chromium.ts';
import {
  ensureCodeServer,
  installExtension,
  QUIET_SETTINGS,
  remotePath,
  startCodeServer,
  workbenchAddress,
} from '../../../scripts/tools/code-server.ts';
import type { CodeServer } from '../../../scripts/tools/code-server.ts';
import { ARTIFACTS } from '../../../scripts/tools/folders.ts';
import { userSettings, whenReady } from './workbench.ts';
import type { WorkbenchHost, WorkbenchOptions } from './workbench.ts';

/** A running server with a browser that has not yet gone anywhere. */
export interface EmbeddedSession {
  readonly server: CodeServer;
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** What a server needs to know before it starts. */
export type SessionOptions = Pick<WorkbenchOptions, 'vsix' | 'settings' | 'theme' | 'env'> & {
  readonly serverArguments?: readonly string[];
};

export const embedded: WorkbenchHost = {
  async open(options) {
    const session = await startSession(options);
    try {
      const page = session.context.pages()[0] ?? (await session.context.newPage());
      const { port } = session.server;
      await page.goto(workbenchAddress(port, options.folder, payloadOf(port, options)));
      const close = (): Promise<void> => session.close();
      return await whenReady({ page, close }, options);
    } catch (error) {
      await session.close();
      throw error;
    }
  },
};

/** Starts the server with a fresh profile and the packed extension, and a browser with a fresh profile. */
export async function startSession(options: SessionOptions): Promise<EmbeddedSession> {
  await ensureCodeServer();
  // The path is short on purpose: the server makes sockets below it.
  const scratch = await mkdtemp(join(tmpdir(), 'dw-'));
  const extensions = join(scratch, 'x');
  await cp(await unpackedExtension(options.vsix), extensions, { recursive: true });
  await mkdir(join(scratch, 'd', 'User'), { recursive: true });
  await writeFile(
    join(scratch, 'd', 'User', 'settings.json'),
    userSettings(QUIET_SETTINGS, options),
  );
  const server = await startCodeServer({
    userData: join(scratch, 'd'),
    extensions,
    port: 0,
    env: options.env ?? {},
    extraArguments: options.serverArguments ?? [],
  });
  const browser = await startBrowser(join(scratch, 'b'));
  return {
    server,
    context: browser,
    async close() {
      await browser.close();
      await server.stop();
      await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** A Chromium window of the size that the screenshots have. */
export async function startBrowser(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: await ensureChromium(),
    headless: true,
    viewport: { width: 1400, height: 900 },
    args: [
      // As root, which is how containers run, Chromium has no sandbox to offer.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      // Containers have little shared memory.
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--no-first-run',
      '--disable-sync',
      '--disable-background-networking',
      '--disable-component-update',
    ],
  });
}

/**
 * The extensions folder that installing the package yields. Installed once for each package, then copied,
 * because the command line needs two seconds and suites start many servers.
 */
async function unpackedExtension(vsix: string): Promise<string> {
  const digest = createHash('sha256')
    .update(await readFile(vsix))
    .digest('hex')
    .slice(0, 16);
  const folder = join(ARTIFACTS, 'installed', digest);
  if (existsSync(folder)) return folder;
  await mkdir(join(ARTIFACTS, 'installed'), { recursive: true });
  const fresh = await mkdtemp(join(ARTIFACTS, 'installed', 'tmp-'));
  await installExtension(vsix, fresh);
  await rename(fresh, folder);
  return folder;
}

function payloadOf(port: number, { openFile }: WorkbenchOptions): (readonly [string, string])[] {
  if (openFile === undefined) return [['skipWelcome', 'true']];
  const { path, line = 1 } = openFile;
  return [
    ['skipWelcome', 'true'],
    ['openFile', remotePath(port, `${path}:${line}`)],
    ['gotoLineMode', 'true'],
  ];
}
