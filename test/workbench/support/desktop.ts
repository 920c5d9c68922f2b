/** The desktop host: VS Code fetched by @vscode/test-electron, the packed extension installed by its command line, the window driven by playwright. */
import { downloadAndUnzipVSCode, runVSCodeCommand } from '@vscode/test-electron';
import { _electron } from 'playwright-core';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QUIET_SETTINGS } from '../../../scripts/tools/code-server.ts';
import { toolEnvironment, TOOLS } from '../../../scripts/tools/folders.ts';
import { userSettings, whenReady } from './workbench.ts';
import type { WorkbenchHost, WorkbenchOptions } from './workbench.ts';

const CACHE = join(TOOLS, 'vscode');

/** A profile with the packed extension in it. */
export interface DesktopProfile {
  readonly executable: string;
  readonly launchArguments: readonly string[];
  remove(): Promise<void>;
}

export const desktop: WorkbenchHost = {
  async open(options) {
    const profile = await makeProfile(options);
    const { openFile } = options;
    const file = openFile === undefined ? [] : ['--goto', `${openFile.path}:${openFile.line ?? 1}`];
    const application = await _electron.launch({
      executablePath: profile.executable,
      args: [options.folder, ...file, ...profile.launchArguments],
      env: launchEnvironment(options.env ?? {}),
      timeout: 60_000,
    });
    const close = async (): Promise<void> => {
      await application.close();
      await profile.remove();
    };
    try {
      const page = await application.firstWindow({ timeout: 60_000 });
      await page.setViewportSize({ width: 1400, height: 900 });
      return await whenReady({ page, close }, options);
    } catch (error) {
      await close();
      throw error;
    }
  },
};

/** Fetches VS Code once and makes a fresh profile for one run. */
export async function makeProfile(
  options: Pick<WorkbenchOptions, 'vsix' | 'settings' | 'theme'>,
): Promise<DesktopProfile> {
  const executable = await downloadAndUnzipVSCode({ version: 'stable', cachePath: CACHE });
  const scratch = await mkdtemp(join(tmpdir(), 'dw-'));
  const folders = [
    `--user-data-dir=${join(scratch, 'd')}`,
    `--extensions-dir=${join(scratch, 'x')}`,
  ];
  await mkdir(join(scratch, 'd', 'User'), { recursive: true });
  await writeFile(
    join(scratch, 'd', 'User', 'settings.json'),
    userSettings(QUIET_SETTINGS, options),
  );
  await runVSCodeCommand([...folders, '--install-extension', options.vsix, '--force'], {
    version: 'stable',
    cachePath: CACHE,
  });
  return {
    executable,
    launchArguments: [
      ...folders,
      '--skip-welcome',
      '--skip-release-notes',
      '--disable-workspace-trust',
      '--disable-telemetry',
      '--disable-updates',
      '--no-sandbox',
      '--disable-gpu-sandbox',
      '--disable-gpu',
    ],
    remove: () => rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

/** Without what an enclosing VS Code terminal sets: that would make the new window a client of the old one. */
export function launchEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const inherited = Object.entries({ ...toolEnvironment(), ...env }).filter(
    ([name, value]) =>
      value !== undefined && !name.startsWith('VSCODE_') && name !== 'ELECTRON_RUN_AS_NODE',
  );
  return Object.fromEntries(inherited.map(([name, value]) => [name, value ?? '']));
}
