import type {
  ExpressionTableDefinition,
  ExpressionTableQuery,
  ExpressionTableView,
} from '../../protocol/expression-view.ts';
import type { Snapshot } from '../goroutines/snapshot.ts';
import { late } from '../late.ts';
import type { SessionContext } from '../session-context.ts';
import type { SideChannel } from '../side-channel.ts';
import { KnownValues } from './evaluate.ts';
import { TableRun } from './table-run.ts';
import { emptyTableView, tableText, tableView } from './table-view.ts';

const NO_CHANNEL =
  'This dlv serves one client only: expressions over goroutines need a second. Restart it with --accept-multiclient.';
/** Answers are drawn at most this often. */
const CHANGE_MILLIS = 100;
/** The first screen of rows takes less. */
const FIRST_ROWS_MILLIS = 150;

/** The table being looked at, over all stops of a session: evaluated anew at each, kept as stale in between. */
export class ExpressionTableSession {
  readonly #session: SessionContext;
  #run: TableRun | undefined;
  #timer: NodeJS.Timeout | undefined;
  #known:
    { readonly snapshot: Snapshot; readonly key: string; readonly values: KnownValues } | undefined;

  constructor(session: SessionContext) {
    this.#session = session;
    const left = (): void => this.#left();
    session.state.listen({ stopped: () => this.#changed(), resumed: left, ended: left });
  }

  async view(query: ExpressionTableQuery): Promise<ExpressionTableView> {
    const { goroutines, channel, state } = this.#session;
    const key = JSON.stringify(query.definition);
    const snapshot = goroutines.wanted();
    if (!channel) return emptyTableView(state.generation, [NO_CHANNEL]);
    if (!snapshot) return emptyTableView(state.generation, goroutines.problems);
    const isStopped = state.phase === 'stopped';
    const isCurrent = this.#run?.key === key && this.#run.snapshot === snapshot;
    if (!isCurrent && isStopped) this.#start(channel, snapshot, query.definition, key);
    const run = this.#run;
    if (!run || run.key !== key) return emptyTableView(state.generation, []);
    await Promise.race([run.firstRows, late(FIRST_ROWS_MILLIS)]);
    return tableView(run, query);
  }

  stop(): void {
    if (this.#run?.status !== 'reading') return;
    this.#run.end('stopped');
    this.#changed();
  }

  resume(): void {
    if (this.#run?.status !== 'stopped' || this.#session.state.phase !== 'stopped') return;
    this.#run.go(() => this.#changed());
    this.#changed();
  }

  /** Values may have changed: the next question evaluates anew. */
  forget(): void {
    this.#run?.end('stopped');
    this.#changed();
    this.#run = undefined;
    this.#known = undefined;
  }

  text(sort: ExpressionTableQuery['sort'], format: 'csv' | 'json'): string {
    return this.#run ? tableText(this.#run, sort, format) : '';
  }

  #start(
    channel: SideChannel,
    snapshot: Snapshot,
    definition: ExpressionTableDefinition,
    key: string,
  ): void {
    this.#run?.end('stopped');
    const { goroutines, log } = this.#session;
    const { ownModules } = goroutines;
    const known = this.#knownAt(snapshot, definition);
    this.#run = new TableRun({ channel, snapshot, ownModules, known, log }, definition, key);
    this.#run.go(() => this.#changed());
  }

  #knownAt(snapshot: Snapshot, { frame }: ExpressionTableDefinition): KnownValues {
    const key = JSON.stringify(frame);
    if (this.#known?.snapshot !== snapshot || this.#known.key !== key) {
      this.#known = { snapshot, key, values: new KnownValues() };
    }
    return this.#known.values;
  }

  #left(): void {
    if (!this.#run) return;
    this.#run.end('stale');
    this.#changed();
  }

  #changed(): void {
    if (this.#timer || !this.#run) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const { generation } = this.#session.state;
      this.#session.client.tell('delvescope/expressionTableChanged', { generation });
    }, CHANGE_MILLIS);
    this.#timer.unref();
  }
}
