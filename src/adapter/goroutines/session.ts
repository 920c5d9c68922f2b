import { CancellationSource, CancelledError } from '../../base/cancellation.ts';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import { SELECTED, completeFilter } from '../../goroutines/index.ts';
import type {
  GoroutineCompletion,
  GoroutineCompletionQuery,
  GoroutineView,
  GoroutineViewQuery,
} from '../../protocol/goroutine-view.ts';
import type { ClientPort } from '../client-port.ts';
import { late } from '../late.ts';
import type { TargetState } from '../target-state.ts';
import type { GoroutineBackend } from './backend.ts';
import { Snapshot } from './snapshot.ts';
import { emptyView, viewOf } from './view.ts';

/** Answers are drawn at most this often, and so that working them out takes a small part of the time. */
const CHANGE_MILLIS = 50;
const ANSWER_SHARE = 0.15;
/** The first screen of rows takes 20 ms: worth waiting for. */
const FIRST_ROWS_MILLIS = 150;

const NO_GOROUTINES = new Snapshot(0, [], { waitReasons: [], now: null, selected: 0 }, 0);

/** The goroutines of the target over all stops of a session: read at each, kept as stale while it runs. */
export class GoroutineSession {
  readonly #state: TargetState;
  readonly #client: ClientPort;
  readonly #log: Pick<Log, 'warn'>;
  #backend: GoroutineBackend | undefined;
  #snapshot: Snapshot | undefined;
  /** Why there is nothing to read. */
  problems: readonly string[] = [];
  #notice = '';
  #reading: CancellationSource | undefined;
  /** Resolves when the first rows of the current reading are there. */
  #firstRows: Promise<void> = Promise.resolve();
  #isWanted = false;
  #isUnlimited = false;
  /** The snapshot of the running program that is being taken. */
  #looking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastChange = 0;
  #answerMillis = 0;

  constructor(state: TargetState, client: ClientPort, log: Pick<Log, 'warn'>) {
    this.#state = state;
    this.#client = client;
    this.#log = log;
    state.listen({
      stopped: (generation, goroutine) => this.#onStop(generation, goroutine),
      resumed: () => this.#onLeave(),
      ended: () => this.#onLeave(),
    });
  }

  /** From here on there is something to read from. */
  connect(backend: GoroutineBackend): void {
    this.#backend = backend;
  }

  /** The program may have been built again: nothing that was learnt about it holds. */
  restarted(): void {
    this.#backend?.forget();
  }

  /** There will be nothing to read from, and why. */
  unavailable(reason: string): void {
    this.problems = [reason];
  }

  /** Something to know about all that is shown, until it is taken back by an empty text. */
  notice(text: string): void {
    this.#notice = text;
    this.#announce();
  }

  /** Another process is debugged now: what was read belongs to one that is gone. */
  forget(): void {
    this.restarted();
    this.#cancel();
    this.#snapshot = undefined;
    this.#announce();
  }

  /** The goroutines of the last stop, which from here on are read; undefined when there are none to read. */
  wanted(): Snapshot | undefined {
    this.#isWanted = true;
    if (this.#snapshot && !this.#reading) this.#read(this.#snapshot);
    return this.#snapshot;
  }

  get ownModules(): readonly string[] {
    return this.#backend?.ownModules ?? [];
  }

  async view(query: GoroutineViewQuery): Promise<GoroutineView> {
    const view = await this.#view(query);
    return this.#notice === '' ? view : { ...view, problems: [...view.problems, this.#notice] };
  }

  async #view(query: GoroutineViewQuery): Promise<GoroutineView> {
    this.wanted();
    await Promise.race([this.#firstRows, late(FIRST_ROWS_MILLIS)]);
    const snapshot = this.#snapshot;
    const backend = this.#backend;
    if (!snapshot || !backend) return emptyView(this.#state.generation, this.problems);
    if (this.#state.phase === 'stopped') await backend.open(snapshot, query.openGoroutines);
    const started = performance.now();
    const view = viewOf(snapshot, query);
    this.#answerMillis = performance.now() - started;
    if (this.#state.phase === 'stopped') void this.#refine(backend, snapshot, view);
    return view;
  }

  complete({ filter, caret }: GoroutineCompletionQuery): GoroutineCompletion {
    const { table } = this.#snapshot ?? NO_GOROUTINES;
    return completeFilter(table, filter, caret);
  }

  /** What was read stays. */
  stopReading(): void {
    const snapshot = this.#snapshot;
    if (!this.#reading || snapshot?.status !== 'reading') return;
    this.#cancel();
    snapshot.status = 'partial';
    this.#changed(snapshot);
  }

  /** Looks at the running program; a program that stands is read anyway. */
  async look(isWhole: boolean): Promise<void> {
    this.#looking ??= this.#look(isWhole).finally(() => (this.#looking = undefined));
    await this.#looking;
  }

  async #look(isWhole: boolean): Promise<void> {
    this.#isWanted = true;
    const { generation, phase } = this.#state;
    if (phase !== 'running' || !this.#backend) return;
    const snapshot = await this.#backend.look(generation, isWhole);
    // It stopped by itself meanwhile: what that shows is newer.
    if (this.#state.generation !== generation || this.#state.phase !== 'running') return;
    snapshot.status = 'stale';
    this.#snapshot = snapshot;
    this.#changed(snapshot);
  }

  /** Reads on above the limit. */
  readAll(): void {
    this.#isUnlimited = true;
    this.#isWanted = true;
    const snapshot = this.#snapshot;
    if (snapshot?.status === 'partial') {
      snapshot.status = 'reading';
      this.#read(snapshot);
    }
  }

  /** The function a goroutine is in, when it was read. */
  functionOf(id: number): string | undefined {
    const table = this.#snapshot?.table;
    const row = table?.rowOf(id) ?? -1;
    if (!table || row < 0) return undefined;
    return table.frames.function[table.user[row] ?? 0];
  }

  /** Makes asking dlv for a goroutine's stack quick. False for a goroutine that was not read. */
  async prepare(id: number): Promise<boolean> {
    if (this.#snapshot) await this.#backend?.prepare(this.#snapshot, id);
    return this.functionOf(id) !== undefined;
  }

  select(id: number): void {
    const snapshot = this.#snapshot;
    if (!snapshot) return;
    const { table } = snapshot;
    for (let row = 0; row < table.length; row++) {
      const flags = table.flags[row] ?? 0;
      const isSelected = table.id[row] === id;
      if (isSelected === ((flags & SELECTED) !== 0)) continue;
      const rest = flags & ~SELECTED;
      snapshot.edit().update(table.id[row] ?? 0, { flags: isSelected ? rest | SELECTED : rest });
    }
    this.#changed(snapshot);
  }

  #onStop(generation: number, selected: number): void {
    this.#cancel();
    if (!this.#backend) return;
    this.#snapshot = this.#backend.newSnapshot(generation, selected);
    if (this.#isWanted) this.#read(this.#snapshot);
  }

  #onLeave(): void {
    this.#cancel();
    if (!this.#snapshot || this.#snapshot.status === 'stale') return;
    this.#snapshot.status = this.#snapshot.table.length === 0 ? 'empty' : 'stale';
    if (this.#isWanted) this.#changed(this.#snapshot);
  }

  #read(snapshot: Snapshot): void {
    const backend = this.#backend;
    if (!backend || snapshot.status !== 'reading') return;
    const reading = new CancellationSource();
    this.#reading = reading;
    this.#firstRows = new Promise((resolve) => {
      const options = {
        token: reading.token,
        isUnlimited: () => this.#isUnlimited,
        changed: () => {
          resolve();
          this.#changed(snapshot);
        },
      };
      backend
        .read(snapshot, options)
        .catch((error: unknown) => this.#failed(snapshot, error))
        .finally(() => {
          resolve();
          if (this.#reading === reading) this.#reading = undefined;
        });
    });
  }

  #failed(snapshot: Snapshot, error: unknown): void {
    if (error instanceof CancelledError) return;
    this.#log.warn(`reading goroutines: ${messageOf(error)}`);
    snapshot.problems.push(`Reading stopped: ${messageOf(error)}`);
    snapshot.status = 'partial';
    this.#changed(snapshot);
  }

  async #refine(backend: GoroutineBackend, snapshot: Snapshot, view: GoroutineView): Promise<void> {
    try {
      if (await backend.refine(snapshot, view)) this.#changed(snapshot);
    } catch (error) {
      this.#log.warn(`reading more about goroutines: ${messageOf(error)}`);
    }
  }

  #changed(snapshot: Snapshot): void {
    if (snapshot === this.#snapshot) this.#announce();
  }

  #announce(): void {
    if (this.#timer) return;
    const pause = Math.max(CHANGE_MILLIS, this.#answerMillis / ANSWER_SHARE);
    const wait = Math.max(0, this.#lastChange + pause - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#lastChange = Date.now();
      const { generation, status } = this.#snapshot ?? {
        generation: this.#state.generation,
        status: 'empty',
      };
      this.#client.tell('delvescope/goroutinesChanged', { generation, status });
    }, wait);
    this.#timer.unref();
  }

  #cancel(): void {
    this.#reading?.cancel();
    this.#reading = undefined;
  }
}
