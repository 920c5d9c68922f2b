import * as vscode from 'vscode';
import { setting } from '../../protocol/contributions.ts';
import type { PathRule } from '../../protocol/path-doctor.ts';

/** Appends rules to the setting, in the workspace; a rule for the same folder of the program is replaced. */
export async function saveInSettings(rules: readonly PathRule[]): Promise<void> {
  const settings = vscode.workspace.getConfiguration();
  const known = settings.get<readonly PathRule[]>(setting.substitutePath, []);
  const target = vscode.ConfigurationTarget.Workspace;
  await settings.update(setting.substitutePath, merged(known, rules), target);
}

/** Appends rules to the session's configuration in launch.json. False: it has none there. */
export async function saveInLaunchJson(
  { name, type, workspaceFolder }: vscode.DebugSession,
  rules: readonly PathRule[],
): Promise<boolean> {
  const launch = vscode.workspace.getConfiguration('launch', workspaceFolder);
  const configurations = launch.get<readonly vscode.DebugConfiguration[]>('configurations', []);
  const isOurs = (each: vscode.DebugConfiguration): boolean =>
    each.name === name && each.type === type;
  if (!configurations.some(isOurs)) return false;
  const changed = configurations.map((each) => {
    if (!isOurs(each)) return each;
    const known: unknown = each['substitutePath'];
    return { ...each, substitutePath: merged(Array.isArray(known) ? known : [], rules) };
  });
  const target = workspaceFolder
    ? vscode.ConfigurationTarget.WorkspaceFolder
    : vscode.ConfigurationTarget.Workspace;
  await launch.update('configurations', changed, target);
  return true;
}

function merged(known: readonly PathRule[], added: readonly PathRule[]): readonly PathRule[] {
  const replaced = new Set(added.map(({ to }) => to));
  return [...known.filter(({ to }) => !replaced.has(to)), ...added];
}
