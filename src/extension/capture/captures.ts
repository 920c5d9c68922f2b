import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../base/user-error.ts';
import { command, customEditor, setting } from '../../protocol/contributions.ts';
import type { CaptureAccess, CaptureOffer } from '../../protocol/capture.ts';
import type { Analysis } from '../analysis/analysis.ts';
import { showError } from '../notify.ts';
import type { Action } from '../notify.ts';
import { CaptureAccesses } from './access.ts';
import { runCaptures } from './capture-runs.ts';
import type { Outcome } from './capture-runs.ts';
import { askAddress, askKinds, rememberAddress } from './choices.ts';
import type { Choice } from './choices.ts';

/** What is fetched, from where: enough to fetch it again. */
export interface CapturePlan {
  readonly address: string;
  readonly origin: string;
  readonly title: string;
  readonly choices: readonly Choice[];
}

/** Fetching from running programs: asks what and from where, shows progress, opens what came. */
export class Captures {
  readonly #analysis: Analysis;
  readonly #accesses: CaptureAccesses;
  readonly #context: vscode.ExtensionContext;

  constructor(context: vscode.ExtensionContext, analysis: Analysis) {
    this.#context = context;
    this.#analysis = analysis;
    this.#accesses = new CaptureAccesses(context);
  }

  /** Asks, fetches, opens. */
  async captureOnce(): Promise<void> {
    const plan = await this.plan();
    if (plan) await this.#captureAndOpen(plan);
  }

  /** Asks for address and kinds; undefined when given up. */
  async plan(): Promise<CapturePlan | undefined> {
    const memory = this.#context.globalState;
    const address = await askAddress(memory);
    if (address === undefined) return undefined;
    const offer = await this.#offer(address);
    if (!offer) return undefined;
    await rememberAddress(memory, address);
    const choices = await askKinds(offer, memory);
    return choices && { address, origin: offer.origin, title: offer.title, choices };
  }

  /** Headers and certificates of an address. */
  async manageAccess(): Promise<void> {
    const address = await askAddress(this.#context.globalState);
    if (address !== undefined) await this.#accesses.manage(originOf(address));
  }

  /** Fetches a plan without asking anything. */
  async fetch(
    plan: CapturePlan,
    token: vscode.CancellationToken,
    progress: (message: string) => void,
    onTrace?: (path: string) => void,
  ): Promise<Outcome[]> {
    const access = await this.#accesses.of(plan.origin);
    const { address, choices } = plan;
    const folder = this.folder();
    const run = { address, access, folder, choices, token, progress };
    return runCaptures(this.#analysis, onTrace ? { ...run, onTrace } : run);
  }

  /** Where captures go: the setting, below the workspace when it is a relative path. */
  folder(): string {
    const chosen = vscode.workspace.getConfiguration().get(setting.captureFolder, '');
    const root = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
    if (isAbsolute(chosen)) return chosen;
    if (root) return join(root.uri.fsPath, chosen === '' ? 'captures' : chosen);
    return join(this.#context.globalStorageUri.fsPath, 'captures');
  }

  /** An index that does not answer is asked again after what the user does about it. */
  async #offer(address: string): Promise<CaptureOffer | undefined> {
    for (;;) {
      const origin = originOf(address);
      try {
        const access = await this.#accesses.of(origin);
        return await this.#readOffer(address, access);
      } catch (error) {
        if (!(await this.#mend(error, origin))) return undefined;
      }
    }
  }

  async #readOffer(address: string, access: CaptureAccess): Promise<CaptureOffer> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Asking {0}…', address),
      cancellable: true,
    };
    const ask = (token: vscode.CancellationToken): Promise<CaptureOffer> =>
      this.#analysis.request('delvescope/captureOffer', { address, access }, token);
    return vscode.window.withProgress(options, (_progress, token) => ask(token));
  }

  async #captureAndOpen(plan: CapturePlan): Promise<void> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Capturing from {0}', plan.title),
      cancellable: true,
    };
    const outcomes = await vscode.window.withProgress(options, (progress, token) =>
      this.fetch(
        plan,
        token,
        (message) => progress.report({ message }),
        (path) => void openCapture(path, 'trace'),
      ),
    );
    for (const { path, choice } of outcomes) {
      if (path !== undefined) await openCapture(path, choice.kind.format);
    }
    const failed = outcomes.filter(({ error }) => error !== undefined);
    const [first] = failed;
    if (!first) return;
    if (await this.#mend(first.error, plan.origin)) {
      await this.#captureAndOpen({ ...plan, choices: failed.map(({ choice }) => choice) });
    }
  }

  /** Says what went wrong. True: the user did something about it, try again. */
  async #mend(error: unknown, origin: string): Promise<boolean> {
    if (error instanceof vscode.CancellationError) return false;
    let again = false;
    const header: Action = {
      title: vscode.l10n.t('Set header…'),
      run: async () => {
        again = await this.#accesses.askHeader(origin);
      },
    };
    const trust: Action = {
      title: vscode.l10n.t('Trust certificate…'),
      run: async () => {
        again = await this.#accesses.askTrust(origin);
      },
    };
    const tryAgain: Action = {
      title: vscode.l10n.t('Try again'),
      run: () => {
        again = true;
      },
    };
    const actions: Readonly<Record<string, readonly Action[]>> = {
      'not-allowed': [header],
      'login-page': [header],
      tls: [trust],
      'bad-address': [],
    };
    await showError(messageOf(error), actions[codeOf(error)] ?? [tryAgain]);
    return again;
  }
}

/** A profile or a trace opens in its editor, a dump in the goroutine panel. */
export async function openCapture(path: string, format: string): Promise<void> {
  const uri = vscode.Uri.file(path);
  if (format === 'text') await vscode.commands.executeCommand(command.openGoroutineDump, uri);
  else if (format === 'trace') {
    // Also one that is not a file yet: what it is cannot be told from it.
    await vscode.commands.executeCommand('vscode.openWith', uri, customEditor.trace, {
      preview: false,
    });
  } else await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
}

/** As the server computes it; what cannot be parsed is refused there, with words. */
function originOf(address: string): string {
  const text = /^\d+$/.test(address) ? `127.0.0.1:${address}` : address;
  return URL.parse(text.includes('://') ? text : `http://${text}`)?.origin ?? '';
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('data' in error)) return '';
  const { data } = error;
  return typeof data === 'object' && data !== null && 'code' in data ? String(data.code) : '';
}
