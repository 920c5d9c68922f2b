import * as vscode from 'vscode';
import type { BuildError } from '../../protocol/debug-session.ts';

/** Errors of the last build: listed in Problems, the first one opened at its line. */
export class BuildErrors implements vscode.Disposable {
  #collection: vscode.DiagnosticCollection | undefined;

  async show(errors: readonly BuildError[]): Promise<void> {
    this.#collection ??= vscode.languages.createDiagnosticCollection('delvescope-build');
    this.#collection.clear();
    const byFile = Map.groupBy(errors, (error) => error.file);
    for (const [file, ofFile] of byFile) {
      this.#collection.set(vscode.Uri.file(file), ofFile.map(toDiagnostic));
    }
    const first = errors[0];
    if (first) {
      await vscode.window.showTextDocument(vscode.Uri.file(first.file), {
        selection: toRange(first),
      });
    }
  }

  clear(): void {
    this.#collection?.clear();
  }

  dispose(): void {
    this.#collection?.dispose();
  }
}

function toDiagnostic(error: BuildError): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(error), error.message);
  diagnostic.source = 'go build';
  return diagnostic;
}

function toRange({ line, column }: BuildError): vscode.Range {
  const row = Math.max(0, line - 1);
  const character = Math.max(0, column - 1);
  return new vscode.Range(row, character, row, character);
}
