import * as vscode from 'vscode';
import { messageOf } from '../../base/user-error.ts';
import { DEBUG_TYPE } from '../../protocol/contributions.ts';
import { adapterRequest } from '../../protocol/debug-session.ts';
import type { AdapterRequests } from '../../protocol/debug-session.ts';
import { showError, showNotice } from '../notify.ts';

/** What a menu of the variables view passes on. */
interface VariableContext {
  readonly variable?: { readonly name?: string; readonly evaluateName?: string };
}

interface Item extends vscode.QuickPickItem {
  readonly breakpoint: UsageList['breakpoints'][number];
}

type UsageList = AdapterRequests['delvescope/usageBreakpoints']['answer'];

/** Breaks when anybody uses the channel or mutex of a variable. Without one, asks for its name. */
export async function breakOnUse(target: unknown): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== DEBUG_TYPE) {
    await showError(vscode.l10n.t('There is no debug session.'), []);
    return;
  }
  const expression = nameOf(target) ?? (await askName());
  if (expression === undefined || expression === '') return;
  const item = vscode.debug.activeStackItem;
  const frameId = item instanceof vscode.DebugStackFrame ? item.frameId : undefined;
  try {
    const answer = await request(session, adapterRequest.breakOnUse, { expression, frameId });
    if (answer.limits !== '') await showNotice(answer.limits, []);
  } catch (error) {
    await showError(messageOf(error), []);
  }
}

/** Lists all breakpoints on channels and mutexes of the session and removes the chosen ones. */
export async function removeUsageBreakpoints(): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== DEBUG_TYPE) {
    await showError(vscode.l10n.t('There is no debug session.'), []);
    return;
  }
  try {
    const { breakpoints } = await request(session, adapterRequest.usageBreakpoints, {});
    if (breakpoints.length === 0) {
      await showNotice(vscode.l10n.t('There is no breakpoint on a channel or mutex.'), []);
      return;
    }
    const items = breakpoints.map((breakpoint): Item => ({
      breakpoint,
      label: breakpoint.name,
      description: `${breakpoint.kind} ${breakpoint.address}`,
      picked: true,
    }));
    const picked = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Remove channel and mutex breakpoints'),
      placeHolder: vscode.l10n.t('Those with a tick are removed'),
      canPickMany: true,
    });
    if (!picked || picked.length === 0) return;
    const ids = picked.map(({ breakpoint }) => breakpoint.id);
    await request(session, adapterRequest.removeUsageBreakpoints, { ids });
  } catch (error) {
    await showError(messageOf(error), []);
  }
}

async function request<Name extends keyof AdapterRequests>(
  session: vscode.DebugSession,
  name: Name,
  args: AdapterRequests[Name]['arguments'],
): Promise<AdapterRequests[Name]['answer']> {
  // The adapter and the extension ship together: its answer to a request of ours has that request's shape.
  return (await session.customRequest(name, args)) as AdapterRequests[Name]['answer'];
}

function nameOf(target: unknown): string | undefined {
  if (typeof target !== 'object' || target === null) return undefined;
  const { variable }: VariableContext = target;
  return variable?.evaluateName ?? variable?.name;
}

function askName(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Break when a channel or mutex is used'),
    prompt: vscode.l10n.t('A channel, sync.Mutex or sync.RWMutex in the selected frame'),
    placeHolder: 's.mu',
    ignoreFocusOut: true,
  });
}
