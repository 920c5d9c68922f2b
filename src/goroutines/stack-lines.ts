import type { FrameIndex, GoroutineTable } from './table.ts';

/** What is known of a goroutine beside its frames. */
export interface StackNotes {
  readonly defers: readonly DeferredCall[];
  /** The nearest first. */
  readonly ancestors: readonly Ancestor[];
}

export interface DeferredCall {
  /** Position in the stack of the frame that will run it. */
  readonly position: number;
  readonly deferred: FrameIndex;
  /** The defer statement. */
  readonly statement: FrameIndex;
}

/** The stack of the goroutine that ran the go statement, as it was then. */
export interface Ancestor {
  readonly id: number;
  readonly frames: readonly FrameIndex[];
}

/** One row below an open goroutine. */
export interface StackLine {
  readonly kind: 'frame' | 'deferred' | 'creation' | 'ancestor';
  /** What the row is named after. */
  readonly name: number;
  /** Where a click goes. */
  readonly place: number;
  /** `in goroutine 17, ended`. */
  readonly detail: string;
  /** The frame the goroutine row stands for. */
  readonly isTarget: boolean;
}

/** Frames with the calls they deferred, where the goroutine was created, and the stacks of its ancestors. */
export function stackLines(
  table: GoroutineTable,
  row: number,
  notes: StackNotes | undefined,
): readonly StackLine[] {
  const lines: StackLine[] = [];
  const stack = table.stack[row] ?? 0;
  const start = table.stacks.start[stack] ?? 0;
  let isFound: boolean = false;
  const length = (table.stacks.start[stack + 1] ?? 0) - start;
  for (let position = 0; position < length; position++) {
    const frame = table.stacks.frames[start + position] ?? 0;
    const isTarget: boolean = !isFound && frame === table.user[row];
    isFound ||= isTarget;
    lines.push({ kind: 'frame', name: frame, place: frame, detail: '', isTarget });
    for (const call of notes?.defers ?? []) {
      if (call.position !== position) continue;
      const { deferred, statement } = call;
      lines.push({ ...OTHER, kind: 'deferred', name: deferred, place: statement });
    }
  }
  const creation = table.creation[row] ?? 0;
  if (creation !== 0) {
    const detail = parentText(table, table.parent[row] ?? 0);
    lines.push({ ...OTHER, kind: 'creation', name: creation, place: creation, detail });
  }
  for (const { id, frames } of notes?.ancestors ?? []) {
    for (const [position, frame] of frames.entries()) {
      const detail = position === 0 ? parentText(table, id) : '';
      lines.push({ ...OTHER, kind: 'ancestor', name: frame, place: frame, detail });
    }
  }
  return lines;
}

const OTHER = { detail: '', isTarget: false } as const;

/** Only when all goroutines are known can one be said to have ended. */
function parentText(table: GoroutineTable, id: number): string {
  if (id === 0) return '';
  const hasEnded = table.length >= table.total && table.rowOf(id) < 0;
  return hasEnded ? `in goroutine ${id}, ended` : `in goroutine ${id}`;
}
