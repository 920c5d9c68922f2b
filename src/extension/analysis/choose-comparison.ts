import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { filesOf } from '../capture/capture-list.ts';

/** Paths of two profiles or more, the oldest first. */
export type Comparison = readonly string[];

const PROFILES = '**/*.{pprof,prof,pb.gz}';
const IS_PROFILE = /\.(?:pprof|prof|pb\.gz)$/;
const MOST_OFFERED = 500;

/**
 * The profiles that a command is about: the selected files of the explorer, the captures of a series, or one and others
 * that are asked for. Undefined when the user leaves the list.
 */
export async function chooseComparison(
  item: unknown,
  selected: readonly unknown[] | undefined,
): Promise<Comparison | undefined> {
  const chosen = urisOf(selected ?? [item]).filter(isProfile);
  if (chosen.length > 1) return inOrder(chosen);
  const from =
    chosen[0] ?? activeProfile() ?? (await pickOne(vscode.l10n.t('Compare which profile?')));
  const others = from && (await pickOthers(vscode.l10n.t('Compare {0} with', nameOf(from)), from));
  return from && others ? inOrder([from, ...others]) : undefined;
}

/** Files of the explorer, captures of the list, or those of a series. */
export function urisOf(selected: readonly unknown[] | undefined): vscode.Uri[] {
  return (selected ?? []).flatMap((each) => {
    if (each instanceof vscode.Uri) return [each];
    const files = filesOf(each);
    if (files.length > 0) return urisOf(files);
    const uri = typeof each === 'object' && each !== null && 'uri' in each ? each.uri : undefined;
    return uri instanceof vscode.Uri ? [uri] : [];
  });
}

/** A folder or another file that is selected as well does not count. */
export function isProfile({ path }: vscode.Uri): boolean {
  return IS_PROFILE.test(path);
}

/** By the time of writing: a profile is written once, when it is taken. */
async function inOrder(uris: readonly vscode.Uri[]): Promise<Comparison> {
  const timed = await Promise.all(uris.map(async (uri) => ({ uri, time: await timeOf(uri) })));
  return timed.sort((a, b) => a.time - b.time).map(({ uri }) => uri.fsPath);
}

function activeProfile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom ? input.uri : undefined;
}

interface ProfileItem extends vscode.QuickPickItem {
  /** Undefined for a file that is still to be chosen. */
  readonly uri: vscode.Uri | undefined;
}

async function pickOne(title: string): Promise<vscode.Uri | undefined> {
  const options = { title, matchOnDescription: true };
  const chosen = await vscode.window.showQuickPick(profileItems(undefined), options);
  if (!chosen) return undefined;
  return chosen.uri ?? (await vscode.window.showOpenDialog({ title }))?.[0];
}

async function pickOthers(title: string, from: vscode.Uri): Promise<vscode.Uri[] | undefined> {
  const chosen = await vscode.window.showQuickPick(profileItems(from), {
    title,
    placeHolder: vscode.l10n.t('One or more'),
    matchOnDescription: true,
    canPickMany: true,
  });
  if (!chosen || chosen.length === 0) return undefined;
  const known = chosen.flatMap(({ uri }) => (uri ? [uri] : []));
  if (known.length === chosen.length) return known;
  const others = await vscode.window.showOpenDialog({ title, canSelectMany: true });
  return others && [...known, ...others];
}

/** The profiles of the workspace, newest first, and a way to others. */
async function profileItems(except: vscode.Uri | undefined): Promise<ProfileItem[]> {
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
  return [...items, { label: vscode.l10n.t('$(folder-opened) Choose a file…'), uri: undefined }];
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
