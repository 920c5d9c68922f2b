/**
 * `npm start [-- --no-open] [--port N]`: an editor on examples/ with Delvescope in it.
 *
 *   1. a dlv, when the machine has none
 *   2. a fresh build
 *   3. desktop VS Code when its `code` command is here, else the embedded workbench in a browser
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endOnSignals, nextSignal, run, secondsSince, succeeds } from './child.ts';
import { pack } from './package.ts';
import {
  ensureCodeServer,
  installExtension,
  QUIET_SETTINGS,
  startCodeServer,
  workbenchAddress,
} from './tools/code-server.ts';
import type { CodeServer } from './tools/code-server.ts';
import { ensureDelve } from './tools/delve.ts';
import { ROOT, toolEnvironment, TOOLS } from './tools/folders.ts';

const EXAMPLES = join(ROOT, 'examples');
const DATA = join(TOOLS, 'workbench');
const EXTENSIONS = join(DATA, 'extensions');

await main();

async function main(): Promise<void> {
  const began = performance.now();
  const { values } = parseArgs({
    options: {
      open: { type: 'boolean', default: true },
      port: { type: 'string', default: '0' },
      embedded: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  endOnSignals();
  await ensureDelve();
  await run(process.execPath, ['scripts/build.ts'], { cwd: ROOT, quiet: true });
  if (values.open && !values.embedded && hasDesktop()) await openDesktop();
  else await serveEmbedded(Number(values.port), values.open, began);
}

function hasDesktop(): boolean {
  // On Windows `code` is a .cmd file, which needs a shell to start.
  return process.platform === 'win32'
    ? succeeds('where', ['code.cmd'])
    : succeeds('code', ['--version']);
}

async function openDesktop(): Promise<void> {
  const args = [`--extensionDevelopmentPath=${ROOT}`, '--new-window', EXAMPLES];
  if (process.platform === 'win32') {
    const quoted = args.map((argument) => `"${argument}"`);
    await new Promise((resolve, reject) => {
      const child = spawn('code.cmd', quoted, {
        shell: true,
        stdio: 'ignore',
        env: toolEnvironment(),
      });
      child.on('error', reject).on('exit', resolve);
    });
  } else {
    await run('code', args, { env: toolEnvironment() });
  }
  console.log(
    'Delvescope is open in a new VS Code window; choose a configuration in Run and Debug.',
  );
}

async function serveEmbedded(port: number, open: boolean, began: number): Promise<void> {
  await ensureCodeServer();
  await seedSettings();
  await installWhatWasBuilt();
  const server = await startCodeServer({
    userData: join(DATA, 'data'),
    extensions: EXTENSIONS,
    port,
  });
  const address = workbenchAddress(server.port, EXAMPLES);
  console.log(`Delvescope is at ${address}`);
  console.log(`Ready in ${secondsSince(began)}; Ctrl-C ends it.`);
  if (open) openBrowser(address);
  const ending = await Promise.race([nextSignal(), serverGone(server)]);
  if (ending === 'gone') {
    console.error(`The workbench ended by itself.\n${server.group.output().slice(-2000)}`);
    process.exitCode = 1;
  }
  await server.stop();
}

/** Settings of an earlier start are the user's own and stay. */
async function seedSettings(): Promise<void> {
  const file = join(DATA, 'data', 'User', 'settings.json');
  if (existsSync(file)) return;
  await mkdir(join(DATA, 'data', 'User'), { recursive: true });
  await writeFile(file, `${JSON.stringify(QUIET_SETTINGS, undefined, 2)}\n`);
}

/** Packs and installs only what changed since the last start, which makes a second one quick. */
async function installWhatWasBuilt(): Promise<void> {
  const marker = join(DATA, 'installed-build');
  const digest = await digestOfPackage();
  if (existsSync(marker) && (await readFile(marker, 'utf8')) === digest) return;
  const vsix = join(DATA, 'delvescope.vsix');
  await rm(marker, { force: true });
  await pack(vsix);
  await rm(EXTENSIONS, { recursive: true, force: true });
  await mkdir(EXTENSIONS, { recursive: true });
  await installExtension(vsix, EXTENSIONS);
  await writeFile(marker, digest);
}

async function digestOfPackage(): Promise<string> {
  const hash = createHash('sha256');
  for (const part of [
    'dist',
    'media',
    'package.json',
    'README.md',
    'CHANGELOG.md',
    '.vscodeignore',
  ]) {
    for (const file of await filesBelow(join(ROOT, part))) {
      if (!file.endsWith('.map')) hash.update(file).update(await readFile(file));
    }
  }
  return hash.digest('hex');
}

async function filesBelow(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  if (entries.length === 0) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function serverGone({ group }: CodeServer): Promise<'gone'> {
  return new Promise((resolve) => {
    group.child.once('exit', () => resolve('gone'));
  });
}

function openBrowser(address: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', address]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', address]
        : ['xdg-open', address];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => console.log('Open the address above in a browser.'));
  child.unref();
}
