/**
 * The first step of `npm start` and `npm test` on any machine: plain JavaScript for Node 20 and later, without dependencies.
 *
 *   1. check what cannot be fetched: Node itself and Go
 *   2. `npm ci`, when node_modules is missing or older than the lock file
 *   3. run scripts/VERB.ts under the pinned Node of node_modules
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;
const VERBS = ['start', 'test'];

const root = fileURLToPath(new URL('..', import.meta.url));
const binaries = join(root, 'node_modules', '.bin');
const marker = join(root, 'node_modules', '.delvescope-lock');
const isWindows = process.platform === 'win32';

const [verb = '', ...rest] = process.argv.slice(2);
if (!VERBS.includes(verb)) fail(`Say what to run: one of ${VERBS.join(', ')}.`);
checkMachine();
installModules();
runScript();

function checkMachine() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE) {
    fail(
      `This needs Node ${OLDEST_NODE} or later; here is ${process.version}. Get it from https://nodejs.org.`,
    );
  }
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) {
    fail('This needs Go: there is no `go` on the PATH. Get it from https://go.dev/dl.');
  }
}

/** The marker is written last, so an interrupted installation is done again. */
function installModules() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  const began = Date.now();
  console.log('Installing the development tools into node_modules (npm ci, about half a minute)…');
  rmSync(marker, { force: true });
  const { status, error } = spawnSync(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: 'inherit',
      // npm is a .cmd file on Windows, which only a shell starts; the arguments are constants.
      shell: isWindows,
    },
  );
  if (status !== 0)
    fail(`npm ci failed${error ? `: ${error.message}` : ''}. See its output above.`);
  writeFileSync(marker, wanted);
  console.log(`Installed in ${Math.round((Date.now() - began) / 1000)} s.`);
}

function runScript() {
  const node = join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node');
  const path = `${binaries}${delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(node, [join(root, 'scripts', `${verb}.ts`), ...rest], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  // A terminal sends Ctrl-C to both processes, a supervisor only to this one: the child sees each signal at least once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  // npm that is ended by a supervisor takes only its shell along: being orphaned is the signal then.
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500).unref();
  child.on('error', (error) => fail(`Cannot run ${node}: ${error.message}`));
  child.on('exit', (code) => process.exit(code ?? 1));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
