import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { installDebianPackages } from './apt.ts';

const ON_PATH = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];

const USUAL_PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['/Applications', join(homedir(), 'Applications')].flatMap((folder) => [
    join(folder, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
    join(folder, 'Chromium.app/Contents/MacOS/Chromium'),
    join(folder, 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge'),
  ]),
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const folder = process.env[variable];
    return folder === undefined
      ? []
      : [
          join(folder, 'Google/Chrome/Application/chrome.exe'),
          join(folder, 'Chromium/Application/chrome.exe'),
          join(folder, 'Microsoft/Edge/Application/msedge.exe'),
        ];
  }),
};

/** A browser of the Chromium family that is already here. */
export function findChromium(): string | undefined {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const named = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => ON_PATH.map((name) => join(folder, name + suffix)));
  return [...named, ...(USUAL_PLACES[process.platform] ?? [])].find((file) => existsSync(file));
}

/** A Chromium for the workbench tests, installed where that needs no question. */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found !== undefined) return found;
  await installDebianPackages(['chromium']);
  const installed = findChromium();
  if (installed !== undefined) return installed;
  throw new Error(
    'The workbench tests need Chromium or Chrome, and there is none on the PATH or in the usual places: ' +
      'install it with the package manager of this machine (the package is called chromium or google-chrome-stable).',
  );
}
