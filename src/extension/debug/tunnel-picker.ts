import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  configuredHosts,
  isSshHost,
  listArguments,
  listedNames,
  listFailure,
  parseRemote,
} from '../../tunnel/index.ts';
import { showError } from '../notify.ts';

/** The launch attributes of a tunnel, and a name for the session. */
interface PickedTunnel extends Readonly<Record<string, unknown>> {
  readonly name: string;
  readonly tunnel: Readonly<Record<string, unknown>>;
}

/** What was typed last, by question. */
type Memory = Pick<vscode.Memento, 'get' | 'update'>;

const DEFAULT_REMOTE = '127.0.0.1:2345';

/** A host of the ssh configuration or one that is typed, and the address that dlv printed there. */
export async function pickSsh(memory: Memory): Promise<PickedTunnel | undefined> {
  const config = await readFile(join(homedir(), '.ssh', 'config'), 'utf8').catch(() => '');
  const host = await pickOrType(configuredHosts(config), {
    title: vscode.l10n.t('Attach to dlv through ssh'),
    placeHolder: vscode.l10n.t('A host of your ssh configuration, or user@host'),
    last: memory.get('tunnelSshHost', ''),
    isValid: isSshHost,
  });
  if (host === undefined) return undefined;
  const remote = await vscode.window.showInputBox({
    title: vscode.l10n.t('Attach to dlv on {0}', host),
    prompt: vscode.l10n.t('Where does `dlv --headless` listen, as {0} sees it?', host),
    value: memory.get('tunnelSshRemote', DEFAULT_REMOTE),
    ignoreFocusOut: true,
    validateInput: (value) =>
      parseRemote(value)
        ? undefined
        : vscode.l10n.t('Write host:port, for instance 127.0.0.1:2345.'),
  });
  if (remote === undefined) return undefined;
  await memory.update('tunnelSshHost', host);
  await memory.update('tunnelSshRemote', remote);
  return { name: `dlv on ${host}`, tunnel: { type: 'ssh', host, remote: remote.trim() } };
}

/** Context, namespace, what in it, and the port. */
export async function pickKubernetes(memory: Memory): Promise<PickedTunnel | undefined> {
  const title = vscode.l10n.t('Attach to dlv in Kubernetes');
  const last = (name: string): string => memory.get(`tunnelKubernetes.${name}`, '');
  const context = await pickListed(title, vscode.l10n.t('Context'), last('context'), () =>
    list('contexts', {}),
  );
  if (context === undefined) return undefined;
  const namespace = await pickListed(
    title,
    vscode.l10n.t('Namespace'),
    last('namespace'),
    async () =>
      (await list('namespaces', { context })).map((name) => name.replace(/^namespace\//, '')),
  );
  if (namespace === undefined) return undefined;
  const placeHolder = vscode.l10n.t('Pod, deployment or service');
  const target = await pickListed(title, placeHolder, last('target'), async () => {
    const kinds = ['pods', 'deployments', 'services'] as const;
    const names = await Promise.all(kinds.map((kind) => list(kind, { context, namespace })));
    return names.flat();
  });
  if (target === undefined) return undefined;
  const port = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('On which port of {0} does `dlv --headless` listen?', target),
    value: last('port') === '' ? '2345' : last('port'),
    ignoreFocusOut: true,
    validateInput: (value) =>
      parseRemote(`h:${value.trim()}`) ? undefined : vscode.l10n.t('Write a port, 1 to 65535.'),
  });
  if (port === undefined) return undefined;
  for (const [name, value] of Object.entries({ context, namespace, target, port })) {
    await memory.update(`tunnelKubernetes.${name}`, value);
  }
  const tunnel = { type: 'kubernetes', context, namespace, target, port: Number(port) };
  return { name: `dlv in ${target}`, tunnel };
}

interface Question {
  readonly title: string;
  readonly placeHolder: string;
  readonly last: string;
  isValid(text: string): boolean;
}

/** What is typed is an answer too, on top of those known. */
function pickOrType(known: readonly string[], question: Question): Promise<string | undefined> {
  const picker = vscode.window.createQuickPick();
  const offer = (typed: string): void => {
    const isNew = typed !== '' && !known.includes(typed) && question.isValid(typed);
    picker.items = [...(isNew ? [typed] : []), ...known].map((label) => ({ label }));
  };
  picker.title = question.title;
  picker.placeholder = question.placeHolder;
  picker.ignoreFocusOut = true;
  picker.value = question.last;
  offer(question.last);
  picker.onDidChangeValue((value) => offer(value.trim()));
  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      resolve(picker.activeItems[0]?.label);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

/** Shows the list while it is still being fetched; a failure is told in words. */
async function pickListed(
  title: string,
  placeHolder: string,
  last: string,
  names: () => Promise<readonly string[]>,
): Promise<string | undefined> {
  const items = names().then((all) =>
    all.toSorted((a, b) => Number(b === last) - Number(a === last)),
  );
  const cancel = new vscode.CancellationTokenSource();
  let failure = '';
  items.catch((error: unknown) => {
    failure = error instanceof Error ? error.message : String(error);
    cancel.cancel();
  });
  const shown = items.catch(() => []);
  const options = { title, placeHolder, ignoreFocusOut: true };
  const picked = await vscode.window.showQuickPick(shown, options, cancel.token);
  cancel.dispose();
  if (failure !== '') await showError(failure, []);
  return picked;
}

/** Runs `kubectl get` without a shell; rejects with a sentence. */
function list(
  what: Parameters<typeof listArguments>[0],
  place: { readonly context?: string; readonly namespace?: string },
): Promise<string[]> {
  const { context, namespace } = place;
  const args = listArguments(what, { context, namespace });
  return new Promise((resolve, reject) => {
    execFile('kubectl', args, { maxBuffer: 32 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error) reject(new Error(listFailure(`${stderr}\n${error.message}`)));
      else resolve(listedNames(stdout));
    });
  });
}
