import * as vscode from 'vscode';
import { readFile } from 'node:fs/promises';
import type { CaptureAccess } from '../../protocol/capture.ts';

/** What is not secret about how an origin is asked; kept for all workspaces. */
interface OriginSettings {
  readonly verifyCertificate?: boolean;
  /** A PEM file. */
  readonly certificateFile?: string;
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
    const header = await this.#secrets.get(headerKey(origin));
    const { certificateFile } = settings;
    return {
      headers: header === undefined ? {} : parseHeader(header),
      verifyCertificate: settings.verifyCertificate ?? true,
      trustedCertificates: certificateFile ? await readFile(certificateFile, 'utf8') : '',
      proxy: vscode.workspace.getConfiguration('http').get('proxy', ''),
    };
  }

  /** Asks for a header; an empty one forgets it. False: given up. */
  async askHeader(origin: string): Promise<boolean> {
    const header = await vscode.window.showInputBox({
      title: vscode.l10n.t('Header for {0}', origin),
      prompt: vscode.l10n.t('Sent with every request to this address. Kept in the secret storage.'),
      placeHolder: 'Authorization: Bearer …',
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) =>
        text === '' || HEADER.test(text)
          ? undefined
          : vscode.l10n.t('Write Name: value. Empty: no header.'),
    });
    if (header === undefined) return false;
    if (header === '') await this.#secrets.delete(headerKey(origin));
    else await this.#secrets.store(headerKey(origin), header);
    return true;
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
      await this.#set(origin, { verifyCertificate: false });
      return true;
    }
    const [uri] = (await vscode.window.showOpenDialog({ openLabel: vscode.l10n.t('Trust') })) ?? [];
    if (!uri) return false;
    await this.#set(origin, { certificateFile: uri.fsPath });
    return true;
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

function parseHeader(text: string): Record<string, string> {
  const [, name, value] = HEADER.exec(text) ?? [];
  return name === undefined || value === undefined ? {} : { [name]: value.trim() };
}

function headerKey(origin: string): string {
  return `capture.header ${origin}`;
}

function settingsKey(origin: string): string {
  return `capture.settings ${origin}`;
}
