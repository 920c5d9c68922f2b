import * as vscode from 'vscode';
import { setting } from '../../protocol/contributions.ts';

/** The version the adapter is tested with. */
export const DLV_MODULE = 'github.com/go-delve/delve/cmd/dlv@v1.27.2';

/** Runs `go install` as a task, so that its output and its failure can be seen. True when it succeeded. */
export async function installDlv(): Promise<boolean> {
  const configured = vscode.workspace.getConfiguration().get(setting.goPath, '');
  const task = new vscode.Task(
    { type: 'process' },
    vscode.TaskScope.Workspace,
    vscode.l10n.t('install dlv'),
    'Delvescope',
    new vscode.ProcessExecution(configured === '' ? 'go' : configured, ['install', DLV_MODULE]),
  );
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
  const execution = await vscode.tasks.executeTask(task);
  const code = await new Promise<number | undefined>((resolve) => {
    const listener = vscode.tasks.onDidEndTaskProcess((event) => {
      if (event.execution !== execution) return;
      listener.dispose();
      resolve(event.exitCode);
    });
  });
  return code === 0;
}
