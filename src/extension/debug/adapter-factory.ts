import * as vscode from 'vscode';
import type { Log } from '../../base/log.ts';
import { AskingAdapter } from './asking-adapter.ts';
import { askDisconnect } from './disconnect.ts';
import { asAdapterEvent } from './adapter-event.ts';
import { showAdapterNotice } from './notices.ts';

/** What 100,000 goroutines leave behind while they are read is collected early: 200 MB instead of 320. */
const NODE_FLAGS = ['--max-semi-space-size=8'];

/** Runs the adapter in a process of its own, with the editor's own Node. */
export class AdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  readonly #extensionUri: vscode.Uri;
  readonly #memory: vscode.Memento;
  readonly #log: Pick<Log, 'error'>;

  constructor({ extensionUri, workspaceState }: vscode.ExtensionContext, log: Pick<Log, 'error'>) {
    this.#extensionUri = extensionUri;
    this.#memory = workspaceState;
    this.#log = log;
  }

  createDebugAdapterDescriptor(session: vscode.DebugSession): vscode.DebugAdapterDescriptor {
    const entry = vscode.Uri.joinPath(this.#extensionUri, 'dist', 'adapter.cjs').fsPath;
    const [command, args, env] = [
      process.execPath,
      [...NODE_FLAGS, entry],
      { ELECTRON_RUN_AS_NODE: '1' },
    ];
    if (session.configuration['onDisconnect'] !== 'ask') {
      return new vscode.DebugAdapterExecutable(command, args, { env });
    }
    const adapter = new AskingAdapter(
      { command, args, env },
      {
        ask: () => askDisconnect(this.#memory, session.name),
        late: (message) => {
          const event = asAdapterEvent(message);
          if (event?.event === 'delvescope/notice') void showAdapterNotice(event.body);
        },
        log: this.#log,
      },
    );
    return new vscode.DebugAdapterInlineImplementation(adapter);
  }
}
