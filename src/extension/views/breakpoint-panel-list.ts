import { basename } from 'node:path';
import * as vscode from 'vscode';
import { parseCondition } from '../../condition/index.ts';
import type {
  BreakpointStatus,
  BreakpointView,
  UsageStatus,
} from '../../protocol/breakpoint-view.ts';
import type {
  BreakpointForm,
  PanelBreakpoint,
  PanelBreakpoints,
} from '../../protocol/webview-expressions.ts';
import { chipsOf, conditionOf, formOf } from './breakpoint-form.ts';
import type { SourceLines } from './source-lines.ts';

const USAGE_KEY = 'usage ';

/** The editor's own list of breakpoints: the truth about which there are and when they stop. */
export function goBreakpoints(): readonly vscode.Breakpoint[] {
  return vscode.debug.breakpoints.filter(
    (breakpoint) =>
      !(breakpoint instanceof vscode.SourceBreakpoint) ||
      breakpoint.location.uri.path.endsWith('.go'),
  );
}

/** The list joined with how each one fares in a session. */
export async function panelBreakpoints(
  session: vscode.DebugSession | undefined,
  view: BreakpointView | null,
  lines: SourceLines,
): Promise<PanelBreakpoints> {
  const list = await Promise.all(
    goBreakpoints().map((breakpoint) => panelBreakpoint(breakpoint, session, view, lines)),
  );
  const collator = new Intl.Collator(undefined, { numeric: true });
  const usage = (view?.usage ?? []).map(usageBreakpoint);
  const breakpoints = [...list.toSorted((a, b) => collator.compare(a.detail, b.detail)), ...usage];
  return {
    breakpoints,
    tracked: view?.tracked ?? [],
    slowdown: view?.slowdown ?? 0,
    places: breakpoints.filter(({ kind }) => kind === 'source').map(({ title }) => title),
  };
}

/** Names a breakpoint by what it is, so that it is found again after it was replaced. */
export function keyOf(breakpoint: vscode.Breakpoint): string {
  if (breakpoint instanceof vscode.SourceBreakpoint) {
    const { uri, range } = breakpoint.location;
    return `source ${uri.toString()}:${range.start.line}:${range.start.character}`;
  }
  if (breakpoint instanceof vscode.FunctionBreakpoint) return `function ${breakpoint.functionName}`;
  return `other ${breakpoint.id}`;
}

export function breakpointOf(key: string): vscode.Breakpoint | undefined {
  return goBreakpoints().find((breakpoint) => keyOf(breakpoint) === key);
}

/** The editor cannot change a breakpoint: another one takes its place, and is returned. */
export function replace(
  breakpoint: vscode.Breakpoint,
  change: { readonly isEnabled?: boolean; readonly form?: BreakpointForm },
): vscode.Breakpoint | undefined {
  const isEnabled = change.isEnabled ?? breakpoint.enabled;
  const { form } = change;
  const texts: Texts = form
    ? [
        conditionOf(form) || undefined,
        form.hitCondition.trim() || undefined,
        form.logMessage.trim() || undefined,
      ]
    : textsOf(breakpoint);
  const before = textsOf(breakpoint);
  const isSame = texts.every((text, at) => text === before[at]);
  if (isSame && isEnabled === breakpoint.enabled) return undefined;
  const next = copyOf(breakpoint, isEnabled, texts);
  if (!next) return undefined;
  vscode.debug.removeBreakpoints([breakpoint]);
  vscode.debug.addBreakpoints([next]);
  return next;
}

type Texts = readonly [
  condition: string | undefined,
  hitCondition: string | undefined,
  logMessage: string | undefined,
];

function textsOf({ condition, hitCondition, logMessage }: vscode.Breakpoint): Texts {
  return [condition, hitCondition, logMessage];
}

function copyOf(
  breakpoint: vscode.Breakpoint,
  isEnabled: boolean,
  texts: Texts,
): vscode.Breakpoint | undefined {
  if (breakpoint instanceof vscode.SourceBreakpoint) {
    return new vscode.SourceBreakpoint(breakpoint.location, isEnabled, ...texts);
  }
  if (breakpoint instanceof vscode.FunctionBreakpoint) {
    return new vscode.FunctionBreakpoint(breakpoint.functionName, isEnabled, ...texts);
  }
  return undefined; // Extensions can neither make nor change data breakpoints.
}

async function panelBreakpoint(
  breakpoint: vscode.Breakpoint,
  session: vscode.DebugSession | undefined,
  view: BreakpointView | null,
  lines: SourceLines,
): Promise<PanelBreakpoint> {
  const { condition = '', hitCondition = '', logMessage = '' } = breakpoint;
  const texts = { condition, hitCondition, logMessage };
  const { form, problems } = formOf(texts);
  const set = await session?.getDebugProtocolBreakpoint(breakpoint);
  const known = readSet(set);
  return {
    key: keyOf(breakpoint),
    isEnabled: breakpoint.enabled,
    ...(await whereOf(breakpoint, lines)),
    form,
    chips: chipsOf(parseCondition(condition), texts),
    problems,
    isVerified: session && breakpoint.enabled ? known.verified : null,
    message: known.message,
    status: statusOf(view, known.id),
  };
}

const USES: Readonly<Record<UsageStatus['kind'], string>> = {
  channel: 'send, receive, close, select',
  mutex: 'Lock, TryLock, Unlock',
  'read-write mutex': 'Lock, RLock, TryLock, TryRLock, Unlock, RUnlock',
};

/** The editor knows nothing of these: they were set in the Variables view and live in the session. */
function usageBreakpoint({ id, name, kind, address, status }: UsageStatus): PanelBreakpoint {
  const isSet = address !== '';
  const texts = { condition: '', hitCondition: '', logMessage: '' };
  return {
    key: `${USAGE_KEY}${id}`,
    kind: 'usage',
    isEnabled: true,
    title: name,
    detail: `${kind} ${address}`.trim(),
    code: USES[kind],
    canEdit: false,
    form: formOf(texts).form,
    chips: isSet ? [[kind, address]] : [],
    problems: [],
    isVerified: isSet,
    message: isSet ? '' : vscode.l10n.t('Looked for at each stop of the new process'),
    status: isSet ? status : null,
  };
}

/** The id of a breakpoint on a channel or mutex; undefined: it is one of the editor's. */
export function usageIdOf(key: string): number | undefined {
  return key.startsWith(USAGE_KEY) ? Number(key.slice(USAGE_KEY.length)) : undefined;
}

type Where = Pick<PanelBreakpoint, 'kind' | 'title' | 'detail' | 'code' | 'canEdit'>;

async function whereOf(breakpoint: vscode.Breakpoint, lines: SourceLines): Promise<Where> {
  if (breakpoint instanceof vscode.SourceBreakpoint) {
    const { uri, range } = breakpoint.location;
    const place = `:${range.start.line + 1}`;
    return {
      kind: 'source',
      title: basename(uri.path) + place,
      detail: uri.fsPath + place,
      code: await lines.line(uri, range.start.line),
      canEdit: true,
    };
  }
  if (breakpoint instanceof vscode.FunctionBreakpoint) {
    const { functionName } = breakpoint;
    const code = `func ${functionName}`;
    return { kind: 'function', title: functionName, detail: functionName, code, canEdit: true };
  }
  const title = describe(breakpoint);
  return { kind: 'data', title, detail: title, code: '', canEdit: false };
}

/** Data breakpoints have no class of their own in the editor's API; what it tells of them is not typed. */
function describe(breakpoint: vscode.Breakpoint): string {
  if ('label' in breakpoint && typeof breakpoint.label === 'string') return breakpoint.label;
  return vscode.l10n.t('Data breakpoint');
}

/** What the editor keeps of the debugger's answer. */
function readSet(set: vscode.DebugProtocolBreakpoint | undefined): {
  readonly id: number | null;
  readonly verified: boolean | null;
  readonly message: string;
} {
  if (typeof set !== 'object') return { id: null, verified: null, message: '' };
  const id = 'id' in set && typeof set.id === 'number' ? set.id : null;
  const verified = 'verified' in set ? set.verified === true : null;
  const message = 'message' in set && typeof set.message === 'string' ? set.message : '';
  return { id, verified, message };
}

function statusOf(view: BreakpointView | null, id: number | null): BreakpointStatus | null {
  return view?.breakpoints.find((one) => one.id === id) ?? null;
}
