import type { GoroutineView } from '../../protocol/goroutine-view.ts';
import type { ReadOptions } from './reader.ts';
import type { Snapshot } from './snapshot.ts';

/** Where goroutines are read from: dlv's JSON-RPC, or its DAP where that is all there is. */
export interface GoroutineBackend {
  readonly ownModules: readonly string[];
  /** For a stop, still empty. */
  newSnapshot(generation: number, selected: number): Snapshot;
  /** Reads all goroutines of a stop, the most useful part first. */
  read(snapshot: Snapshot, options: ReadOptions): Promise<void>;
  /** Reads what stands below opened goroutines, once per stop. */
  open(snapshot: Snapshot, ids: readonly number[]): Promise<void>;
  /** Reads what the rows in sight lack. False: nothing. */
  refine(snapshot: Snapshot, view: GoroutineView): Promise<boolean>;
  /** Makes asking dlv for a goroutine's stack quick. */
  prepare(snapshot: Snapshot, id: number): Promise<void>;
  /** Looks at the running program. Rejects with a `UserError` when that cannot be. */
  look(generation: number, isWhole: boolean): Promise<Snapshot>;
  /** The program may have been built again: nothing that was learnt about it holds. */
  forget(): void;
}
