import { emptyView as noView } from '../../goroutines/index.ts';
import type { GoroutineView, GoroutineViewQuery } from '../../protocol/goroutine-view.ts';
import type { Snapshot } from './snapshot.ts';

/** Answers the panel's question from what is read so far. */
export function viewOf(snapshot: Snapshot, query: GoroutineViewQuery): GoroutineView {
  const { generation, status, readMillis, takenAt, problems, notes, pause, isTotalOpen } = snapshot;
  const answer = snapshot.views.query(snapshot.table, query, {
    generation,
    status,
    readMillis,
    takenAt,
    problems,
    notesOf: (id) => notes.get(id),
  });
  const unavailable = { ...answer.unavailable, ...snapshot.unavailable };
  return { ...answer, unavailable, pause, isTotalOpen };
}

/** Nothing to look at, and why when there is a reason. */
export function emptyView(generation: number, problems: readonly string[]): GoroutineView {
  return { ...noView(generation, problems), pause: null, isTotalOpen: false };
}
