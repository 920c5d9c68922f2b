import type { GoroutineTable } from './table.ts';

/** The place a goroutine is named after: the user frame, or what was started when no frame is the user's. */
export function nameFrame(table: GoroutineTable, row: number): number {
  const user = table.user[row] ?? 0;
  const kind = table.frames.kind[user];
  if (kind === 'own' || kind === 'dependency') return user;
  return (table.start[row] ?? 0) || user || (table.current[row] ?? 0);
}
