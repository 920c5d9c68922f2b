import * as vscode from 'vscode';
import type { Log } from '../../base/log.ts';
import { command, view } from '../../protocol/contributions.ts';
import { GoroutineBreakpoints } from '../debug/goroutine-breakpoints.ts';
import { ConditionCompletion } from '../editor/condition-completion.ts';
import { expressionAtCursor } from '../editor/expression-at-cursor.ts';
import { HitLenses } from '../editor/hit-lenses.ts';
import { BreakpointPanel } from './breakpoint-panel.ts';
import { PanelSessions } from './breakpoint-panel-session.ts';

/** The panel "Breakpoints & expressions" and the ways into it. */
export function breakpointFeatures(
  { extensionUri, workspaceState }: vscode.ExtensionContext,
  log: Log,
): readonly vscode.Disposable[] {
  const sessions = new PanelSessions();
  const panel = new BreakpointPanel(extensionUri, sessions, workspaceState, log);
  const show = (breakpoint: vscode.Breakpoint): Promise<void> =>
    panel.show(breakpoint, { edit: false });
  const goroutines = new GoroutineBreakpoints(sessions, show);
  const { registerCommand } = vscode.commands;
  return [
    sessions,
    panel,
    new HitLenses(sessions, panel.onDidChangeFigures),
    new ConditionCompletion(sessions),
    vscode.window.registerWebviewViewProvider(view.breakpoints, panel),
    registerCommand(command.trackGoroutine, (id: unknown) => goroutines.track(id)),
    registerCommand(command.breakInGoroutine, (id: unknown, place: unknown) =>
      goroutines.breakIn(id, place),
    ),
    registerCommand(command.breakAtLineInGoroutine, (place: unknown) =>
      goroutines.addAtLine(place),
    ),
    registerCommand(command.showBreakpoint, show),
    registerCommand(command.addExpression, () => panel.addExpression(expressionAtCursor())),
  ];
}
