import * as vscode from 'vscode';
import { percentText, quantityText } from '../../base/format.ts';
import type { BreakAtHotLineArguments, HotLine } from '../../protocol/analysis.ts';
import type { Analysis } from '../analysis/analysis.ts';
import type { Shown } from './figures.ts';
import { openPlace } from './open-place.ts';
import type { OpenOptions } from './open-place.ts';

/** A list of the hottest lines of the shown profile; goes to the chosen one. */
export async function chooseHotLine(analysis: Analysis, shown: Shown): Promise<void> {
  const { lines, whole, unit } = await analysis.request('delvescope/hotLines', shown);
  const items = lines.map((hot) => ({
    hot,
    label: `${fileName(hot.file)}:${hot.line}`,
    description: `${quantityText(hot.flat, unit)} self · ${percentText(hot.flat, whole)} · ${quantityText(hot.cum, unit)} total`,
    detail: hot.file,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Hot lines'),
    placeHolder: vscode.l10n.t('By self value, hottest first'),
    matchOnDetail: true,
  });
  if (chosen) await openHotLine(chosen.hot, { preserveFocus: false });
}

export async function openHotLine(
  { file, path, line }: Pick<HotLine, 'file' | 'path' | 'line'>,
  options: OpenOptions,
): Promise<void> {
  await openPlace({ file, path, tried: [] }, line, options);
}

/** Called by hovers and by the list of hot lines, each with its own argument. One breakpoint a line is enough. */
export function breakAtHotLine(target: unknown): void {
  if (!isPlace(target)) return;
  const uri = vscode.Uri.file(target.path);
  const position = new vscode.Position(target.line - 1, 0);
  const isThere = vscode.debug.breakpoints.some(
    (known) =>
      known instanceof vscode.SourceBreakpoint &&
      known.location.uri.fsPath === uri.fsPath &&
      known.location.range.start.line === position.line,
  );
  const place = `${fileName(uri.path)}:${target.line}`;
  if (!isThere) {
    const location = new vscode.Location(uri, position);
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location)]);
  }
  const words = isThere
    ? vscode.l10n.t('{0} has a breakpoint already', place)
    : vscode.l10n.t('Breakpoint at {0}', place);
  vscode.window.setStatusBarMessage(`$(debug-breakpoint) ${words}`, 5000);
}

function isPlace(target: unknown): target is BreakAtHotLineArguments {
  return (
    typeof target === 'object' &&
    target !== null &&
    'path' in target &&
    typeof target.path === 'string' &&
    'line' in target &&
    typeof target.line === 'number' &&
    target.line > 0
  );
}

/** Profiles name files with slashes, whatever the system. */
export function fileName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
