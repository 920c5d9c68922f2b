import type { CancellationToken, Disposable } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  TransportKind,
} from 'vscode-languageclient/node';
import type { ServerOptions } from 'vscode-languageclient/node';
import { ANALYSIS_ENVIRONMENT } from '../../protocol/analysis.ts';
import type {
  AnalysisNotifications,
  AnalysisOptions,
  AnalysisRequests,
} from '../../protocol/analysis.ts';
import { command } from '../../protocol/contributions.ts';

/** Bundled apart from the extension: the LSP library is loaded only when there is something to analyse. */
export interface AnalysisClient {
  request<Name extends keyof AnalysisRequests>(
    name: Name,
    params: AnalysisRequests[Name]['params'],
    token?: CancellationToken,
  ): Promise<AnalysisRequests[Name]['result']>;
  onNotification<Name extends keyof AnalysisNotifications>(
    name: Name,
    listener: (params: AnalysisNotifications[Name]) => void,
  ): Disposable;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly serverPath: string;
  readonly options: AnalysisOptions;
  /** The server ended without being asked to. */
  readonly onEnd: () => void;
}

/** Forks the server and waits until it is ready. Structured clone carries typed arrays and bigints as they are. */
export async function startClient({
  serverPath,
  options,
  onEnd,
}: StartOptions): Promise<AnalysisClient> {
  // `serialization` is passed on to child_process.fork; the type of the options does not list it.
  const forkOptions = { serialization: 'advanced', env: ANALYSIS_ENVIRONMENT } as object;
  const run = { module: serverPath, transport: TransportKind.ipc, options: forkOptions };
  const server: ServerOptions = { run, debug: run };
  let stopping = false;
  const client = new LanguageClient('delvescope', 'Delvescope analysis', server, {
    documentSelector: [{ language: 'go', scheme: 'file' }],
    initializationOptions: options,
    markdown: {
      isTrusted: {
        enabledCommands: [
          command.showInFlameGraph,
          command.showInTrace,
          command.toggleFigures,
          command.breakAtHotLine,
        ],
      },
      supportHtml: false,
    },
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue }),
      closed: () => {
        if (!stopping) onEnd();
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
  });
  await client.start();
  return {
    // An argument that is undefined would be sent, as a second parameter, in the token's place.
    request: (name, params, token) =>
      token ? client.sendRequest(name, params, token) : client.sendRequest(name, params),
    onNotification: (name, listener) => client.onNotification(name, listener),
    stop: async () => {
      stopping = true;
      await client.dispose();
    },
  };
}
