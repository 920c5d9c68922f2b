/** Runs an in-host suite: bundles it, starts an extension host that loads it, and believes only the result file. */
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { remotePath, workbenchAddress } from '../../../scripts/tools/code-server.ts';
import { ARTIFACTS, ROOT } from '../../../scripts/tools/folders.ts';
import { launchEnvironment, makeProfile } from './desktop.ts';
import { startSession } from './embedded.ts';
import { RESULT_VARIABLE, SAID } from './host-suite.ts';
import type { HostResult } from './host-suite.ts';
import type { HostKind } from './suite.ts';

export interface HostRun {
  /** Names the bundle and the result file. */
  readonly name: string;
  /** The source of the suite. */
  readonly file: string;
  readonly vsix: string;
  readonly folder: string;
  readonly host: HostKind;
  readonly log: (line: string) => void;
}

const DRIVER = join(ROOT, 'test', 'workbench', 'support', 'driver-extension');
const LIMIT_MILLISECONDS = 180_000;

/** The results of an in-host suite; throws when the host ended without leaving any. */
export async function runInHost(run: HostRun): Promise<readonly HostResult[]> {
  const bundle = join(ARTIFACTS, 'host', `${run.name}.cjs`);
  const result = join(ARTIFACTS, 'host', `${run.name}.${process.pid}.json`);
  await mkdir(join(ARTIFACTS, 'host'), { recursive: true });
  await build({
    entryPoints: [run.file],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  const env = {
    [RESULT_VARIABLE]: result,
    DELVESCOPE_ACTIVATION_FIGURE: join(ARTIFACTS, 'activation.json'),
  };
  try {
    const ending = await HOSTS[run.host](run, bundle, env);
    if (!existsSync(result)) {
      throw new Error(`the extension host left no results: the suite never finished (${ending})`);
    }
    // The file was written by our own host-suite.ts moments ago.
    return JSON.parse(await readFile(result, 'utf8')) as HostResult[];
  } finally {
    await rm(result, { force: true });
  }
}

/** Each host answers how the run ended, in words. */
const HOSTS: Record<
  HostKind,
  (run: HostRun, bundle: string, env: NodeJS.ProcessEnv) => Promise<string>
> = {
  embedded: runEmbedded,
  desktop: runDesktop,
};

/** Without the smoke test driver, a built product ignores the extension paths of the address and nothing ever runs. */
async function runEmbedded(run: HostRun, bundle: string, env: NodeJS.ProcessEnv): Promise<string> {
  const serverArguments = ['--vscode-option', 'enable-smoke-test-driver'];
  const session = await startSession({ vsix: run.vsix, env, serverArguments });
  try {
    const page = session.context.pages()[0] ?? (await session.context.newPage());
    const exited = hostExit(page, run);
    const { port } = session.server;
    await page.goto(
      workbenchAddress(port, run.folder, [
        ['extensionDevelopmentPath', remotePath(port, DRIVER)],
        ['extensionTestsPath', remotePath(port, bundle)],
        ['skipWelcome', 'true'],
      ]),
    );
    return await exited;
  } finally {
    await session.close();
  }
}

async function hostExit(page: Page, { log }: HostRun): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(
    () => resolve(`no end in ${LIMIT_MILLISECONDS / 1000} s`),
    LIMIT_MILLISECONDS,
  );
  // The page passes on everything that any part of the editor logs; only what the suite says is for the reader.
  await page.exposeFunction('codeAutomationLog', (_level: string, args: readonly unknown[]) => {
    const line = String(args[0]);
    if (line.startsWith(SAID)) log(`    ${line.slice(SAID.length)}`);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => resolve(`exit code ${code}`));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

async function runDesktop(run: HostRun, bundle: string, env: NodeJS.ProcessEnv): Promise<string> {
  const profile = await makeProfile({ vsix: run.vsix });
  try {
    const code = await runTests({
      vscodeExecutablePath: profile.executable,
      extensionDevelopmentPath: DRIVER,
      extensionTestsPath: bundle,
      extensionTestsEnv: launchEnvironment(env),
      launchArgs: [run.folder, ...profile.launchArguments],
    });
    return `exit code ${code}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await profile.remove();
  }
}
