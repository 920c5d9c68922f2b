import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ProfileScope } from '../../protocol/analysis.ts';
import type { ExportFormat, ReportKind } from '../../protocol/profile-export.ts';
import type { Analysis } from './analysis.ts';

interface FormatItem extends vscode.QuickPickItem {
  readonly format?: ExportFormat;
  readonly report?: ReportKind;
}

const EXTENSIONS: Readonly<Record<ExportFormat, string>> = {
  svg: 'svg',
  speedscope: 'speedscope.json',
  folded: 'folded.txt',
  csv: 'csv',
  pprof: 'pb.gz',
};

/** Asks for a form, then writes a file or opens a text. What is written is what the filter leaves. */
export async function exportProfile(
  analysis: Analysis,
  scope: ProfileScope,
  { name, functionName, isComparison }: ExportedPage,
): Promise<void> {
  const chosen = await vscode.window.showQuickPick(itemsOf(functionName, isComparison), {
    title: vscode.l10n.t('Export {0}', name),
    placeHolder: vscode.l10n.t('What the filter leaves is written'),
  });
  if (chosen?.report) {
    const query = { ...scope, report: chosen.report, functionName };
    const content = await analysis.request('delvescope/profileReport', query);
    const document = await vscode.workspace.openTextDocument({ content });
    await vscode.window.showTextDocument(document);
  }
  if (chosen?.format) await save(analysis, scope, name, chosen.format);
}

export interface ExportedPage {
  readonly name: string;
  /** The selected function; empty for none. */
  readonly functionName: string;
  readonly isComparison: boolean;
}

function itemsOf(functionName: string, isComparison: boolean): FormatItem[] {
  const files: FormatItem[] = [
    { label: vscode.l10n.t('Flame graph as SVG'), format: 'svg' },
    { label: vscode.l10n.t('Table of functions as CSV'), format: 'csv' },
    { label: vscode.l10n.t('Folded stacks'), format: 'folded' },
    { label: vscode.l10n.t('speedscope JSON'), format: 'speedscope' },
    { label: vscode.l10n.t('pprof, filtered'), format: 'pprof' },
  ];
  const texts: FormatItem[] = [
    { label: vscode.l10n.t('Text: functions'), description: 'pprof -text', report: 'text' },
    {
      label: vscode.l10n.t('Text: callers and callees'),
      description: 'pprof -tree',
      report: 'tree',
    },
    ...(functionName === ''
      ? []
      : [
          {
            label: vscode.l10n.t('Text: around the selected function'),
            description: 'pprof -peek',
            report: 'peek' as const,
          },
        ]),
    { label: vscode.l10n.t('Text: labels'), description: 'pprof -tags', report: 'tags' },
    { label: vscode.l10n.t('Text: all stacks'), description: 'pprof -traces', report: 'traces' },
  ];
  // Other forms have no place for two sides.
  if (isComparison) return files.filter(({ format }) => format === 'svg' || format === 'csv');
  return [...files, ...texts];
}

async function save(
  analysis: Analysis,
  scope: ProfileScope,
  name: string,
  format: ExportFormat,
): Promise<void> {
  const extension = EXTENSIONS[format];
  const plain = basename(name).replace(/\.(pb\.gz|pprof|prof)$/, '');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const fileName = format === 'pprof' ? `${plain}.filtered.${extension}` : `${plain}.${extension}`;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export {0}', name),
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, fileName) }),
  });
  if (!target) return;
  await analysis.request('delvescope/exportProfile', { ...scope, format, path: target.fsPath });
  vscode.window.setStatusBarMessage(vscode.l10n.t('{0} written', basename(target.fsPath)), 5000);
}
