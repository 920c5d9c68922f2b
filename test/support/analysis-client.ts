import { fork } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  IPCMessageReader,
  IPCMessageWriter,
} from 'vscode-languageserver-protocol/node';
import type { CancellationToken, ProtocolConnection } from 'vscode-languageserver-protocol/node';
import { ANALYSIS_ENVIRONMENT } from '../../src/protocol/analysis.ts';
import type { AnalysisOptions, AnalysisRequests } from '../../src/protocol/analysis.ts';

/** The real analysis server in its own process, spoken to as the extension does. */
export class AnalysisServerProcess {
  readonly connection: ProtocolConnection;
  readonly #process: ReturnType<typeof fork>;

  private constructor(process: ReturnType<typeof fork>) {
    this.#process = process;
    this.connection = createProtocolConnection(
      new IPCMessageReader(process),
      new IPCMessageWriter(process),
    );
    this.connection.onRequest('workspace/codeLens/refresh', () => null);
    this.connection.listen();
  }

  /** `main` is the server's module: its source, or a bundle. */
  static async start(
    options: Partial<AnalysisOptions> = {},
    main = join(import.meta.dirname, '../../src/server/main.ts'),
  ): Promise<AnalysisServerProcess> {
    const server = new AnalysisServerProcess(
      fork(main, ['--node-ipc'], {
        serialization: 'advanced',
        env: { ...process.env, ...ANALYSIS_ENVIRONMENT },
      }),
    );
    const initializationOptions: AnalysisOptions = {
      workspaceFolders: [],
      substitutePath: [],
      goPath: '',
      ...options,
    };
    await server.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
      initializationOptions,
    });
    await server.connection.sendNotification('initialized', {});
    return server;
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  request<Name extends keyof AnalysisRequests>(
    name: Name,
    params: AnalysisRequests[Name]['params'],
    token?: CancellationToken,
  ): Promise<AnalysisRequests[Name]['result']> {
    // A token that is there but undefined would be sent as one of the parameters.
    return token
      ? this.connection.sendRequest(name, params, token)
      : this.connection.sendRequest(name, params);
  }

  /** Opens a document in the server, as the editor does with an unsaved text. */
  async openDocument(path: string, text: string): Promise<string> {
    const uri = pathToFileURL(path).toString();
    const textDocument = { uri, languageId: 'go', version: 1, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
    return uri;
  }

  stop(): void {
    this.connection.dispose();
    this.#process.kill();
  }
}
