import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { isPackageMain } from './package-clause.ts';

export interface PackageToRun {
  readonly name: string;
  readonly mode: 'debug' | 'test';
  /** Absolute folder of the package. */
  readonly program: string;
}

/** More main packages than this are not searched for: the user picks from those found. */
const SEARCH_LIMIT = 2000;

/**
 * What F5 without a launch.json runs:
 * 1. a test file: the tests of its package;
 * 2. a file of package main: that package;
 * 3. another file: the nearest package main in its parent folders;
 * 4. else the workspace's main packages: the only one, or the one picked.
 */
export async function findPackageToRun(
  folder: vscode.WorkspaceFolder | undefined,
): Promise<PackageToRun | undefined> {
  const open = vscode.window.activeTextEditor?.document;
  if (open && open.languageId === 'go' && open.uri.scheme === 'file') {
    const own = dirname(open.uri.fsPath);
    if (open.uri.fsPath.endsWith('_test.go')) return named('test', own);
    if (isPackageMain(open.getText())) return named('debug', own);
    const above = await nearestMain(own, folder);
    if (above !== undefined) return named('debug', above);
  }
  const mains = await mainPackages();
  if (mains.length === 0) {
    await vscode.window.showErrorMessage(
      vscode.l10n.t(
        'No package main in the workspace. Open a Go file of the program to debug, or add a launch.json.',
      ),
    );
    return undefined;
  }
  const only = mains.length === 1 ? mains[0] : await pick(mains);
  return only === undefined ? undefined : named('debug', only);
}

function named(mode: 'debug' | 'test', program: string): PackageToRun {
  const shown = vscode.workspace.asRelativePath(program, false);
  const name =
    mode === 'test' ? vscode.l10n.t('Test {0}', shown) : vscode.l10n.t('Launch {0}', shown);
  return { name, mode, program };
}

async function nearestMain(
  start: string,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<string | undefined> {
  const end = folder?.uri.fsPath;
  for (let path = start; ; path = dirname(path)) {
    if (await holdsPackageMain(path)) return path;
    if (path === end || path === dirname(path) || end === undefined) return undefined;
  }
}

async function holdsPackageMain(path: string): Promise<boolean> {
  const files = await vscode.workspace.findFiles(
    new vscode.RelativePattern(vscode.Uri.file(path), '*.go'),
    null,
    20,
  );
  for (const file of files) {
    if (!file.path.endsWith('_test.go') && isPackageMain(await readText(file))) return true;
  }
  return false;
}

async function mainPackages(): Promise<string[]> {
  const files = await vscode.workspace.findFiles(
    '**/*.go',
    '**/{vendor,node_modules,testdata}/**',
    SEARCH_LIMIT,
  );
  const found = new Set<string>();
  for (const file of files) {
    const path = dirname(file.fsPath);
    if (found.has(path) || file.path.endsWith('_test.go')) continue;
    if (isPackageMain(await readText(file))) found.add(path);
  }
  return [...found].sort();
}

async function readText(file: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}

async function pick(mains: readonly string[]): Promise<string | undefined> {
  const items = mains.map((path) => ({
    label: vscode.workspace.asRelativePath(path, false),
    path,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Which program?'),
    placeHolder: vscode.l10n.t('Packages main in this workspace'),
  });
  return chosen?.path;
}
