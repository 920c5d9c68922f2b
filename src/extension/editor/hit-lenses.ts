import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import { countText } from '../../base/format.ts';
import type { BreakpointView } from '../../protocol/breakpoint-view.ts';
import { command } from '../../protocol/contributions.ts';
import type { PanelSessions } from '../views/breakpoint-panel-session.ts';

/** `3 hits in 2 goroutines` above lines with breakpoints, while a program is debugged. */
export class HitLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #sessions: PanelSessions;
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#changed.event;
  #view: BreakpointView | null = null;
  #key = '';

  constructor(sessions: PanelSessions, onDidChangeFigures: vscode.Event<BreakpointView | null>) {
    this.#sessions = sessions;
    this.#disposables.addAll(
      vscode.languages.registerCodeLensProvider({ language: 'go', scheme: 'file' }, this),
      onDidChangeFigures((view) => this.#update(view)),
    );
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const session = this.#sessions.current;
    const view = this.#view;
    if (!session || !view) return [];
    const lenses = vscode.debug.breakpoints.map(async (breakpoint) => {
      if (!(breakpoint instanceof vscode.SourceBreakpoint)) return null;
      const { uri, range } = breakpoint.location;
      if (uri.toString() !== document.uri.toString()) return null;
      const set = await session.getDebugProtocolBreakpoint(breakpoint);
      const id = typeof set === 'object' && 'id' in set ? set.id : undefined;
      const status = view.breakpoints.find((one) => one.id === id);
      if (!status || status.totalHits === 0) return null;
      return new vscode.CodeLens(range.with({ end: range.start }), {
        title: hitsText(status.totalHits, status.goroutines.length),
        command: command.showBreakpoint,
        arguments: [breakpoint],
      });
    });
    return (await Promise.all(lenses)).filter((lens) => lens !== null);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #update(view: BreakpointView | null): void {
    this.#view = view;
    const key = JSON.stringify(
      view?.breakpoints.map(({ id, totalHits, goroutines }) => [id, totalHits, goroutines.length]),
    );
    if (key === this.#key) return;
    this.#key = key;
    this.#changed.fire();
  }
}

/** Hits are listed for 100 goroutines at most. */
const LISTED = 100;

function hitsText(hits: number, goroutines: number): string {
  const count = goroutines >= LISTED ? `≥ ${LISTED}` : countText(goroutines);
  const first = hits === 1 ? vscode.l10n.t('1 hit') : vscode.l10n.t('{0} hits', countText(hits));
  return goroutines === 1
    ? vscode.l10n.t('{0} in 1 goroutine', first)
    : vscode.l10n.t('{0} in {1} goroutines', first, count);
}
