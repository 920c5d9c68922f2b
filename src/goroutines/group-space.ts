import { assertNever } from '../base/assert.ts';
import { nameFrame } from './name-frame.ts';
import { objectText } from './object-text.ts';
import type { GoroutineTree } from './tree.ts';
import type { GoroutineTable, Label } from './table.ts';

/**
 * `creation`: the go statement; `start`: the function started; `location`: the top user frame; `stack`: all frames;
 * `object`: what is waited for; `parent`: a tree of who started whom.
 */
export type GroupBy =
  'creation' | 'start' | 'location' | 'stack' | 'state' | 'label' | 'object' | 'thread' | 'parent';

/** What a grouping tells apart: a value for each row of the table, and what a value stands for. */
export interface GroupSpace {
  readonly column: Uint32Array;
  readonly valueCount: number;
  /** The same in every table of the same program: made of names, not of row numbers. */
  key(value: number): string;
  /** Words for a group that is not named after a place; empty when it is. */
  title(value: number): string;
  /** The frame to name a group after; 0: the most frequent one of its members. */
  frame(value: number): number;
  /** The frame all members share; 0 when they share none. */
  place(value: number): number;
  labels(value: number): readonly Label[];
  /** What has nothing in common but that it lacks it: stands last. */
  readonly hasRest: boolean;
  /** The goroutine that the group is about; 0 when it is about none. */
  id(value: number): number;
}

export interface GroupQuestion {
  readonly by: GroupBy;
  /** Groups by the values of this label alone; null: by all labels together. */
  readonly labelKey: string | null;
  /** For `parent`. */
  readonly tree: GoroutineTree | null;
}

export function spaceOf(table: GoroutineTable, question: GroupQuestion): GroupSpace {
  switch (question.by) {
    case 'creation':
      return placeSpace(table, 'creation', table.creation);
    case 'start':
      return placeSpace(table, 'start', table.start);
    case 'location':
      return placeSpace(table, 'location', table.user);
    case 'stack':
      return {
        ...NOTHING_SHARED,
        hasRest: true,
        column: table.stack,
        valueCount: table.stacks.length,
        key: (value) => `stack ${stackHash(table, value)}`,
        title: (value) => (value === 0 ? 'Stack not read' : ''),
      };
    case 'state':
      return {
        ...NOTHING_SHARED,
        column: table.state,
        valueCount: table.states.length,
        key: (value) => `state ${table.states[value] ?? ''}`,
        title: (value) => table.states[value] ?? '',
      };
    case 'label':
      return labelSpace(table, question.labelKey);
    case 'object':
      return {
        ...NOTHING_SHARED,
        hasRest: true,
        column: table.object,
        valueCount: table.objects.length,
        key: (value) => {
          const { addresses = [] } = (value > 0 && table.objects[value]) || {};
          return `object ${addresses.map((at) => at.toString(16)).join(' ')}`;
        },
        title: (value) => (value === 0 ? 'Waits for no known object' : objectText(table, value)),
      };
    case 'thread':
      return {
        ...NOTHING_SHARED,
        hasRest: true,
        column: table.thread,
        valueCount: table.threads.length,
        key: (value) => `thread ${table.threads[value]?.thread ?? 0}`,
        title: (value) => (value === 0 ? 'On no thread' : threadText(table, value)),
      };
    case 'parent':
      return parentSpace(table, question.tree);
    default:
      return assertNever(question.by);
  }
}

const NOTHING_SHARED = {
  title: () => '',
  frame: () => 0,
  place: () => 0,
  labels: () => [],
  hasRest: false,
  id: () => 0,
} satisfies Partial<GroupSpace>;

/** `thread 4711 · P2`. */
export function threadText(table: GoroutineTable, thread: number): string {
  const { thread: id = 0, processor = null } = table.threads[thread] ?? {};
  return processor === null ? `thread ${id}` : `thread ${id} · P${processor}`;
}

function placeSpace(table: GoroutineTable, by: string, column: Uint32Array): GroupSpace {
  const { frames } = table;
  return {
    ...NOTHING_SHARED,
    column,
    valueCount: frames.length,
    key: (value) =>
      `${by} ${frames.function[value] ?? ''} ${frames.file[value] ?? ''}:${frames.line[value] ?? 0}`,
    place: (value) => value,
  };
}

function labelSpace(table: GoroutineTable, key: string | null): GroupSpace {
  const sets: (readonly Label[])[] = [[]];
  const indexes = new Map<string, number>([['[]', 0]]);
  const valueOf = table.labelSets.map((labels) => {
    const kept = key === null ? labels : labels.filter(([name]) => name === key);
    const text = JSON.stringify(kept);
    const known = indexes.get(text);
    if (known !== undefined) return known;
    indexes.set(text, sets.length);
    return sets.push(kept) - 1;
  });
  const none = key === null ? 'No labels' : `No label ${key}`;
  return {
    ...NOTHING_SHARED,
    hasRest: true,
    column: table.labelSet.map((set) => valueOf[set] ?? 0),
    valueCount: sets.length,
    key: (value) => `label ${JSON.stringify(sets[value] ?? [])}`,
    title: (value) => (value === 0 ? none : ''),
    labels: (value) => sets[value] ?? [],
  };
}

function parentSpace(table: GoroutineTable, tree: GoroutineTree | null): GroupSpace {
  const roots = tree?.roots ?? [];
  return {
    ...NOTHING_SHARED,
    column: tree?.root ?? new Uint32Array(table.length),
    valueCount: roots.length,
    key: (value) => `parent ${roots[value]?.id ?? 0}`,
    title: (value) => {
      const root = roots[value];
      if (!root || root.row >= 0) return '';
      const why = { ended: 'ended', hidden: 'left out by the filter', unread: 'not read' };
      return `goroutine ${root.id}, ${why[root.why]}`;
    },
    frame: (value) => {
      const row = roots[value]?.row ?? -1;
      return row >= 0 ? nameFrame(table, row) : 0;
    },
    id: (value) => {
      const root = roots[value];
      return root && root.row >= 0 ? root.id : 0;
    },
  };
}

/** 64 bits over names and lines: a stack's own text is too long for a key that every row repeats. */
function stackHash(table: GoroutineTable, stack: number): string {
  const { stacks, frames } = table;
  let [high, low] = [2166136261, 40389];
  for (let at = stacks.start[stack] ?? 0; at < (stacks.start[stack + 1] ?? 0); at++) {
    const frame = stacks.frames[at] ?? 0;
    const text = `${frames.function[frame] ?? ''} ${frames.line[frame] ?? 0}`;
    for (let index = 0; index < text.length; index++) {
      high = Math.imul(high ^ text.charCodeAt(index), 16777619);
      low = Math.imul(low ^ text.charCodeAt(index), 1540483477) ^ (low >>> 15);
    }
  }
  return (high >>> 0).toString(16) + (low >>> 0).toString(16);
}
