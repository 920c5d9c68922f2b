import * as vscode from 'vscode';
import { percentText, quantityText } from '../../base/format.ts';
import type { HotLine } from '../../protocol/analysis.ts';
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

/** Profiles name files with slashes, whatever the system. */
export function fileName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
