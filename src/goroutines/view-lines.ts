import { sortedMembers } from './group.ts';
import type { Group, Grouping } from './group.ts';
import type { FrameIndex, GoroutineTable } from './table.ts';

/** Lines a group row takes; every other row takes one. */
export const GROUP_LINES = 2;

export interface ListSource {
  readonly table: GoroutineTable;
  readonly grouping: Grouping;
  /** Sorted members by group key, filled when a group is first opened. */
  readonly members: Map<string, Uint32Array>;
  readonly framesOf?: (id: number) => readonly FrameIndex[] | undefined;
}

export interface OpenItems {
  readonly openGroups: readonly { readonly key: string; readonly limit: number }[];
  readonly openGoroutines: readonly number[];
}

/** One frame row below an open goroutine. */
export interface StackLine {
  readonly frame: number;
  readonly isCreation: boolean;
}

/** What stands below an open group. */
export interface OpenGroup {
  /** Rows of the table that are listed. */
  readonly rows: Uint32Array;
  /** Frame rows by position in `rows`. */
  readonly stacks: ReadonlyMap<number, readonly StackLine[]>;
  /** Goroutines of the group that are not listed. */
  readonly moreCount: number;
  readonly lineCount: number;
}

export interface ListedLines {
  readonly lineCount: number;
  /** First line of each group; one more entry holds `lineCount`. */
  readonly groupStart: Float64Array;
  /** By position of the group. */
  readonly open: ReadonlyMap<number, OpenGroup>;
}

/** Where every group stands; one pass over the groups, and over the listed members of open ones. */
export function listedLines(source: ListSource, items: OpenItems): ListedLines {
  const { groups } = source.grouping;
  const limits = new Map(items.openGroups.map(({ key, limit }) => [key, limit]));
  const openIds = new Set(items.openGoroutines);
  const groupStart = new Float64Array(groups.length + 1);
  const open = new Map<number, OpenGroup>();
  let line = 0;
  for (const [position, group] of groups.entries()) {
    groupStart[position] = line;
    line += GROUP_LINES;
    const limit = limits.get(group.key);
    if (limit === undefined) continue;
    const opened = openGroup(source, group, limit, openIds);
    open.set(position, opened);
    line += opened.lineCount;
  }
  groupStart[groups.length] = line;
  return { lineCount: line, groupStart, open };
}

/** Frames of a goroutine and where it was created, as far as they are known. */
export function stackLines(source: ListSource, row: number): readonly StackLine[] {
  const { table } = source;
  const lines: StackLine[] = [];
  const stack = table.stack[row] ?? 0;
  const end = table.stacks.start[stack + 1] ?? 0;
  for (let at = table.stacks.start[stack] ?? 0; at < end; at++) {
    lines.push({ frame: table.stacks.frames[at] ?? 0, isCreation: false });
  }
  if (stack === 0) {
    for (const frame of source.framesOf?.(table.id[row] ?? 0) ?? []) {
      lines.push({ frame, isCreation: false });
    }
  }
  const creation = table.creation[row] ?? 0;
  if (creation !== 0) lines.push({ frame: creation, isCreation: true });
  return lines;
}

function openGroup(
  source: ListSource,
  group: Group,
  limit: number,
  openIds: ReadonlySet<number>,
): OpenGroup {
  let members = source.members.get(group.key);
  if (!members) {
    members = sortedMembers(source.table, source.grouping, group);
    source.members.set(group.key, members);
  }
  const rows = members.subarray(0, Math.max(0, limit));
  const stacks = new Map<number, readonly StackLine[]>();
  let lineCount = rows.length;
  if (openIds.size > 0) {
    for (const [position, row] of rows.entries()) {
      if (!openIds.has(source.table.id[row] ?? 0)) continue;
      const lines = stackLines(source, row);
      stacks.set(position, lines);
      lineCount += lines.length;
    }
  }
  const moreCount = group.count - rows.length;
  return { rows, stacks, moreCount, lineCount: lineCount + (moreCount > 0 ? 1 : 0) };
}
