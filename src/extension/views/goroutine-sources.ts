import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import type { DumpInfo } from '../../protocol/analysis.ts';
import { contextKey } from '../../protocol/contributions.ts';
import { adapterRequest } from '../../protocol/debug-session.ts';
import type {
  GoroutineCompletion,
  GoroutineCompletionQuery,
  GoroutineView,
  GoroutineViewQuery,
  ResolvedSource,
  SourcePlace,
} from '../../protocol/goroutine-view.ts';
import type { GoroutineSource } from '../../protocol/webview-goroutines.ts';
import type { Analysis } from '../analysis/analysis.ts';
import { askAdapter } from '../debug/ask-adapter.ts';

interface LiveSource extends GoroutineSource {
  readonly kind: 'live';
  readonly session: vscode.DebugSession;
}

interface DumpSource extends GoroutineSource {
  readonly kind: 'dump';
}

type Source = LiveSource | DumpSource;

/** Where goroutines can come from: debug sessions that run, and dumps that are open. One of them is shown. */
export class GoroutineSources implements vscode.Disposable {
  readonly #analysis: Analysis;
  readonly #log: Pick<Log, 'info' | 'warn'>;
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<'sources' | 'rows'>());
  readonly onDidChange = this.#changed.event;
  #sources: readonly Source[] = [];
  #current: string | null = null;

  constructor(analysis: Analysis, log: Pick<Log, 'info' | 'warn'>) {
    this.#analysis = analysis;
    this.#log = log;
  }

  list(): readonly GoroutineSource[] {
    return this.#sources.map(({ id, kind, name }) => ({ id, kind, name }));
  }

  get current(): string | null {
    return this.#current;
  }

  addSession(session: vscode.DebugSession): void {
    this.#add({ id: `session:${session.id}`, kind: 'live', name: session.name, session });
  }

  removeSession(session: vscode.DebugSession): void {
    this.#remove(`session:${session.id}`);
  }

  /** A session of ours by the editor's id. */
  session(id: string | undefined): vscode.DebugSession | undefined {
    const source = this.#source(`session:${id}`);
    return source?.kind === 'live' ? source.session : undefined;
  }

  /** The session stopped, resumed, or read more: it comes to the front when it is the debugger's active one. */
  sessionChanged(session: vscode.DebugSession): void {
    const id = `session:${session.id}`;
    if (id === this.#current) this.#changed.fire('rows');
    else if (
      this.#source(this.#current)?.kind === 'live' &&
      session === vscode.debug.activeDebugSession
    ) {
      this.show(id);
    }
  }

  /** Reads a dump and shows it. Rejects when the file cannot be read. */
  async openDump(what: { path: string } | { text: string; name: string }): Promise<DumpInfo> {
    const info = await this.#analysis.request('delvescope/openDump', what);
    this.#log.info(`${info.name}: ${info.goroutines} goroutines, ${info.problems.length} problems`);
    this.#add({ id: info.dump, kind: 'dump', name: basename(info.name) });
    return info;
  }

  closeCurrentDump(): void {
    if (this.#current !== null) this.close(this.#current);
  }

  close(id: string): void {
    if (this.#source(id)?.kind !== 'dump') return;
    void this.#analysis
      .request('delvescope/closeDump', { dump: id })
      .catch((error: unknown) => this.#log.warn(`closing ${id}: ${messageOf(error)}`));
    this.#remove(id);
  }

  show(id: string): void {
    if (!this.#source(id)) return;
    this.#current = id;
    this.#announce();
  }

  /** Rows of the shown source. Rejects when there is none or it cannot answer. */
  async view(query: GoroutineViewQuery): Promise<GoroutineView | null> {
    const source = this.#source(this.#current);
    if (!source) return null;
    return source.kind === 'live'
      ? askAdapter(source.session, 'delvescope/goroutineView', query)
      : this.#analysis.request('delvescope/dumpView', { dump: source.id, query });
  }

  async resolveSource(place: SourcePlace): Promise<ResolvedSource> {
    const source = this.#source(this.#current);
    if (source?.kind === 'live')
      return askAdapter(source.session, 'delvescope/resolveSource', place);
    return this.#analysis.request('delvescope/resolveSource', place);
  }

  /** Makes the goroutine the selected thread of its session; false for dumps and for goroutines that ended. */
  async select(id: number): Promise<boolean> {
    const source = this.#source(this.#current);
    if (source?.kind !== 'live') return false;
    return (await askAdapter(source.session, 'delvescope/selectGoroutine', { id })).found;
  }

  async readAll(): Promise<void> {
    const source = this.#source(this.#current);
    if (source?.kind === 'live')
      await askAdapter(source.session, adapterRequest.readAllGoroutines, {});
  }

  async stopReading(): Promise<void> {
    const source = this.#source(this.#current);
    if (source?.kind === 'live')
      await askAdapter(source.session, adapterRequest.stopReadingGoroutines, {});
  }

  /** Looks at the running program in a short pause; nothing for a dump. Rejects with the reason when it cannot. */
  async snapshot(isWhole: boolean): Promise<void> {
    const source = this.#source(this.#current);
    if (source?.kind === 'live')
      await askAdapter(source.session, adapterRequest.snapshotGoroutines, { isWhole });
  }

  async complete(query: GoroutineCompletionQuery): Promise<GoroutineCompletion | null> {
    const source = this.#source(this.#current);
    if (!source) return null;
    return source.kind === 'live'
      ? askAdapter(source.session, adapterRequest.goroutineCompletions, query)
      : this.#analysis.request('delvescope/dumpCompletions', { dump: source.id, query });
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #source(id: string | null): Source | undefined {
    return this.#sources.find((source) => source.id === id);
  }

  #add(added: Source): void {
    this.#sources = [...this.#sources.filter(({ id }) => id !== added.id), added];
    this.#current = added.id;
    this.#announce();
  }

  #remove(id: string): void {
    const left = this.#sources.filter((source) => source.id !== id);
    if (left.length === this.#sources.length) return;
    this.#sources = left;
    if (this.#current === id) this.#current = left.at(-1)?.id ?? null;
    this.#announce();
  }

  #announce(): void {
    const open = this.#source(this.#current)?.kind === 'dump';
    void vscode.commands.executeCommand('setContext', contextKey.dumpOpen, open);
    this.#changed.fire('sources');
  }
}
