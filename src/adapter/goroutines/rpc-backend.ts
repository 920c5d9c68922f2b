import { UserError } from '../../base/user-error.ts';
import type { GoroutineView } from '../../protocol/goroutine-view.ts';
import { ROW_GOROUTINE, ROW_GROUP } from '../../protocol/goroutine-view.ts';
import type { SideChannel } from '../side-channel.ts';
import type { StopDesk } from '../stops/stop-desk.ts';
import { acquaint } from './acquaint.ts';
import type { GoroutineBackend } from './backend.ts';
import { takeSnapshot } from './live-snapshot.ts';
import { readFromMemory } from './memory-reader.ts';
import type { RuntimeMemory } from './memory-reader.ts';
import { nameObjects } from './object-names.ts';
import { readLayout } from './raw/layout.ts';
import { Places } from './raw/places.ts';
import { readGoroutines } from './reader.ts';
import type { ReadOptions } from './reader.ts';
import { Snapshot } from './snapshot.ts';
import { readNotes, readStacks } from './stacks.ts';

export interface RpcSources {
  readonly channel: SideChannel;
  readonly desk: Pick<StopDesk, 'pauseFor'>;
  /** `go1.26.8` of the program. */
  readonly goVersion: string;
  readonly waitReasons: readonly string[];
  /** The program's monotonic clock, read at a stop; null where it is not ours to read. */
  readonly now: () => number | null;
  readonly ownModules: readonly string[];
}

/** Goroutines over dlv's JSON-RPC: from the program's memory where its runtime is known, else from dlv's list. */
export class RpcBackend implements GoroutineBackend {
  readonly ownModules: readonly string[];
  readonly #sources: RpcSources;
  #memory: RuntimeMemory | undefined;

  constructor(sources: RpcSources) {
    this.#sources = sources;
    this.ownModules = sources.ownModules;
  }

  newSnapshot(generation: number, selected: number): Snapshot {
    const { waitReasons, now } = this.#sources;
    const facts = { waitReasons, now: now(), selected };
    return new Snapshot(generation, this.ownModules, facts, Date.now());
  }

  async read(snapshot: Snapshot, options: ReadOptions): Promise<void> {
    const { channel, goVersion } = this.#sources;
    if (!this.#memory) {
      const layout = await channel.run((rpc) => readLayout(rpc, goVersion));
      if (layout) this.#memory = { layout, places: new Places() };
    }
    if (this.#memory) await readFromMemory(channel, this.#memory, snapshot, options);
    else await readGoroutines(channel, snapshot, options);
  }

  open(snapshot: Snapshot, ids: readonly number[]): Promise<void> {
    return readNotes(this.#sources.channel, snapshot, ids);
  }

  /**
   * dlv's user frame ends at `sync.(*Mutex).Lock`; whose code waits there takes a stack where memory was not read.
   * And what the program calls a channel or a lock takes a look at variables.
   */
  async refine(snapshot: Snapshot, view: GoroutineView): Promise<boolean> {
    const { channel } = this.#sources;
    const { table, stacksRead } = snapshot;
    const vague = view.rows.id.filter((id, row) => {
      if (view.rows.kind[row] !== ROW_GOROUTINE || stacksRead.has(id)) return false;
      const kind = table.frames.kind[table.user[table.rowOf(id)] ?? 0];
      return kind === 'std' || kind === 'runtime';
    });
    const stacks = vague.length === 0 ? 0 : await readStacks(channel, snapshot, vague);
    const groups = view.rows.key.filter(
      (key, row) => view.rows.kind[row] === ROW_GROUP && key.startsWith('object '),
    );
    const names = groups.length === 0 ? 0 : await nameObjects(channel, snapshot, groups);
    return stacks + names > 0;
  }

  async prepare(snapshot: Snapshot, id: number): Promise<void> {
    await this.#sources.channel.run((rpc) => acquaint(rpc, snapshot, [id]));
  }

  async look(generation: number, isWhole: boolean): Promise<Snapshot> {
    const { desk } = this.#sources;
    const memory = this.#memory ?? (await this.#learnLayout());
    const snapshot = this.newSnapshot(generation, 0);
    await takeSnapshot(desk, memory, snapshot, isWhole);
    return snapshot;
  }

  forget(): void {
    this.#memory = undefined;
  }

  async #learnLayout(): Promise<RuntimeMemory> {
    const { desk, goVersion } = this.#sources;
    const { value: layout } = await desk.pauseFor((rpc) => readLayout(rpc, goVersion));
    if (!layout) {
      const message = `A program of ${goVersion || 'this Go version'} cannot be looked at while it runs. Pause it instead.`;
      throw new UserError('no-layout', message);
    }
    return (this.#memory = { layout, places: new Places() });
  }
}
