import { CancellationSource, CancelledError } from '../../base/cancellation.ts';
import { messageOf } from '../../base/user-error.ts';
import { groupRows, matchingRows, parseFilter } from '../../goroutines/index.ts';
import type { GoroutineTable } from '../../goroutines/index.ts';
import type {
  ExpressionGroup,
  ExpressionTableDefinition,
  ExpressionTableStatus,
} from '../../protocol/expression-view.ts';
import type { GoroutineFilterError } from '../../protocol/goroutine-view.ts';
import type { Snapshot } from '../goroutines/snapshot.ts';
import { late } from '../late.ts';
import type { SideChannel } from '../side-channel.ts';
import { Evaluator } from './evaluate.ts';
import type { KnownValues } from './evaluate.ts';
import { FrameChoice } from './frame-choice.ts';
import { ExpressionTable } from './table.ts';
import { splitWhere } from './where.ts';

const GROUPS = 50;
/** Until more goroutines are listed: a page of them takes longer. */
const WAIT_MILLIS = 10;

interface RunSources {
  readonly channel: SideChannel;
  readonly snapshot: Snapshot;
  readonly ownModules: readonly string[];
  /** Of the same stop and choice of frame. */
  readonly known: KnownValues;
  readonly log: { warn(message: string): void };
}

/** One definition evaluated at one stop. */
export class TableRun {
  readonly key: string;
  readonly snapshot: Snapshot;
  readonly table: ExpressionTable;
  readonly problems: string[] = [];
  filterError: GoroutineFilterError | null = null;
  status: ExpressionTableStatus = 'reading';
  readMillis = 0;
  firstRows: Promise<void> = Promise.resolve();
  readonly #sources: RunSources;
  readonly #definition: ExpressionTableDefinition;
  readonly #filter: string;
  readonly #evaluator: Evaluator;
  #cancellation = new CancellationSource();
  /** Rows of the goroutine table that were considered. */
  #considered = 0;
  /** The state of the table in which they were. */
  #seen: GoroutineTable | undefined;
  #grouped: { readonly table: GoroutineTable; readonly groups: readonly ExpressionGroup[] } | null =
    null;

  constructor(sources: RunSources, definition: ExpressionTableDefinition, key: string) {
    this.#sources = sources;
    this.snapshot = sources.snapshot;
    this.#definition = definition;
    this.key = key;
    const { filter, where } = splitWhere(definition.filter);
    const { expressions, frame } = definition;
    this.#filter = filter;
    const choice = new FrameChoice(frame, sources.ownModules);
    this.table = new ExpressionTable(expressions, where !== '' || choice.isFilter);
    this.#evaluator = new Evaluator(sources.channel, {
      table: this.table,
      where,
      choice,
      known: sources.known,
      snapshot: sources.snapshot,
      knownStack: (row) => this.#knownStack(row),
      topFrame: (row) => this.placeOf('current', row),
    });
  }

  /** A place of a goroutine, as the list of goroutines knows it. */
  placeOf(
    which: 'current' | 'user',
    row: number,
  ): { readonly name: string; readonly file: string; readonly line: number } {
    const { table } = this.snapshot;
    const frame = table[which][row] ?? 0;
    return {
      name: table.frames.function[frame] ?? '',
      file: table.frames.file[frame] ?? '',
      line: table.frames.line[frame] ?? 0,
    };
  }

  #knownStack(row: number): { readonly stack: number; readonly depth: number } | null {
    const { table, stacksRead } = this.snapshot;
    const stack = table.stack[row] ?? 0;
    if (stack === 0 || !stacksRead.has(table.id[row] ?? 0)) return null;
    const { start } = table.stacks;
    return { stack, depth: (start[stack + 1] ?? 0) - (start[stack] ?? 0) };
  }

  /** Groups by creation site, for choosing one; counted once per state of the goroutine table. */
  groups(): readonly ExpressionGroup[] {
    const { table } = this.snapshot;
    if (this.#grouped?.table !== table) this.#grouped = { table, groups: this.#groupsOf(table) };
    return this.#grouped.groups;
  }

  /** Evaluates until all is read or something ends it; resumes where it was ended. */
  go(changed: () => void): void {
    this.status = 'reading';
    this.#cancellation = new CancellationSource();
    this.firstRows = new Promise((resolve) => {
      const progress = (): void => {
        resolve();
        changed();
      };
      this.#work(progress)
        .catch((error: unknown) => this.#failed(error))
        .finally(progress);
    });
  }

  end(status: 'stopped' | 'stale'): void {
    this.#cancellation.cancel();
    this.status = status;
  }

  async #work(progress: () => void): Promise<void> {
    const { token } = this.#cancellation;
    const before = this.readMillis;
    const began = performance.now();
    while (!token.isCancellationRequested) {
      this.#consider();
      if (this.table.read < this.table.queue.length) {
        await this.#evaluator.next(token);
        this.readMillis = before + performance.now() - began;
        progress();
      } else if (this.snapshot.status === 'reading') {
        await late(WAIT_MILLIS);
      } else break;
    }
    if (!token.isCancellationRequested) this.status = 'complete';
  }

  #failed(error: unknown): void {
    if (error instanceof CancelledError) return;
    this.#sources.log.warn(`evaluating expressions: ${messageOf(error)}`);
    this.problems.push(`Reading stopped: ${messageOf(error)}`);
    this.status = 'stopped';
  }

  /** Queues the goroutines that were read since and pass the filter, up to the first whose place is still to be read. */
  #consider(): void {
    const { table, status, stacksRead } = this.snapshot;
    const isReading = status === 'reading';
    if (this.#considered === table.length || (isReading && this.#seen === table)) return;
    this.#seen = table;
    const { hideSystem, group } = this.#definition;
    const { terms, error } = parseFilter(this.#filter, table.states);
    this.filterError = error;
    if (error !== null || this.#definition.expressions.length === 0) {
      this.#considered = table.length;
      return;
    }
    const keep = matchingRows(table, terms, hideSystem);
    const members = group === '' ? null : this.#membersOf(table, group);
    for (; this.#considered < table.length; this.#considered++) {
      const row = this.#considered;
      const id = table.id[row] ?? 0;
      if (isReading && table.current[row] === 0 && !stacksRead.has(id)) return;
      if (keep[row] && (members === null || members.has(row))) this.table.enqueue(row, id);
    }
  }

  #membersOf(table: GoroutineTable, key: string): ReadonlySet<number> {
    const { groups, rows } = groupAll(table);
    const group = groups.find((one) => one.key === key);
    if (!group) return new Set();
    return new Set(rows.subarray(group.rowStart, group.rowStart + group.rowCount));
  }

  #groupsOf(table: GoroutineTable): readonly ExpressionGroup[] {
    return groupAll(table)
      .groups.slice(0, GROUPS)
      .map(({ key, frame, count }) => ({
        key,
        name: table.frames.function[frame] ?? '',
        count,
      }));
  }
}

function groupAll(table: GoroutineTable): ReturnType<typeof groupRows> {
  const keep = new Uint8Array(table.length).fill(1);
  return groupRows(table, { by: 'creation', sort: 'count', keep, knownTotals: null });
}
