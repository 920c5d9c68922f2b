import { assertNever } from '../base/assert.ts';
import { nameFrame } from './name-frame.ts';
import type { Group } from './group.ts';
import { threadText } from './group-space.ts';
import { objectText } from './object-text.ts';
import type { StackLine } from './stack-lines.ts';
import { stateKindOf } from './state.ts';
import type { StateKind } from './state.ts';
import { LEAKED, LOCKED, SELECTED, SYSTEM } from './table.ts';
import type { FrameTable, Label } from './table.ts';
import { GROUP_LINES } from './view-lines.ts';
import type { Entry, ListSource, ListedLines } from './view-lines.ts';

export const GROUP_ROW = 0;
export const GOROUTINE_ROW = 1;
export const MORE_ROW = 2;
export const FRAME_ROW = 3;

/** Frame rows: the frame the goroutine row stands for. */
export const USER_FRAME = 16;
/** Frame rows: runtime or standard library. */
export const LIBRARY_FRAME = 32;
/** Frame rows: the go statement. */
export const CREATED_BY = 64;
/** Frame rows: a call the frame above has deferred; its place is the defer statement. */
export const DEFERRED = 128;
/** Frame rows: of a goroutine that led to this one, as it was then. */
export const ANCESTOR = 2048;

const LINE_FLAGS: Readonly<Record<StackLine['kind'], number>> = {
  frame: 0,
  deferred: DEFERRED,
  creation: CREATED_BY,
  ancestor: ANCESTOR,
};

/** Columns of equal length, in list order. */
export interface ViewRows {
  readonly kind: number[];
  readonly key: string[];
  readonly id: number[];
  /** Group: its goroutines. More: those not listed. Frame: its position in the stack. */
  readonly count: number[];
  readonly name: string[];
  /** Words in place of a name; empty when the row is named after a function. */
  readonly title: string[];
  /** Group: how many are in which state. Goroutine: what it waits for, its thread. Frame: of which goroutine. */
  readonly detail: string[];
  /** Steps below the group in a tree. */
  readonly depth: number[];
  /** Goroutine: how many it started, in a tree. */
  readonly children: number[];
  readonly state: string[];
  readonly stateKind: StateKind[];
  readonly wait: (number | null)[];
  readonly file: string[];
  readonly line: number[];
  readonly labels: (readonly Label[])[];
  readonly flags: number[];
}

/** The rows between two lines, and the line at which the first of them begins. */
export function viewRows(
  source: ListSource,
  query: { readonly start: number; readonly count: number },
  lines: ListedLines,
): { readonly start: number; readonly rows: ViewRows } {
  const sink = new RowSink(source, query.start, query.start + query.count);
  const { groups } = source.grouping;
  for (let at = groupAt(lines.groupStart, query.start); at < groups.length && !sink.isFull; at++) {
    const group = groups[at];
    if (group) sink.addGroup(group, lines.groupStart[at] ?? 0, lines.open.get(at));
  }
  return { start: sink.start, rows: sink.rows };
}

/** The last group that begins at or before a line. */
function groupAt(groupStart: Float64Array, line: number): number {
  let low = 0;
  let high = groupStart.length - 1;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if ((groupStart[middle] ?? 0) <= line) low = middle;
    else high = middle;
  }
  return low;
}

class RowSink {
  readonly rows: ViewRows = {
    kind: [],
    key: [],
    id: [],
    count: [],
    name: [],
    title: [],
    detail: [],
    depth: [],
    children: [],
    state: [],
    stateKind: [],
    wait: [],
    file: [],
    line: [],
    labels: [],
    flags: [],
  };
  /** Line of the first row. */
  start: number;
  readonly #source: ListSource;
  readonly #from: number;
  readonly #to: number;
  #line = 0;

  constructor(source: ListSource, from: number, to: number) {
    this.#source = source;
    this.#from = from;
    this.#to = to;
    this.start = from;
  }

  get isFull(): boolean {
    return this.#line >= this.#to;
  }

  addGroup(group: Group, line: number, entries: readonly Entry[] = []): void {
    this.#line = line;
    if (this.#takes(GROUP_LINES)) this.#pushGroup(group);
    // What lies before the window is passed over at once.
    const skipped = Math.min(entries.length, Math.max(0, this.#from - this.#line));
    this.#line += skipped;
    for (let at = skipped; at < entries.length && !this.isFull; at++) {
      const entry = entries[at];
      if (entry && this.#takes(1)) this.#pushEntry(group.key, entry);
    }
  }

  #pushEntry(key: string, entry: Entry): void {
    switch (entry.kind) {
      case 'goroutine':
        return this.#pushGoroutine(key, entry.row, entry.depth, entry.childCount);
      case 'more':
        return this.#push(MORE_ROW, entry.key, 0, entry.count, 0, entry.depth);
      case 'frame':
        return this.#pushFrame(key, entry.row, entry.position, entry.line, entry.depth);
      default:
        return assertNever(entry);
    }
  }

  #pushFrame(key: string, row: number, position: number, line: StackLine, depth: number): void {
    const { table } = this.#source;
    const kind = table.frames.kind[line.name];
    const flags =
      (line.isTarget ? USER_FRAME : 0) |
      (kind === 'std' || kind === 'runtime' ? LIBRARY_FRAME : 0) |
      LINE_FLAGS[line.kind];
    this.#push(FRAME_ROW, key, table.id[row] ?? 0, position, flags, depth);
    this.#place(table.frames, line.name, line.place);
    this.rows.detail[this.rows.kind.length - 1] = line.detail;
  }

  #pushGroup(group: Group): void {
    const { table } = this.#source;
    this.#push(GROUP_ROW, group.key, group.id, group.count, 0, 0);
    this.#place(table.frames, group.frame, group.place);
    this.#state(table.states[group.state] ?? '', group.state >= 0, group.wait);
    const last = this.rows.kind.length - 1;
    this.rows.title[last] = group.title;
    this.rows.detail[last] = group.detail;
    this.rows.labels[last] = group.labels;
  }

  #pushGoroutine(key: string, row: number, depth: number, childCount: number): void {
    const { table } = this.#source;
    const flags = (table.flags[row] ?? 0) & (SELECTED | SYSTEM | LEAKED | LOCKED);
    this.#push(GOROUTINE_ROW, key, table.id[row] ?? 0, 0, flags, depth);
    this.#place(
      table.frames,
      nameFrame(table, row),
      (table.user[row] ?? 0) || (table.current[row] ?? 0),
    );
    this.#state(table.states[table.state[row] ?? 0] ?? '', true, table.wait[row] ?? Number.NaN);
    const last = this.rows.kind.length - 1;
    const thread = table.thread[row] ?? 0;
    const object = objectText(table, table.object[row] ?? 0);
    this.rows.labels[last] = table.labelSets[table.labelSet[row] ?? 0] ?? [];
    this.rows.detail[last] = thread > 0 ? threadText(table, thread) : object;
    this.rows.children[last] = childCount;
  }

  /** Whether the next row is in the window; moves on by its lines. */
  #takes(lineCount: number): boolean {
    const line = this.#line;
    this.#line += lineCount;
    if (this.#line <= this.#from || line >= this.#to) return false;
    if (this.rows.kind.length === 0) this.start = line;
    return true;
  }

  #push(kind: number, key: string, id: number, count: number, flags: number, depth: number): void {
    const { rows } = this;
    rows.kind.push(kind);
    rows.key.push(key);
    rows.id.push(id);
    rows.count.push(count);
    rows.flags.push(flags);
    rows.name.push('');
    rows.title.push('');
    rows.detail.push('');
    rows.depth.push(depth);
    rows.children.push(0);
    rows.state.push('');
    rows.stateKind.push('blocked');
    rows.wait.push(null);
    rows.file.push('');
    rows.line.push(0);
    rows.labels.push([]);
  }

  #place(frames: FrameTable, nameOf: number, placeOf: number): void {
    const last = this.rows.kind.length - 1;
    this.rows.name[last] = frames.function[nameOf] ?? '';
    this.rows.file[last] = frames.file[placeOf] ?? '';
    this.rows.line[last] = frames.line[placeOf] ?? 0;
  }

  #state(state: string, isKnown: boolean, wait: number): void {
    const last = this.rows.kind.length - 1;
    this.rows.state[last] = state;
    this.rows.stateKind[last] = isKnown ? stateKindOf(state) : 'blocked';
    this.rows.wait[last] = Number.isNaN(wait) ? null : wait;
  }
}
