import * as vscode from 'vscode';
import { parseCondition, printTerm } from '../../condition/index.ts';
import { openPlace } from '../editor/open-place.ts';
import type { Analysis } from './analysis.ts';

/** Opens a line and sets a breakpoint there for goroutines that started with a function. */
export async function breakForSuchGoroutines(
  analysis: Analysis,
  { file, line, startedAs }: { file: string; line: number; startedAs: string },
): Promise<void> {
  const source = await analysis.request('delvescope/resolveSource', { file, line });
  await openPlace({ ...source, file }, line, { preserveFocus: false, beside: true });
  if (source.path === null) return;
  const location = new vscode.Location(
    vscode.Uri.file(source.path),
    new vscode.Position(line - 1, 0),
  );
  const condition = printTerm({ kind: 'startedAs', function: startedAs });
  // The name comes from a file: it must be that one term and nothing else.
  const { terms, goCondition, problems } = parseCondition(condition);
  if (problems.length > 0 || terms.length !== 1 || goCondition !== '') {
    throw new Error(vscode.l10n.t('{0} cannot stand in a condition.', startedAs));
  }
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location, true, condition)]);
}
