import * as vscode from 'vscode';

/** Runs the adapter in a process of its own, with the editor's own Node. */
export class AdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  readonly #extensionUri: vscode.Uri;

  constructor(extensionUri: vscode.Uri) {
    this.#extensionUri = extensionUri;
  }

  createDebugAdapterDescriptor(): vscode.DebugAdapterDescriptor {
    const entry = vscode.Uri.joinPath(this.#extensionUri, 'dist', 'adapter.cjs').fsPath;
    return new vscode.DebugAdapterExecutable(process.execPath, [entry], {
      env: { ELECTRON_RUN_AS_NODE: '1' },
    });
  }
}
