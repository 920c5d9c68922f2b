import type { CodeLens } from 'vscode-languageserver/node';
import { functionsAt } from '../profile/index.ts';
import type {
  AnalysisRequests,
  LocateQuery,
  PlaceNow,
  PlaceQuery,
  ProfileInfo,
  ProfileScope,
} from '../protocol/analysis.ts';
import type { GraphQuery, SourceQuery, SourceView } from '../protocol/profile-views.ts';
import type { SourceFinder } from '../workspace/source-finder.ts';
import { BuiltSources } from './built-sources.ts';
import { trackFile } from './declared-functions.ts';
import type { FigureFile } from './declared-functions.ts';
import { withoutGranularity } from './filter/filter-query.ts';
import { graphDrawing } from './handlers/call-graph.ts';
import type { GraphDrawing } from './handlers/call-graph.ts';
import { codeLenses } from './handlers/code-lens.ts';
import { biggestChanges } from './handlers/comparison.ts';
import { exportProfile, profileReport } from './handlers/export.ts';
import { filterDraft, filterOutcome } from './handlers/filter.ts';
import { flameWindow, frameFigures, locateFunction, search } from './handlers/flame.ts';
import { functionDetail, targetFunction } from './handlers/function-detail.ts';
import { hotLines } from './handlers/hot-lines.ts';
import type { LocalFile } from './handlers/hot-lines.ts';
import { lineHover } from './handlers/hover.ts';
import { lineFigures } from './handlers/line-figures.ts';
import { profileInfo } from './handlers/profile-info.ts';
import { filesOfFunction, functionOfRow, sourceView } from './handlers/source-view.ts';
import { sidesWindow } from './handlers/sides.ts';
import { tableWindow } from './handlers/table.ts';
import { tagTable } from './handlers/tags.ts';
import { linesOnDisk } from './lines-on-disk.ts';
import { ProfileFiles } from './profile-files.ts';
import type { ProfileSession } from './profile-session.ts';
import { lineNow } from './source-stretches.ts';

/** Questions about an open profile: requests of the editor, and what the server asks for it. */
export type ProfileQuestions = Pick<
  AnalysisRequests,
  | 'delvescope/filterOutcome'
  | 'delvescope/exportProfile'
  | 'delvescope/profileReport'
  | 'delvescope/changes'
  | 'delvescope/filterDraft'
  | 'delvescope/flameWindow'
  | 'delvescope/tableWindow'
  | 'delvescope/frameFigures'
  | 'delvescope/sourceView'
  | 'delvescope/tagPivot'
  | 'delvescope/sidesWindow'
  | 'delvescope/search'
  | 'delvescope/functionDetail'
  | 'delvescope/locateFrame'
  | 'delvescope/lineFigures'
  | 'delvescope/hotLines'
  | 'delvescope/placeNow'
> & {
  info: { params: null; result: ProfileInfo };
  /** What `delvescope/callGraph` lays out. */
  drawing: { params: GraphQuery; result: GraphDrawing };
  /** Of a file on this disk. */
  lenses: { params: ProfileScope & { readonly path: string }; result: CodeLens[] };
  hover: {
    params: ProfileScope & { readonly path: string; readonly line: number };
    result: string | null;
  };
};

export type ProfileQuestion = keyof ProfileQuestions;

type Answers = {
  [Q in ProfileQuestion]: (
    query: ProfileQuestions[Q]['params'],
  ) => ProfileQuestions[Q]['result'] | Promise<ProfileQuestions[Q]['result']>;
};

/** What answers need besides the profile. */
export interface DeskTools {
  readonly finder: SourceFinder;
  /** Path of go; empty for the one on the PATH. */
  readonly goPath: string;
  /** The text of a file as the editor has it; null when it cannot be read. */
  readonly lines: (path: string) => Promise<readonly string[] | null>;
}

/** Names every question about an open profile and its answer. Lives in the server's thread or in one of its own. */
export class ProfileDesk {
  readonly #session: ProfileSession;
  readonly #tools: DeskTools;
  readonly #files = new ProfileFiles();
  readonly #built: BuiltSources;
  readonly #answers: Answers;

  constructor(session: ProfileSession, tools: DeskTools) {
    this.#session = session;
    this.#tools = tools;
    this.#built = new BuiltSources(tools.goPath);
    this.#answers = this.#all();
  }

  async answer<Q extends ProfileQuestion>(
    question: Q,
    query: ProfileQuestions[Q]['params'],
  ): Promise<ProfileQuestions[Q]['result']> {
    return await this.#answers[question](query);
  }

  #all(): Answers {
    const session = this.#session;
    return {
      info: () => profileInfo(session, this.#tools.finder.knownModules),
      lenses: (query) => this.#lenses(query),
      hover: (query) => this.#hover(query),
      drawing: (query) => graphDrawing(this.#view(query), query),
      'delvescope/filterOutcome': (query) => filterOutcome(this.#view(query), query),
      'delvescope/exportProfile': (query) =>
        exportProfile(this.#view(query), this.#lineView(query), query),
      'delvescope/profileReport': (query) => profileReport(session.pair(query.pair), query),
      'delvescope/changes': (query) => biggestChanges(this.#view(query), query),
      'delvescope/filterDraft': (query) => filterDraft(session.pair(), query),
      'delvescope/flameWindow': (query) => flameWindow(this.#view(query), query),
      'delvescope/tableWindow': (query) => tableWindow(this.#view(query), query),
      'delvescope/frameFigures': (query) => frameFigures(this.#view(query), query),
      'delvescope/sourceView': (query) => this.#sourceView(query),
      'delvescope/tagPivot': (query) => tagTable(this.#view(query), query),
      'delvescope/sidesWindow': (query) => sidesWindow(session.view(query.filter), query),
      'delvescope/search': (query) => search(this.#view(query), query),
      'delvescope/functionDetail': async (query) => {
        const view = this.#view(query);
        const row = targetFunction(view, query);
        const file = await this.#localFile(view, view.functionFile(row));
        return functionDetail(view, query, row, file);
      },
      'delvescope/locateFrame': (query) => this.#locate(query),
      'delvescope/lineFigures': async (query) => {
        const view = this.#lineView(query);
        const file = await this.#figureFile(view, query.path);
        return file && lineFigures(view, query.sampleType, file);
      },
      'delvescope/placeNow': (query) => this.#placeNow(query),
      'delvescope/hotLines': (query) => {
        const view = this.#lineView(query);
        return hotLines(view, query, (file) => this.#localFile(view, file));
      },
    };
  }

  /** The profile as the filter of the query wants it. */
  #view({ filter, pair }: ProfileScope): ProfileSession {
    return this.#session.view(filter).pair(pair);
  }

  /** Lines of source belong to functions, whatever the frames of the graph are. */
  #lineView({ filter, pair }: ProfileScope): ProfileSession {
    return this.#session.view(withoutGranularity(filter)).pair(pair);
  }

  #locate({ target, ...scope }: LocateQuery): AnalysisRequests['delvescope/locateFrame']['result'] {
    const { sampleType, shape } = scope;
    const view = this.#view(scope);
    if ('function' in target) return locateFunction(view, sampleType, target.function, shape);
    for (const file of this.#files.filesAt(view, target.path, this.#tools.finder)) {
      const [row] = functionsAt(view.profile, file, target.line);
      if (row !== undefined) return locateFunction(view, sampleType, row, shape);
    }
    return null;
  }

  async #sourceView(query: SourceQuery): Promise<SourceView> {
    const view = this.#lineView(query);
    const row =
      query.function === null
        ? (view.figures(query.sampleType).order[0] ?? -1)
        : functionOfRow(this.#view(query), view, query.function);
    const sources = filesOfFunction(view, row).map(async (index) => {
      const file = view.profile.files[index] ?? '';
      const { path, tried } = this.#tools.finder.resolve(file);
      const here = path === null ? null : await this.#figureFile(view, path);
      return { file, path, tried, here };
    });
    return sourceView(view, query, row, await Promise.all(sources));
  }

  async #placeNow({ file, line }: PlaceQuery): Promise<PlaceNow> {
    const found = this.#tools.finder.resolve(file);
    const here = await this.#localFile(this.#session, file);
    if (!here) return { ...found, line };
    const { stretches, between } = trackFile(this.#session, here);
    const now = lineNow(line, stretches, between);
    return { ...found, line: now.line === 0 ? line : now.line };
  }

  async #lenses(query: ProfileQuestions['lenses']['params']): Promise<CodeLens[]> {
    const view = this.#lineView(query);
    const file = await this.#figureFile(view, query.path);
    return file ? codeLenses(view, query.sampleType, file) : [];
  }

  async #hover(query: ProfileQuestions['hover']['params']): Promise<string | null> {
    const view = this.#lineView(query);
    const file = await this.#figureFile(view, query.path);
    return file && lineHover(view, query.sampleType, file, query);
  }

  /** A file by the profile's name for it, when it is here. */
  async #localFile(view: ProfileSession, name: string): Promise<LocalFile | null> {
    const { path } = this.#tools.finder.resolve(name);
    const file = path === null ? null : await this.#figureFile(view, path);
    return file && path !== null ? { ...file, path } : null;
  }

  /** The text of a local file, when the profile knows the file. */
  async #figureFile(view: ProfileSession, path: string): Promise<FigureFile | null> {
    const files = this.#files.filesAt(view, path, this.#tools.finder);
    if (files.size === 0) return null;
    const readLines = (): Promise<readonly string[] | null> => linesOnDisk(path);
    const [lines, built] = await Promise.all([
      this.#tools.lines(path),
      this.#built.of(view, { path, files, readLines }),
    ]);
    return lines && { files, lines, built };
  }
}
