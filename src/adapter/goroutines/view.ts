import { emptyView as noView } from '../../goroutines/index.ts';
import type { GoroutineView, GoroutineViewQuery } from '../../protocol/goroutine-view.ts';
import type { Snapshot } from './snapshot.ts';

/** Answers the panel's question from what is read so far. */
export function viewOf(snapshot: Snapshot, query: GoroutineViewQuery): GoroutineView {
  const { generation, status, readMillis, takenAt, problems } = snapshot;
  return snapshot.views.query(snapshot.table, query, {
    generation,
    status,
    readMillis,
    takenAt,
    problems,
  });
}

export function emptyView(generation: number): GoroutineView {
  return noView(generation);
}
