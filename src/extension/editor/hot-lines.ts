import * as vscode from 'vscode';
import { percentText, quantityText } from '../../base/format.ts';
import type { Analysis } from '../analysis/analysis.ts';
import type { Shown } from './figures.ts';
import { openPlace } from './open-place.ts';

/** A list of the hottest lines of the shown profile; goes to the chosen one. */
export async function chooseHotLine(analysis: Analysis, shown: Shown): Promise<void> {
  const { lines, whole, unit } = await analysis.request('delvescope/hotLines', shown);
  const items = lines.map(({ file, line, flat, cum }) => ({
    file,
    line,
    label: `${file.slice(file.lastIndexOf('/') + 1)}:${line}`,
    description: `${quantityText(flat, unit)} self · ${percentText(flat, whole)} · ${quantityText(cum, unit)} total`,
    detail: file,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Hot lines'),
    placeHolder: vscode.l10n.t('By self value, hottest first'),
    matchOnDetail: true,
  });
  if (!chosen) return;
  const { file, line } = chosen;
  const source = await analysis.request('delvescope/resolveSource', { file, line });
  await openPlace({ ...source, file }, line, { preserveFocus: false, beside: false });
}
