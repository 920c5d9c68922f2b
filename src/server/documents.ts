import { fileURLToPath } from 'node:url';
import type { Connection } from 'vscode-languageserver/node';
import { TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { linesOf, linesOnDisk } from './lines-on-disk.ts';

/** Text of Go files: what the editor holds, else what is on disk. */
export class Documents {
  readonly #open = new TextDocuments(TextDocument);

  constructor(connection: Connection) {
    this.#open.listen(connection);
  }

  /** Lines of a file without their ends; null when it cannot be read. */
  async lines(path: string): Promise<readonly string[] | null> {
    const open = this.#open.all().find(({ uri }) => pathOf(uri) === path);
    return open ? linesOf(open.getText()) : linesOnDisk(path);
  }
}

/** Local path of a file URI; empty for other schemes. */
export function pathOf(uri: string): string {
  return uri.startsWith('file:') ? fileURLToPath(uri) : '';
}
