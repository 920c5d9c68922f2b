import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';

/** A file larger than this is not read for one line of it. */
const LARGEST_FILE = 5_000_000;

/** Lines of source files: of the open document, else of the file, which is read once until it is saved. */
export class SourceLines implements vscode.Disposable {
  readonly #files = new Map<string, Promise<readonly string[]>>();
  readonly #disposables = new Disposables();

  constructor() {
    this.#disposables.addAll(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#files.delete(uri.toString())),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#files.delete(uri.toString())),
    );
  }

  /** Trimmed; empty when there is no such line. */
  async line(uri: vscode.Uri, row: number): Promise<string> {
    const key = uri.toString();
    const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === key);
    if (open) return row < open.lineCount ? open.lineAt(row).text.trim() : '';
    let file = this.#files.get(key);
    if (!file) {
      file = readLines(uri);
      this.#files.set(key, file);
    }
    return (await file)[row]?.trim() ?? '';
  }

  dispose(): void {
    this.#disposables.dispose();
    this.#files.clear();
  }
}

async function readLines(uri: vscode.Uri): Promise<readonly string[]> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > LARGEST_FILE) return [];
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)).split('\n');
  } catch {
    return []; // A breakpoint outlives its file; its row says where it was.
  }
}
