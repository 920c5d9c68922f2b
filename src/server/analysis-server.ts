import type { CancellationToken, CodeLens, Connection, Hover } from 'vscode-languageserver/node';
import { LSPErrorCodes, ResponseError, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { CancelledError } from '../base/cancellation.ts';
import { messageOf, UserError } from '../base/user-error.ts';
import type { AnalysisOptions, AnalysisRequests, ProfileScope } from '../protocol/analysis.ts';
import type { CaptureProgress } from '../protocol/capture.ts';
import { SourceFinder } from '../workspace/source-finder.ts';
import { Documents, pathOf } from './documents.ts';
import { Dumps } from './dumps.ts';
import { placedGraph } from './graph/placed-graph.ts';
import { captureKind, captureOffer } from './handlers/capture.ts';
import type { ProfileQuestions } from './profile-desk.ts';
import { Profiles } from './profiles.ts';
import { traceHover, traceLenses } from './trace/source-figures.ts';
import type { TraceFile } from './trace/source-figures.ts';
import { TraceFiles } from './trace/trace-files.ts';
import type { TraceSession } from './trace/trace-session.ts';
import type { ThreadFiles } from './trace/read-parts.ts';
import { Traces } from './trace/traces.ts';

type Handlers = {
  [Name in keyof AnalysisRequests]: (
    params: AnalysisRequests[Name]['params'],
    token: CancellationToken,
  ) => AnalysisRequests[Name]['result'] | Promise<AnalysisRequests[Name]['result']>;
};

/** The files of threads: sources or bundles. */
export interface ServerThreads {
  readonly trace: ThreadFiles;
  readonly profile: string;
  readonly layout: string;
}

/** Names every request and its handler. State: the open profiles and dumps, and whose figures are shown. */
export class AnalysisServer {
  readonly #connection: Connection;
  readonly #layoutThread: string;
  readonly #documents: Documents;
  readonly #dumps = new Dumps();
  readonly #traces: Traces;
  readonly #profiles: Profiles;
  readonly #traceFiles = new TraceFiles();
  #goPath = '';
  #finder: Promise<SourceFinder> = SourceFinder.create({
    workspaceFolders: [],
    substitutePath: [],
    goPath: '',
  });
  #shown: ProfileScope | null = null;

  constructor(connection: Connection, threads: ServerThreads) {
    this.#connection = connection;
    this.#layoutThread = threads.layout;
    this.#traces = new Traces({
      ...threads.trace,
      ownModules: async () => (await this.#finder).ownModules,
      onChange: () => this.#refreshLenses(),
      onProgress: (progress) => {
        void connection.sendNotification('delvescope/traceProgress', progress);
      },
    });
    this.#profiles = new Profiles({
      threadFile: threads.profile,
      finder: () => this.#finder,
      goPath: () => this.#goPath,
      lines: (path) => this.#documents.lines(path),
      onProgress: (profile, share) => {
        void connection.sendNotification('delvescope/profileProgress', { profile, share });
      },
    });
    this.#documents = new Documents(connection);
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize(({ initializationOptions }) => {
      // The extension that forked this server sends exactly this.
      const options = initializationOptions as AnalysisOptions;
      this.#finder = SourceFinder.create(options);
      this.#goPath = options.goPath;
      return {
        capabilities: {
          textDocumentSync: TextDocumentSyncKind.Incremental,
          codeLensProvider: { resolveProvider: false },
          hoverProvider: true,
        },
      };
    });
    for (const [name, handle] of Object.entries(this.#handlers())) {
      connection.onRequest(name, (params: never, token: CancellationToken) =>
        answer(() => handle(params, token)),
      );
    }
    connection.onCodeLens(({ textDocument }, token) => this.#codeLenses(textDocument.uri, token));
    connection.onHover(({ textDocument, position }, token) =>
      this.#hover(textDocument.uri, position.line + 1, token),
    );
    connection.listen();
  }

  #handlers(): Handlers {
    return {
      ...this.#profiles.handlers(),
      'delvescope/callGraph': async (query, token) =>
        placedGraph(await this.#profiles.ask('drawing', query, token), this.#layoutThread),
      'delvescope/resolveSource': async ({ file }) => (await this.#finder).resolve(file),
      'delvescope/showFigures': ({ profile, ...scope }) => {
        this.#shown = profile === null ? null : { profile, ...scope };
        this.#refreshLenses();
        return null;
      },
      'delvescope/openDump': async (source) =>
        this.#dumps.open(source, (await this.#finder).ownModules),
      'delvescope/closeDump': ({ dump }) => {
        this.#dumps.close(dump);
        return null;
      },
      'delvescope/dumpView': ({ dump, query }) => this.#dumps.view(dump, query),
      ...this.#traces.handlers(),
      'delvescope/dumpCompletions': ({ dump, query }) => this.#dumps.complete(dump, query),
      'delvescope/captureOffer': captureOffer,
      'delvescope/capture': (query, token) =>
        captureKind(
          query,
          token,
          (progress) => this.#tellCapture(query.id, progress),
          this.#traces,
        ),
    };
  }

  #tellCapture(id: number, progress: Omit<CaptureProgress, 'id'>): void {
    void this.#connection.sendNotification('delvescope/captureProgress', { id, ...progress });
  }

  #refreshLenses(): void {
    void this.#connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
  }

  /** What a trace knows about a Go file: the trace that was opened last, when it has stacks there. */
  async #traceFile(path: string): Promise<{ session: TraceSession; file: TraceFile } | null> {
    const session = this.#traces.shown;
    const files = session && this.#traceFiles.filesAt(session, path, await this.#finder);
    if (!files || files.size === 0) return null;
    const lines = await this.#documents.lines(path);
    return lines && { session, file: { files, lines } };
  }

  async #codeLenses(uri: string, token: CancellationToken): Promise<CodeLens[]> {
    const path = pathOf(uri);
    const [lenses, traced] = await Promise.all([
      this.#askShown('lenses', { path }, token),
      this.#traceFile(path),
    ]);
    return [...(lenses ?? []), ...(traced ? traceLenses(traced.session, traced.file) : [])];
  }

  async #hover(uri: string, line: number, token: CancellationToken): Promise<Hover | null> {
    const path = pathOf(uri);
    const [profile, traced] = await Promise.all([
      this.#askShown('hover', { path, line }, token),
      this.#traceFile(path),
    ]);
    const trace = traced && traceHover(traced.session, traced.file, line);
    const parts = [profile, trace].filter((part) => part !== null);
    if (parts.length === 0) return null;
    return { contents: { kind: 'markdown', value: parts.join('\n\n---\n\n') } };
  }

  /** Asks the profile whose figures are shown; null when there is none. */
  async #askShown<Q extends 'lenses' | 'hover'>(
    question: Q,
    query: Omit<ProfileQuestions[Q]['params'], keyof ProfileScope>,
    token: CancellationToken,
  ): Promise<ProfileQuestions[Q]['result'] | null> {
    const shown = this.#shown;
    if (!shown || !this.#profiles.has(shown.profile)) return null;
    return await this.#profiles.ask(question, { ...shown, ...query }, token);
  }
}

/** A UserError crosses the edge with its own words; cancelling is silent; a bug keeps its stack for the log. */
async function answer(run: () => unknown): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof CancelledError) {
      return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    }
    if (error instanceof UserError) {
      return new ResponseError(LSPErrorCodes.RequestFailed, error.message, { code: error.code });
    }
    return new ResponseError(
      LSPErrorCodes.RequestFailed,
      messageOf(error),
      error instanceof Error ? error.stack : undefined,
    );
  }
}
