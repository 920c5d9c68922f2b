import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import type { FromProfilePage } from '../../protocol/webview-profile.ts';
import type { Analysis } from './analysis.ts';

/** Sets a breakpoint at a frame of the graph; with a caller, only for goroutines that have it on their stack. */
export async function breakAtFrame(
  analysis: Pick<Analysis, 'request'>,
  opened: Promise<string>,
  { file, line: measured, caller }: FromProfilePage & { kind: 'breakpoint' },
  log: Pick<Log, 'warn'>,
): Promise<void> {
  try {
    const query = { profile: await opened, file, line: measured };
    const { path, line } = await analysis.request('delvescope/placeNow', query);
    if (path === null) {
      const words = vscode.l10n.t('{0} is not on this machine: no breakpoint is set.', file);
      await vscode.window.showWarningMessage(words);
      return;
    }
    const location = new vscode.Location(vscode.Uri.file(path), new vscode.Position(line - 1, 0));
    const condition = caller === '' ? undefined : `@stack(${caller})`;
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location, true, condition)]);
    const place = `${basename(path)}:${line}`;
    const words = condition
      ? vscode.l10n.t('Breakpoint at {0} when {1}', place, condition)
      : vscode.l10n.t('Breakpoint at {0}', place);
    vscode.window.setStatusBarMessage(`$(debug-breakpoint-conditional) ${words}`, 5000);
  } catch (error) {
    log.warn(`breakpoint at ${file}:${measured}: ${messageOf(error)}`);
    await vscode.window.showErrorMessage(messageOf(error));
  }
}
