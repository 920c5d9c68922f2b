import * as vscode from 'vscode';
import type { Log } from '../../base/log.ts';
import type {
  AnalysisNotifications,
  AnalysisOptions,
  AnalysisRequests,
} from '../../protocol/analysis.ts';
import { setting } from '../../protocol/contributions.ts';
import type { AnalysisClient } from './client.ts';

/** The analysis server, started with the first question. After a crash the next question starts it again. */
export class Analysis implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;
  readonly #restarted = new vscode.EventEmitter<void>();
  /** The server ended by itself: what it held is gone and must be opened again. */
  readonly onDidEnd = this.#restarted.event;
  #client: Promise<AnalysisClient> | undefined;

  constructor(context: vscode.ExtensionContext, log: Log) {
    this.#context = context;
    this.#log = log;
  }

  async request<Name extends keyof AnalysisRequests>(
    name: Name,
    params: AnalysisRequests[Name]['params'],
    token?: vscode.CancellationToken,
  ): Promise<AnalysisRequests[Name]['result']> {
    this.#client ??= this.#start();
    const client = await this.#client;
    return client.request(name, params, token);
  }

  /** Listens to the server that runs now, or that this starts. */
  async onNotification<Name extends keyof AnalysisNotifications>(
    name: Name,
    listener: (params: AnalysisNotifications[Name]) => void,
  ): Promise<vscode.Disposable> {
    this.#client ??= this.#start();
    return (await this.#client).onNotification(name, listener);
  }

  dispose(): void {
    void this.#client?.then((client) => client.stop()).catch(() => undefined);
    this.#restarted.dispose();
  }

  async #start(): Promise<AnalysisClient> {
    const started = Date.now();
    try {
      const { startClient } = await import('./client.ts');
      const client = await startClient({
        serverPath: this.#context.asAbsolutePath('dist/server.cjs'),
        options: analysisOptions(),
        onEnd: () => {
          this.#client = undefined;
          this.#restarted.fire();
        },
      });
      this.#log.info(`analysis server ready in ${Date.now() - started} ms`);
      return client;
    } catch (error) {
      this.#client = undefined;
      throw error;
    }
  }
}

function analysisOptions(): AnalysisOptions {
  const settings = vscode.workspace.getConfiguration();
  return {
    workspaceFolders: (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .map(({ uri }) => uri.fsPath),
    substitutePath: settings.get<AnalysisOptions['substitutePath']>(setting.substitutePath, []),
    goPath: settings.get(setting.goPath, ''),
  };
}
