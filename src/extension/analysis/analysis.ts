import * as vscode from 'vscode';
import type { Log } from '../../base/log.ts';
import { UserError } from '../../base/user-error.ts';
import type {
  AnalysisNotifications,
  AnalysisOptions,
  AnalysisRequests,
} from '../../protocol/analysis.ts';
import { setting } from '../../protocol/contributions.ts';
import type { AnalysisClient } from './client.ts';

/** What a question that was not answered says, and a page whose file was being read. */
export function serverEndedWords(): string {
  return vscode.l10n.t(
    'The analysis server ended before it answered: it may have run out of memory. Close other large files and try again.',
  );
}

/** The analysis server, started with the first question. After a crash the next question starts it again. */
export class Analysis implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;
  readonly #restarted = new vscode.EventEmitter<void>();
  /** The server ended by itself: what it held is gone and must be opened again. */
  readonly onDidEnd = this.#restarted.event;
  #client: Promise<AnalysisClient> | undefined;
  readonly #notified: {
    readonly [Name in keyof AnalysisNotifications]: vscode.EventEmitter<
      AnalysisNotifications[Name]
    >;
  } = {
    'delvescope/traceProgress': new vscode.EventEmitter(),
    'delvescope/profileProgress': new vscode.EventEmitter(),
    'delvescope/captureProgress': new vscode.EventEmitter(),
  };

  constructor(context: vscode.ExtensionContext, log: Log) {
    this.#context = context;
    this.#log = log;
  }

  async request<Name extends keyof AnalysisRequests>(
    name: Name,
    params: AnalysisRequests[Name]['params'],
    token?: vscode.CancellationToken,
  ): Promise<AnalysisRequests[Name]['result']> {
    const asked = (this.#client ??= this.#start());
    try {
      return await (await asked).request(name, params, token);
    } catch (error) {
      if (this.#client === asked) throw error;
      // The library says that a connection was disposed.
      throw new UserError('server-ended', serverEndedWords());
    }
  }

  /** Listens to the server that runs now, and to those after it. */
  onNotification<Name extends keyof AnalysisNotifications>(
    name: Name,
    listener: (params: AnalysisNotifications[Name]) => void,
  ): vscode.Disposable {
    return this.#notified[name].event(listener);
  }

  dispose(): void {
    void this.#client?.then((client) => client.stop()).catch(() => undefined);
    this.#restarted.dispose();
    for (const emitter of Object.values(this.#notified)) emitter.dispose();
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
      this.#listen(client);
      this.#log.info(`analysis server ready in ${Date.now() - started} ms`);
      return client;
    } catch (error) {
      this.#client = undefined;
      throw error;
    }
  }

  /** A client hears each notification once. */
  #listen(client: AnalysisClient): void {
    const notified = this.#notified;
    client.onNotification('delvescope/traceProgress', (progress) =>
      notified['delvescope/traceProgress'].fire(progress),
    );
    client.onNotification('delvescope/profileProgress', (progress) =>
      notified['delvescope/profileProgress'].fire(progress),
    );
    client.onNotification('delvescope/captureProgress', (progress) =>
      notified['delvescope/captureProgress'].fire(progress),
    );
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
