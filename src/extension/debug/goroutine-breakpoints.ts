import { basename } from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../base/user-error.ts';
import type { SourcePlace } from '../../protocol/goroutine-view.ts';
import { formOf } from '../views/breakpoint-form.ts';
import { goBreakpoints, replace } from '../views/breakpoint-panel-list.ts';
import type { PanelSessions } from '../views/breakpoint-panel-session.ts';
import { askAdapter } from './ask-adapter.ts';

/** Deep enough to find own code below a channel, a lock or a network poller. */
const STACK_DEPTH = 20;

/** The ways from a goroutine to its breakpoints: the call stack, the gutter, the Goroutines panel. */
export class GoroutineBreakpoints {
  readonly #sessions: PanelSessions;
  readonly #show: (breakpoint: vscode.Breakpoint) => Promise<void>;

  constructor(sessions: PanelSessions, show: (breakpoint: vscode.Breakpoint) => Promise<void>) {
    this.#sessions = sessions;
    this.#show = show;
  }

  /** Tracks the goroutine, or no longer when it was; breakpoints with `@tracked` follow. */
  async track(goroutine: unknown): Promise<void> {
    const session = this.#sessions.current;
    const id = this.#idOf(goroutine);
    if (!session || id === undefined) return;
    await shown(async () => {
      const { tracked } = await askAdapter(session, 'delvescope/breakpointView', {});
      const isTracked = !tracked.includes(id);
      await askAdapter(session, 'delvescope/trackGoroutine', { goroutine: id, isTracked });
      const text = isTracked
        ? vscode.l10n.t('Goroutine {0} is tracked: breakpoints with @tracked stop in it.', id)
        : vscode.l10n.t('Goroutine {0} is no longer tracked.', id);
      vscode.window.setStatusBarMessage(text, 5000);
    });
  }

  /** The Goroutines panel says where; the call stack does not. */
  async breakIn(goroutine: unknown, place: unknown): Promise<void> {
    if (isPlace(place)) await this.#breakAt(goroutine, place);
    else await this.#breakOnlyIn(goroutine);
  }

  /** Asks which breakpoint is to stop in this goroutine only: a new one at its line, or one that is there. */
  async #breakOnlyIn(goroutine: unknown): Promise<void> {
    const session = this.#sessions.current;
    const id = this.#idOf(goroutine);
    if (!session || id === undefined) return;
    await shown(async () => {
      const place = await placeOf(session, id);
      const picked = await vscode.window.showQuickPick(choices(place), {
        title: vscode.l10n.t('Break only in goroutine {0}', id),
        placeHolder: vscode.l10n.t('Which breakpoint is to stop in this goroutine only?'),
      });
      if (picked) await this.#show(picked.apply(id));
    });
  }

  /** A breakpoint at a place, for this goroutine only. */
  async #breakAt(goroutine: unknown, { file, line }: SourcePlace): Promise<void> {
    const session = this.#sessions.current;
    const id = this.#idOf(goroutine);
    if (!session || id === undefined) return;
    await shown(async () => {
      const { path } = await askAdapter(session, 'delvescope/resolveSource', { file, line });
      if (path === null) {
        throw new Error(vscode.l10n.t('{0} is not on this machine.', file));
      }
      await this.#show(breakpointAt(vscode.Uri.file(path), line, id));
    });
  }

  /** From the gutter: for the goroutine that is selected in the call stack. */
  async addAtLine(place: unknown): Promise<void> {
    const id = this.#idOf(undefined);
    if (id === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Select a goroutine in the call stack first: the program must be paused.'),
      );
      return;
    }
    const line = lineOf(place);
    if (line) await this.#show(breakpointAt(line.uri, line.line, id));
  }

  /** A thread of the call stack comes as its number; without one, the selected thread is meant. */
  #idOf(goroutine: unknown): number | undefined {
    if (typeof goroutine === 'number') return goroutine;
    return vscode.debug.activeStackItem?.threadId;
  }
}

interface Choice extends vscode.QuickPickItem {
  /** Makes the breakpoint stop in this goroutine only; returns it. */
  readonly apply: (goroutine: number) => vscode.Breakpoint;
}

function choices(place: { readonly uri: vscode.Uri; readonly line: number } | null): Choice[] {
  const list: Choice[] = goBreakpoints()
    .filter((one) => !place || !isAt(one, place.uri, place.line))
    .map((breakpoint) => ({
      label: nameOf(breakpoint),
      description: breakpoint.condition ?? '',
      apply: (goroutine) => limited(breakpoint, goroutine),
    }));
  if (!place) return list;
  const here: Choice = {
    label: `$(add) ${basename(place.uri.path)}:${place.line}`,
    description: vscode.l10n.t('where it is now'),
    apply: (goroutine) => breakpointAt(place.uri, place.line, goroutine),
  };
  return [here, ...list];
}

function breakpointAt(uri: vscode.Uri, line: number, goroutine: number): vscode.Breakpoint {
  const known = goBreakpoints().find((one) => isAt(one, uri, line));
  if (known) return limited(known, goroutine);
  const location = new vscode.Location(uri, new vscode.Position(line - 1, 0));
  const added = new vscode.SourceBreakpoint(location, true, `@goroutine(${goroutine})`);
  vscode.debug.addBreakpoints([added]);
  return added;
}

function limited(breakpoint: vscode.Breakpoint, goroutine: number): vscode.Breakpoint {
  const { condition = '', hitCondition = '', logMessage = '' } = breakpoint;
  const { form } = formOf({ condition, hitCondition, logMessage });
  const scope = { goroutines: 'goroutine', goroutineValue: String(goroutine) } as const;
  return replace(breakpoint, { isEnabled: true, form: { ...form, ...scope } }) ?? breakpoint;
}

function isAt(breakpoint: vscode.Breakpoint, uri: vscode.Uri, line: number): boolean {
  if (!(breakpoint instanceof vscode.SourceBreakpoint)) return false;
  const { location } = breakpoint;
  return location.uri.toString() === uri.toString() && location.range.start.line === line - 1;
}

function nameOf(breakpoint: vscode.Breakpoint): string {
  if (breakpoint instanceof vscode.FunctionBreakpoint) return breakpoint.functionName;
  if (!(breakpoint instanceof vscode.SourceBreakpoint)) return vscode.l10n.t('Data breakpoint');
  const { uri, range } = breakpoint.location;
  return `${basename(uri.path)}:${range.start.line + 1}`;
}

/** The first frame of a goroutine whose file is in the workspace, else the first with a file. */
async function placeOf(
  session: vscode.DebugSession,
  threadId: number,
): Promise<{ readonly uri: vscode.Uri; readonly line: number } | null> {
  const answer: unknown = await session.customRequest('stackTrace', {
    threadId,
    startFrame: 0,
    levels: STACK_DEPTH,
  });
  const places = framesOf(answer);
  const own = places.find(({ uri }) => vscode.workspace.getWorkspaceFolder(uri) !== undefined);
  return own ?? places[0] ?? null;
}

function framesOf(answer: unknown): readonly { readonly uri: vscode.Uri; readonly line: number }[] {
  if (typeof answer !== 'object' || answer === null || !('stackFrames' in answer)) return [];
  const frames: readonly unknown[] = Array.isArray(answer.stackFrames) ? answer.stackFrames : [];
  return frames.flatMap((frame) => {
    if (typeof frame !== 'object' || frame === null) return [];
    if (!('line' in frame) || !('source' in frame)) return [];
    const { line, source } = frame;
    if (typeof line !== 'number' || typeof source !== 'object' || source === null) return [];
    const path = 'path' in source ? source.path : undefined;
    return typeof path === 'string' ? [{ uri: vscode.Uri.file(path), line }] : [];
  });
}

function isPlace(place: unknown): place is SourcePlace {
  // The call stack hands over a second argument too, of another shape.
  return typeof place === 'object' && place !== null && 'file' in place && 'line' in place;
}

/** What the gutter's menu hands over. */
function lineOf(place: unknown): { readonly uri: vscode.Uri; readonly line: number } | null {
  if (typeof place === 'object' && place !== null && 'uri' in place && 'lineNumber' in place) {
    const { uri, lineNumber } = place;
    if (uri instanceof vscode.Uri && typeof lineNumber === 'number')
      return { uri, line: lineNumber };
  }
  const editor = vscode.window.activeTextEditor;
  if (!editor) return null;
  return { uri: editor.document.uri, line: editor.selection.active.line + 1 };
}

async function shown(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    await vscode.window.showWarningMessage(messageOf(error));
  }
}
