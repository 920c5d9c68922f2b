import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../../protocol/contributions.ts';
import { showError } from '../notify.ts';
import { parseAddress } from './address.ts';
import { pickKubernetes, pickSsh } from './tunnel-picker.ts';

const LAST_ADDRESS = 'attachAddress';
const LAST_WAY = 'attachWay';

type Attributes = Readonly<Record<string, unknown>> & { readonly name: string };
type Way = 'direct' | 'ssh' | 'kubernetes';

/** Asks how and where, remembers it for the workspace, and attaches to the dlv that listens there. */
export async function askAndAttach(memory: vscode.Memento): Promise<void> {
  // Nothing is run for a folder that is not trusted: not even a list of pods.
  if (!vscode.workspace.isTrusted) {
    await showError(vscode.l10n.t('Trust this workspace to debug in it.'), []);
    return;
  }
  const way = await pickWay(memory.get<Way>(LAST_WAY, 'direct'));
  if (way === undefined) return;
  await memory.update(LAST_WAY, way);
  const attributes = await WAYS[way].ask(memory);
  if (!attributes) return;
  await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
    type: DEBUG_TYPE,
    request: 'attach',
    mode: 'remote',
    ...attributes,
  });
}

interface WayItem {
  readonly label: () => string;
  readonly detail: () => string;
  ask(memory: vscode.Memento): Promise<Attributes | undefined>;
}

const WAYS: Record<Way, WayItem> = {
  direct: {
    label: () => vscode.l10n.t('$(plug) Direct'),
    detail: () => vscode.l10n.t('A dlv whose host:port can be reached from here.'),
    ask: askAddress,
  },
  ssh: {
    label: () => vscode.l10n.t('$(remote) SSH host…'),
    detail: () => vscode.l10n.t('ssh -L with your own ssh configuration and agent.'),
    ask: pickSsh,
  },
  kubernetes: {
    label: () => vscode.l10n.t('$(server-environment) Kubernetes pod or deployment…'),
    detail: () => vscode.l10n.t('kubectl port-forward with your own kubeconfig.'),
    ask: pickKubernetes,
  },
};

/** The way that was taken last is on top. */
async function pickWay(last: Way): Promise<Way | undefined> {
  const all: readonly Way[] = ['direct', 'ssh', 'kubernetes'];
  const items = all
    .toSorted((a, b) => Number(b === last) - Number(a === last))
    .map((way) => ({ way, label: WAYS[way].label(), detail: WAYS[way].detail() }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Attach to dlv'),
    placeHolder: vscode.l10n.t('How is it reached?'),
    ignoreFocusOut: true,
  });
  return picked?.way;
}

async function askAddress(memory: vscode.Memento): Promise<Attributes | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Attach to dlv'),
    prompt: vscode.l10n.t('Where does `dlv --headless --accept-multiclient` listen?'),
    placeHolder: 'host:port',
    value: memory.get(LAST_ADDRESS, '127.0.0.1:2345'),
    ignoreFocusOut: true,
    validateInput: (value) =>
      parseAddress(value)
        ? undefined
        : vscode.l10n.t('Write host:port, for instance 127.0.0.1:2345 or [::1]:2345.'),
  });
  const address = text === undefined ? undefined : parseAddress(text);
  if (text === undefined || !address) return undefined;
  await memory.update(LAST_ADDRESS, text);
  return { name: `dlv ${text.trim()}`, ...address };
}
