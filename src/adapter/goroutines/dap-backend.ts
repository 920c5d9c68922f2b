import { UserError } from '../../base/user-error.ts';
import type { DapResponse, JsonObject } from '../../dap/messages.ts';
import { objectOf } from '../../dap/messages.ts';
import type { GoroutineView } from '../../protocol/goroutine-view.ts';
import { ROW_GOROUTINE } from '../../protocol/goroutine-view.ts';
import type { GoroutineBackend } from './backend.ts';
import type { ReadOptions } from './reader.ts';
import { Snapshot } from './snapshot.ts';

/** `maxGoroutines` of dlv's DAP server (service/dap/server.go, v1.27.2); the selected one comes on top. */
const MOST_THREADS = 1024;
const DEPTH = 50;
/** What dlv's DAP tells neither of a goroutine that is on a thread nor of one that waits. */
const STATE = 'state not known';

type Ask = (command: string, args: JsonObject) => Promise<DapResponse | undefined>;

/** Goroutines over DAP alone, for a dlv that serves one client: the first 1,024, with id and function. */
export class DapBackend implements GoroutineBackend {
  readonly ownModules: readonly string[];
  readonly #ask: Ask;
  readonly #reason: string;

  constructor(ask: Ask, ownModules: readonly string[], reason: string) {
    this.#ask = ask;
    this.ownModules = ownModules;
    this.#reason = reason;
  }

  newSnapshot(generation: number, selected: number): Snapshot {
    const facts = { waitReasons: [], now: null, selected };
    const snapshot = new Snapshot(generation, this.ownModules, facts, Date.now());
    snapshot.problems.push(this.#reason);
    snapshot.unavailable = { label: 'Not known here: labels' };
    return snapshot;
  }

  async read(snapshot: Snapshot, options: ReadOptions): Promise<void> {
    const started = performance.now();
    const response = await this.#ask('threads', {});
    const listed = objectOf(response?.body)['threads'];
    const threads: readonly unknown[] = Array.isArray(listed) ? listed : [];
    const builder = snapshot.edit();
    for (const thread of threads) {
      const { id, name } = objectOf(thread);
      // Before the program has goroutines, dlv makes one up.
      if (typeof id !== 'number' || typeof name !== 'string' || name === 'Dummy') continue;
      const known = partsOf(name);
      const place = builder.frame(known.function, '', 0);
      builder.add({
        id,
        state: STATE,
        user: place,
        current: place,
        thread:
          known.thread > 0 ? builder.thread({ thread: known.thread, processor: null }) : undefined,
      });
    }
    snapshot.isTotalOpen = threads.length >= MOST_THREADS;
    snapshot.status = snapshot.isTotalOpen ? 'partial' : 'complete';
    snapshot.readMillis = performance.now() - started;
    options.changed();
  }

  async open(snapshot: Snapshot, ids: readonly number[]): Promise<void> {
    await this.#readStacks(snapshot, ids);
  }

  /** Lines come with the stacks of the rows in sight. */
  async refine(snapshot: Snapshot, view: GoroutineView): Promise<boolean> {
    const ids = view.rows.id.filter((_, row) => view.rows.kind[row] === ROW_GOROUTINE);
    return this.#readStacks(snapshot, ids);
  }

  async prepare(): Promise<void> {
    // dlv looks for a goroutine each time it is asked about one.
  }

  look(): Promise<Snapshot> {
    const message =
      'This dlv serves one client only: a running program cannot be looked at. Pause it instead.';
    return Promise.reject(new UserError('no-side-channel', message));
  }

  forget(): void {
    // Nothing is kept from one stop to the next.
  }

  async #readStacks(snapshot: Snapshot, ids: readonly number[]): Promise<boolean> {
    let isNews = false;
    for (const id of ids) {
      if (snapshot.stacksRead.has(id) || snapshot.table.rowOf(id) < 0) continue;
      snapshot.stacksRead.add(id);
      const response = await this.#ask('stackTrace', {
        threadId: id,
        startFrame: 0,
        levels: DEPTH,
      });
      // Refused when the program has gone on meanwhile.
      if (response?.success !== true) continue;
      const builder = snapshot.edit();
      const listed = objectOf(response.body)['stackFrames'];
      const frames = (Array.isArray(listed) ? listed : []).map((frame) => {
        const { name, line, source } = objectOf(frame);
        const path = objectOf(source)['path'];
        return builder.frame(
          typeof name === 'string' ? name : '',
          typeof path === 'string' ? path : '',
          typeof line === 'number' ? line : 0,
        );
      });
      builder.update(id, { stack: builder.stack(frames), user: builder.userFrame(frames) });
      isNews = true;
    }
    return isNews;
  }
}

/** `* [Go 17 request:42] main.work (Thread 4711)`, as dlv names goroutines. */
function partsOf(name: string): { readonly function: string; readonly thread: number } {
  const match = /^(?:\* )?\[Go \d+[^\]]*\] (.*?)(?: \(Thread (\d+)\))?$/.exec(name);
  return { function: match?.[1] ?? name, thread: Number(match?.[2] ?? 0) };
}
