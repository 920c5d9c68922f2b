import { CancellationSource, CancelledError } from '../../base/cancellation.ts';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import { SELECTED } from '../../goroutines/index.ts';
import type { GoroutineView, GoroutineViewQuery } from '../../protocol/goroutine-view.ts';
import type { ClientPort } from '../client-port.ts';
import { late } from '../late.ts';
import type { SideChannel } from '../side-channel.ts';
import type { TargetState } from '../target-state.ts';
import { acquaint } from './acquaint.ts';
import { readFromMemory } from './memory-reader.ts';
import type { RuntimeMemory } from './memory-reader.ts';
import { readLayout } from './raw/layout.ts';
import { Places } from './raw/places.ts';
import { readGoroutines } from './reader.ts';
import type { ReadOptions } from './reader.ts';
import { Snapshot } from './snapshot.ts';
import { readStacks } from './stacks.ts';
import { emptyView, viewOf } from './view.ts';

/** Answers are drawn at most this often, and so that working them out takes a small part of the time. */
const CHANGE_MILLIS = 50;
const ANSWER_SHARE = 0.15;
/** The first screen of rows takes 20 ms: worth waiting for. */
const FIRST_ROWS_MILLIS = 150;

export interface GoroutineSources {
  readonly channel: SideChannel;
  /** `go1.26.8` of the program. */
  readonly goVersion: string;
  readonly waitReasons: readonly string[];
  /** The program's monotonic clock, read at a stop; null where it is not ours to read. */
  readonly now: () => number | null;
  readonly ownModules: readonly string[];
}

/** The goroutines of the target over all stops of a session: read at each, kept as stale while it runs. */
export class GoroutineSession {
  readonly #state: TargetState;
  readonly #client: ClientPort;
  readonly #log: Pick<Log, 'warn'>;
  #sources: GoroutineSources | undefined;
  #snapshot: Snapshot | undefined;
  #unavailable = '';
  #notice = '';
  #reading: CancellationSource | undefined;
  /** Resolves when the first rows of the current reading are there. */
  #firstRows: Promise<void> = Promise.resolve();
  #isWanted = false;
  #isUnlimited = false;
  #memory: RuntimeMemory | undefined;
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
  connect(sources: GoroutineSources): void {
    this.#sources = sources;
  }

  /** The program may have been built again: nothing that was learnt about it holds. */
  restarted(): void {
    this.#memory = undefined;
  }

  /** There will be nothing to read from, and why. */
  unavailable(reason: string): void {
    this.#unavailable = reason;
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
    return this.#sources?.ownModules ?? [];
  }

  /** Why there is nothing to read. */
  get problems(): readonly string[] {
    return this.#unavailable === '' ? [] : [this.#unavailable];
  }

  async view(query: GoroutineViewQuery): Promise<GoroutineView> {
    const view = await this.#view(query);
    return this.#notice === '' ? view : { ...view, problems: [...view.problems, this.#notice] };
  }

  async #view(query: GoroutineViewQuery): Promise<GoroutineView> {
    this.wanted();
    await Promise.race([this.#firstRows, late(FIRST_ROWS_MILLIS)]);
    const snapshot = this.#snapshot;
    if (!snapshot) return emptyView(this.#state.generation, this.problems);
    const channel = this.#sources?.channel;
    if (channel) await readStacks(channel, snapshot, query.openGoroutines);
    const started = performance.now();
    const view = viewOf(snapshot, query);
    this.#answerMillis = performance.now() - started;
    if (channel) this.#refineVisible(channel, snapshot, view);
    return view;
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
    const snapshot = this.#snapshot;
    if (snapshot) await this.#sources?.channel.run((rpc) => acquaint(rpc, snapshot, [id]));
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
    const sources = this.#sources;
    if (!sources) return;
    const { waitReasons, ownModules } = sources;
    const facts = { waitReasons, now: sources.now(), selected };
    this.#snapshot = new Snapshot(generation, ownModules, facts, Date.now());
    if (this.#isWanted) this.#read(this.#snapshot);
  }

  #onLeave(): void {
    this.#cancel();
    if (!this.#snapshot || this.#snapshot.status === 'stale') return;
    this.#snapshot.status = this.#snapshot.table.length === 0 ? 'empty' : 'stale';
    if (this.#isWanted) this.#changed(this.#snapshot);
  }

  #read(snapshot: Snapshot): void {
    if (!this.#sources || snapshot.status !== 'reading') return;
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
      if (!this.#sources) return;
      this.#readAll(this.#sources, snapshot, options)
        .catch((error: unknown) => this.#failed(snapshot, error))
        .finally(() => {
          resolve();
          if (this.#reading === reading) this.#reading = undefined;
        });
    });
  }

  async #readAll(
    { channel, goVersion }: GoroutineSources,
    snapshot: Snapshot,
    options: ReadOptions,
  ): Promise<void> {
    if (!this.#memory) {
      const layout = await channel.run((rpc) => readLayout(rpc, goVersion));
      if (layout) this.#memory = { layout, places: new Places() };
    }
    if (this.#memory) await readFromMemory(channel, this.#memory, snapshot, options);
    else await readGoroutines(channel, snapshot, options);
  }

  #failed(snapshot: Snapshot, error: unknown): void {
    if (error instanceof CancelledError) return;
    this.#log.warn(`reading goroutines: ${messageOf(error)}`);
    snapshot.problems.push(`Reading stopped: ${messageOf(error)}`);
    snapshot.status = 'partial';
    this.#changed(snapshot);
  }

  /** dlv's user frame ends at `sync.(*Mutex).Lock`; whose code waits there takes a stack, read for rows in sight. */
  #refineVisible(channel: SideChannel, snapshot: Snapshot, view: GoroutineView): void {
    const ids = view.rows.id.filter((id, row) => id > 0 && view.rows.kind[row] === 1);
    const { table } = snapshot;
    const vague = ids.filter((id) => {
      const kind = table.frames.kind[table.user[table.rowOf(id)] ?? 0];
      return !snapshot.stacksRead.has(id) && (kind === 'std' || kind === 'runtime');
    });
    if (vague.length === 0) return;
    void this.#refine(channel, snapshot, vague);
  }

  async #refine(channel: SideChannel, snapshot: Snapshot, ids: readonly number[]): Promise<void> {
    if ((await readStacks(channel, snapshot, ids)) > 0) this.#changed(snapshot);
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
