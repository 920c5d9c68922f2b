import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { CaptureFile } from '../capture/capture-list.ts';

/** Two profiles, the older one first. */
export interface Comparison {
  readonly before: string;
  readonly after: string;
}

const PROFILES = '**/*.{pprof,prof,pb.gz}';
const IS_PROFILE = /\.(?:pprof|prof|pb\.gz)$/;
const MOST_OFFERED = 500;

/**
 * The profiles that a command is about: two selected files of the explorer, or one and another that is asked for.
 * Undefined when the user leaves the list.
 */
export async function chooseComparison(
  item: vscode.Uri | CaptureFile | undefined,
  selected: readonly unknown[] | undefined,
): Promise<Comparison | undefined> {
  const chosen = urisOf(selected).filter(isProfile);
  const [first, second] = chosen;
  if (chosen.length === 2 && first && second) return inOrder(first, second);
  const one = item instanceof vscode.Uri ? item : (item?.uri ?? activeProfile());
  const from = one ?? (await pick(vscode.l10n.t('Compare which profile?'), undefined));
  const other = from && (await pick(vscode.l10n.t('Compare {0} with', nameOf(from)), from));
  return from && other ? inOrder(from, other) : undefined;
}

/** Files of the explorer, or of the list of captures. */
export function urisOf(selected: readonly unknown[] | undefined): vscode.Uri[] {
  return (selected ?? []).flatMap((each) => {
    if (each instanceof vscode.Uri) return [each];
    const uri = typeof each === 'object' && each !== null && 'uri' in each ? each.uri : undefined;
    return uri instanceof vscode.Uri ? [uri] : [];
  });
}

/** A folder or another file that is selected as well does not count. */
export function isProfile({ path }: vscode.Uri): boolean {
  return IS_PROFILE.test(path);
}

/** By the time of writing: a profile is written once, when it is taken. */
async function inOrder(a: vscode.Uri, b: vscode.Uri): Promise<Comparison> {
  const [first, second] = await Promise.all([timeOf(a), timeOf(b)]);
  return first <= second
    ? { before: a.fsPath, after: b.fsPath }
    : { before: b.fsPath, after: a.fsPath };
}

function activeProfile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom ? input.uri : undefined;
}

async function pick(
  title: string,
  except: vscode.Uri | undefined,
): Promise<vscode.Uri | undefined> {
  const found = await vscode.workspace.findFiles(PROFILES, undefined, MOST_OFFERED);
  const times = await Promise.all(found.map(timeOf));
  const items = found
    .map((uri, index) => ({
      uri,
      time: times[index] ?? 0,
      label: nameOf(uri),
      description: vscode.workspace.asRelativePath(dirname(uri.fsPath)),
    }))
    .filter(({ uri }) => uri.fsPath !== except?.fsPath)
    .sort((a, b) => b.time - a.time);
  const browse = { label: vscode.l10n.t('$(folder-opened) Choose a file…'), uri: undefined };
  const chosen = await vscode.window.showQuickPick([...items, browse], {
    title,
    matchOnDescription: true,
  });
  if (!chosen) return undefined;
  if (chosen.uri) return chosen.uri;
  const [file] = (await vscode.window.showOpenDialog({ title })) ?? [];
  return file;
}

function nameOf(uri: vscode.Uri): string {
  return basename(uri.fsPath);
}

async function timeOf(uri: vscode.Uri): Promise<number> {
  return vscode.workspace.fs.stat(uri).then(
    ({ mtime }) => mtime,
    () => 0,
  );
}
