import { GoroutineTableBuilder, GoroutineViews } from '../../goroutines/index.ts';
import type { GoroutineTable, StackNotes } from '../../goroutines/index.ts';
import type {
  GoroutinePause,
  GoroutineView,
  GoroutineViewStatus,
} from '../../protocol/goroutine-view.ts';
import type { SnapshotFacts } from './facts.ts';

/** All goroutines of one stop, as far as they are read. */
export class Snapshot {
  readonly generation: number;
  readonly views = new GoroutineViews();
  readonly facts: SnapshotFacts;
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  readonly problems: string[] = [];
  status: GoroutineViewStatus = 'reading';
  readMillis = 0;
  /** Goroutines whose stack is in the table. */
  readonly stacksRead = new Set<number>();
  /** Deferred calls and ancestors of goroutines that were opened. */
  readonly notes = new Map<number, StackNotes>();
  /** Goroutines that know who started them, as GODEBUG=tracebackancestors makes the runtime note. */
  readonly withAncestors = new Set<number>();
  /** Keys of groups whose object's name was looked for. */
  readonly objectsNamed = new Set<string>();
  /** How the program was paused for it; null when it stopped by itself. */
  pause: GoroutinePause | null = null;
  /** What was not read, where that differs from what the table lacks. */
  unavailable: GoroutineView['unavailable'] = {};
  /** There are more goroutines than the table's total. */
  isTotalOpen = false;
  /** Where in `runtime.allgs` goroutines are, as far as they were read from there. */
  readonly positions = new Map<number, number>();
  /** Of those, the ones that dlv has listed since. */
  readonly listed = new Set<number>();
  readonly #builder: GoroutineTableBuilder;
  #table: GoroutineTable | undefined;

  constructor(
    generation: number,
    ownModules: readonly string[],
    facts: SnapshotFacts,
    takenAt: number,
  ) {
    this.generation = generation;
    this.#builder = new GoroutineTableBuilder(ownModules);
    this.facts = facts;
    this.takenAt = takenAt;
  }

  /** For changing the table: the next `table` shows it. */
  edit(): GoroutineTableBuilder {
    this.#table = undefined;
    return this.#builder;
  }

  /** Goroutines read so far. */
  get length(): number {
    return this.#builder.length;
  }

  /** The same object until something changes, so that views can keep what they worked out. */
  get table(): GoroutineTable {
    return (this.#table ??= this.#builder.build());
  }
}
