import { basename } from 'node:path';
import type { CancellationToken, CodeLens, Connection, Hover } from 'vscode-languageserver/node';
import { LSPErrorCodes, ResponseError, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { CancelledError } from '../base/cancellation.ts';
import { messageOf, UserError } from '../base/user-error.ts';
import { functionsAt } from '../profile/index.ts';
import type {
  AnalysisOptions,
  AnalysisRequests,
  ComparisonSource,
  LocateQuery,
  ProfileScope,
} from '../protocol/analysis.ts';
import { SourceFinder } from '../workspace/source-finder.ts';
import { BuiltSources } from './built-sources.ts';
import { comparedProfile } from './compare-profiles.ts';
import type { FigureFile } from './declared-functions.ts';
import { Documents, linesOnDisk, pathOf } from './documents.ts';
import { Dumps } from './dumps.ts';
import { withoutGranularity } from './filter/filter-query.ts';
import { captureKind, captureOffer } from './handlers/capture.ts';
import { codeLenses } from './handlers/code-lens.ts';
import { biggestChanges } from './handlers/comparison.ts';
import { exportProfile, profileReport } from './handlers/export.ts';
import { filterDraft, filterOutcome } from './handlers/filter.ts';
import { flameWindow, frameFigures, locateFunction, search } from './handlers/flame.ts';
import { functionDetail, targetFunction } from './handlers/function-detail.ts';
import { hotLines } from './handlers/hot-lines.ts';
import { lineHover } from './handlers/hover.ts';
import { lineFigures } from './handlers/line-figures.ts';
import { profileInfo } from './handlers/profile-info.ts';
import { tableWindow } from './handlers/table.ts';
import { ProfileFiles } from './profile-files.ts';
import { ProfileSession } from './profile-session.ts';
import { readProfile } from './read-profile.ts';
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

/** Names every request and its handler. State: the open profiles and dumps, and whose figures are shown. */
export class AnalysisServer {
  readonly #connection: Connection;
  readonly #documents: Documents;
  readonly #dumps = new Dumps();
  readonly #traces: Traces;
  readonly #profiles = new Map<string, ProfileSession>();
  readonly #profileFiles = new ProfileFiles();
  readonly #traceFiles = new TraceFiles();
  #built = new BuiltSources('');
  #finder: Promise<SourceFinder> = SourceFinder.create({
    workspaceFolders: [],
    substitutePath: [],
    goPath: '',
  });
  #shown: ProfileScope | null = null;

  constructor(connection: Connection, files: ThreadFiles) {
    this.#connection = connection;
    this.#traces = new Traces({
      ...files,
      ownModules: async () => (await this.#finder).ownModules,
      onChange: () => this.#refreshLenses(),
      onProgress: (trace, share) => {
        void connection.sendNotification('delvescope/traceProgress', { trace, share });
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
      this.#built = new BuiltSources(options.goPath);
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
    connection.onCodeLens(({ textDocument }) => this.#codeLenses(textDocument.uri));
    connection.onHover(({ textDocument, position }) =>
      this.#hover(textDocument.uri, position.line + 1),
    );
    connection.listen();
  }

  #handlers(): Handlers {
    return {
      'delvescope/openProfile': async ({ path }, token) =>
        profileInfo(await this.#open(path, token)),
      'delvescope/openComparison': async (source, token) =>
        profileInfo(await this.#compare(source, token)),
      'delvescope/closeProfile': ({ profile }) => {
        this.#profiles.delete(profile);
        return null;
      },
      'delvescope/filterOutcome': (query) => filterOutcome(this.#profile(query.profile), query),
      'delvescope/exportProfile': (query) => exportProfile(this.#profile(query.profile), query),
      'delvescope/profileReport': (query) => profileReport(this.#profile(query.profile), query),
      'delvescope/changes': (query) => biggestChanges(this.#view(query), query),
      'delvescope/filterDraft': (query) => filterDraft(this.#profile(query.profile), query),
      'delvescope/flameWindow': (query) => flameWindow(this.#view(query), query),
      'delvescope/tableWindow': (query) => tableWindow(this.#view(query), query),
      'delvescope/frameFigures': (query) => frameFigures(this.#view(query), query),
      'delvescope/search': (query) => search(this.#view(query), query),
      'delvescope/functionDetail': async (query) => {
        const session = this.#view(query);
        const row = targetFunction(session, query);
        const { path } = (await this.#finder).resolve(session.functionFile(row));
        const file = path === null ? null : await this.#figureFile(session, path);
        return functionDetail(
          session,
          query,
          row,
          file && path !== null ? { ...file, path } : null,
        );
      },
      'delvescope/locateFrame': (query) => this.#locate(query),
      'delvescope/lineFigures': async (query) => {
        const session = this.#lineView(query);
        const file = await this.#figureFile(session, query.path);
        return file && lineFigures(session, query.sampleType, file);
      },
      'delvescope/hotLines': (query) => hotLines(this.#lineView(query), query),
      'delvescope/resolveSource': async ({ file }) => (await this.#finder).resolve(file),
      'delvescope/showFigures': ({ profile, sampleType, filter = [] }) => {
        this.#shown = profile === null ? null : { profile, sampleType, filter };
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
        captureKind(query, token, (bytes) => {
          void this.#connection.sendNotification('delvescope/captureProgress', {
            id: query.id,
            bytes,
          });
        }),
    };
  }

  async #open(path: string, token: CancellationToken): Promise<ProfileSession> {
    const { profile, problems } = await readProfile(path, { token, onProgress: () => undefined });
    const { ownModules } = await this.#finder;
    const session = new ProfileSession(
      { path, name: basename(path) },
      profile,
      problems,
      ownModules,
    );
    this.#profiles.set(path, session);
    return session;
  }

  async #compare(
    { before, after }: ComparisonSource,
    token: CancellationToken,
  ): Promise<ProfileSession> {
    const path = JSON.stringify({ before, after });
    const quiet = { token, onProgress: () => undefined };
    const [old, now] = await Promise.all([readProfile(before, quiet), readProfile(after, quiet)]);
    const names = { before: basename(before), after: basename(after) };
    const profile = comparedProfile(
      { name: names.before, profile: old.profile },
      { name: names.after, profile: now.profile },
    );
    const { ownModules } = await this.#finder;
    const session = new ProfileSession(
      { path, name: `${names.before} ↔ ${names.after}` },
      profile,
      [...old.problems, ...now.problems],
      ownModules,
      { compared: { ...names, typeCount: profile.sampleTypes.length / 2 } },
    );
    this.#profiles.set(path, session);
    return session;
  }

  #profile(path: string): ProfileSession {
    const session = this.#profiles.get(path);
    if (!session)
      throw new UserError('profile-closed', `${basename(path)} is not open. Open it again.`);
    return session;
  }

  /** A profile as the filter of the query wants it. */
  #view({ profile, filter }: ProfileScope): ProfileSession {
    return this.#profile(profile).view(filter);
  }

  /** Lines of source belong to functions, whatever the frames of the graph are. */
  #lineView({ profile, filter }: ProfileScope): ProfileSession {
    return this.#profile(profile).view(withoutGranularity(filter));
  }

  async #locate({ target, ...scope }: LocateQuery) {
    const { sampleType, shape } = scope;
    const session = this.#view(scope);
    if ('function' in target) return locateFunction(session, sampleType, target.function, shape);
    const files = this.#profileFiles.filesAt(session, target.path, await this.#finder);
    for (const file of files) {
      const [row] = functionsAt(session.profile, file, target.line);
      if (row !== undefined) return locateFunction(session, sampleType, row, shape);
    }
    return null;
  }

  /** The text of a local file, when the profile knows the file. */
  async #figureFile(session: ProfileSession, path: string): Promise<FigureFile | null> {
    const files = this.#profileFiles.filesAt(session, path, await this.#finder);
    if (files.size === 0) return null;
    const readLines = (): Promise<readonly string[] | null> => linesOnDisk(path);
    const [lines, built] = await Promise.all([
      this.#documents.lines(path),
      this.#built.of(session, { path, files, readLines }),
    ]);
    return lines && { files, lines, built };
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

  async #codeLenses(uri: string): Promise<CodeLens[]> {
    const shown = this.#shown;
    const session = shown && this.#profiles.has(shown.profile) ? this.#lineView(shown) : null;
    const file = session && (await this.#figureFile(session, pathOf(uri)));
    const traced = await this.#traceFile(pathOf(uri));
    return [
      ...(session && shown && file ? codeLenses(session, shown.sampleType, file) : []),
      ...(traced ? traceLenses(traced.session, traced.file) : []),
    ];
  }

  async #hover(uri: string, line: number): Promise<Hover | null> {
    const shown = this.#shown;
    const session = shown && this.#profiles.has(shown.profile) ? this.#lineView(shown) : null;
    const file = session && (await this.#figureFile(session, pathOf(uri)));
    const profile =
      session && shown && file ? lineHover(session, shown.sampleType, file, line) : null;
    const traced = await this.#traceFile(pathOf(uri));
    const trace = traced && traceHover(traced.session, traced.file, line);
    const parts = [profile, trace].filter((part) => part !== null);
    if (parts.length === 0) return null;
    return { contents: { kind: 'markdown', value: parts.join('\n\n---\n\n') } };
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
