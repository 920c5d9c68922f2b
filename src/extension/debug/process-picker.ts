import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Log } from '../../base/log.ts';
import { setting } from '../../protocol/contributions.ts';
import { goVersions, listProcesses } from './process-list.ts';

/** Lets the user choose a process, Go programs first. The id as a string, or undefined when dismissed. */
export async function pickProcess(log: Pick<Log, 'info'>): Promise<string | undefined> {
  const started = Date.now();
  const chosen = await vscode.window.showQuickPick(items(started, log), {
    title: vscode.l10n.t('Attach to process'),
    placeHolder: vscode.l10n.t('Type a name, an id or a part of the command line'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.pid?.toString();
}

interface ProcessItem extends vscode.QuickPickItem {
  readonly pid?: number;
}

async function items(started: number, log: Pick<Log, 'info'>): Promise<ProcessItem[]> {
  const processes = await listProcesses();
  const configured = vscode.workspace.getConfiguration().get(setting.goPath, '');
  const executables = [...new Set(processes.map(({ executable }) => executable))].filter(
    (path) => path !== '',
  );
  const versions = await goVersions(configured === '' ? 'go' : configured, executables);
  log.info(`${processes.length} processes, listed in ${Date.now() - started} ms`);
  const goItems: ProcessItem[] = [];
  const otherItems: ProcessItem[] = [];
  for (const { pid, executable, commandLine } of processes) {
    const version = versions.get(executable);
    const item: ProcessItem = {
      label: basename(executable === '' ? (commandLine.split(' ', 1)[0] ?? '') : executable),
      description: version === undefined ? `${pid}` : `${pid} · ${version}`,
      detail: commandLine,
      pid,
    };
    (version === undefined ? otherItems : goItems).push(item);
  }
  const separator = (label: string): ProcessItem => ({
    label,
    kind: vscode.QuickPickItemKind.Separator,
  });
  return [
    separator(vscode.l10n.t('Go programs')),
    ...goItems,
    separator(vscode.l10n.t('Other processes')),
    ...otherItems,
  ];
}
