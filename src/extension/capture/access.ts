import * as vscode from 'vscode';
import { readFile } from 'node:fs/promises';
import { messageOf, UserError } from '../../base/user-error.ts';
import type { CaptureAccess } from '../../protocol/capture.ts';

/** What is not secret about how an origin is asked; kept for all workspaces. */
interface OriginSettings {
  readonly verifyCertificate?: boolean;
  /** A PEM file. */
  readonly certificateFile?: string;
}

interface Header {
  readonly name: string;
  readonly value: string;
}

/** How endpoints are asked, by origin (scheme, host, port): headers are secrets, the rest is not. */
export class CaptureAccesses {
  readonly #secrets: vscode.SecretStorage;
  readonly #memory: vscode.Memento;

  constructor({ secrets, globalState }: vscode.ExtensionContext) {
    this.#secrets = secrets;
    this.#memory = globalState;
  }

  async of(origin: string): Promise<CaptureAccess> {
    const settings = this.#settings(origin);
    const headers = await this.#headers(origin);
    const { certificateFile } = settings;
    return {
      headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
      verifyCertificate: settings.verifyCertificate ?? true,
      trustedCertificates: certificateFile ? await readCertificate(certificateFile) : '',
      proxy: vscode.workspace.getConfiguration('http').get('proxy', ''),
    };
  }

  /** Asks for a header, besides those there are or in place of one of the same name. False: given up. */
  async askHeader(origin: string): Promise<boolean> {
    const text = await vscode.window.showInputBox({
      title: vscode.l10n.t('Header for {0}', origin),
      prompt: vscode.l10n.t('Sent with every request to this address. Kept in the secret storage.'),
      placeHolder: 'Authorization: Bearer …',
      password: true,
      ignoreFocusOut: true,
      validateInput: (value) =>
        HEADER.test(value) ? undefined : vscode.l10n.t('Write Name: value.'),
    });
    const header = text === undefined ? null : parseHeader(text);
    if (!header) return false;
    await this.#setHeaders(origin, [
      ...(await this.#headers(origin)).filter(({ name }) => !sameName(name, header.name)),
      header,
    ]);
    return true;
  }

  /** What is kept about an address, to be changed or forgotten. */
  async manage(origin: string): Promise<void> {
    const headers = await this.#headers(origin);
    const { verifyCertificate = true, certificateFile = '' } = this.#settings(origin);
    const own = headers.map(({ name }) => ({
      label: `$(trash) ${vscode.l10n.t('Forget the header {0}', name)}`,
      run: () =>
        this.#setHeaders(
          origin,
          headers.filter((one) => one.name !== name),
        ),
    }));
    const trusted = !verifyCertificate || certificateFile !== '';
    const distrust = {
      label: `$(trash) ${vscode.l10n.t('Trust only certificates that the system trusts')}`,
      description: verifyCertificate
        ? vscode.l10n.t('now also {0}', certificateFile)
        : vscode.l10n.t('now any'),
      run: () => this.#memory.update(settingsKey(origin), undefined),
    };
    const items: (vscode.QuickPickItem & { readonly run: () => unknown })[] = [
      {
        label: `$(key) ${vscode.l10n.t('Set header…')}`,
        run: () => this.askHeader(origin),
      },
      ...own,
      {
        label: `$(verified) ${vscode.l10n.t('Trust certificate…')}`,
        run: () => this.askTrust(origin),
      },
      ...(trusted ? [distrust] : []),
    ];
    const title = vscode.l10n.t('Access to {0}', origin);
    await (await vscode.window.showQuickPick(items, { title }))?.run();
  }

  /** Asks how a certificate that the system does not trust is to be trusted. False: given up. */
  async askTrust(origin: string): Promise<boolean> {
    const file = vscode.l10n.t('Choose a certificate file…');
    const any = vscode.l10n.t('Accept any certificate of this address');
    const chosen = await vscode.window.showQuickPick([file, any], {
      title: vscode.l10n.t('Trust {0}', origin),
    });
    if (chosen === undefined) return false;
    if (chosen === any) {
      if (!(await confirmed(origin))) return false;
      await this.#set(origin, { verifyCertificate: false });
      return true;
    }
    const [uri] = (await vscode.window.showOpenDialog({ openLabel: vscode.l10n.t('Trust') })) ?? [];
    if (!uri) return false;
    await this.#set(origin, { certificateFile: uri.fsPath });
    return true;
  }

  /** One a line. */
  async #headers(origin: string): Promise<readonly Header[]> {
    const text = (await this.#secrets.get(headerKey(origin))) ?? '';
    return text
      .split('\n')
      .map(parseHeader)
      .filter((header) => header !== null);
  }

  async #setHeaders(origin: string, headers: readonly Header[]): Promise<void> {
    const text = headers.map(({ name, value }) => `${name}: ${value}`).join('\n');
    if (text === '') await this.#secrets.delete(headerKey(origin));
    else await this.#secrets.store(headerKey(origin), text);
  }

  #settings(origin: string): OriginSettings {
    return this.#memory.get<OriginSettings>(settingsKey(origin), {});
  }

  async #set(origin: string, settings: OriginSettings): Promise<void> {
    await this.#memory.update(settingsKey(origin), { ...this.#settings(origin), ...settings });
  }
}

/** A token of RFC 9110, a colon, a value without line breaks. */
const HEADER = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([^\r\n]+)$/;

function parseHeader(text: string): Header | null {
  const [, name, value] = HEADER.exec(text) ?? [];
  return name === undefined || value === undefined ? null : { name, value: value.trim() };
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

async function readCertificate(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    const words = vscode.l10n.t(
      'The certificate file {0} cannot be read: {1}',
      file,
      messageOf(error),
    );
    throw new UserError('tls', words);
  });
}

/** Who is between this machine and the address can read and change what is fetched, headers included. */
async function confirmed(origin: string): Promise<boolean> {
  const accept = vscode.l10n.t('Accept Any Certificate');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Ask {0} without checking who answers?', origin),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Whoever is on the way can pose as this address, read the headers that are sent to it and change what comes back. A certificate file is safer.',
      ),
    },
    accept,
  );
  return chosen === accept;
}

function headerKey(origin: string): string {
  return `capture.header ${origin}`;
}

function settingsKey(origin: string): string {
  return `capture.settings ${origin}`;
}
