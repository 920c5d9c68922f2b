import { nameFrame } from './group.ts';
import type { Group, GroupBy } from './group.ts';
import { stateKindOf } from './state.ts';
import type { StateKind } from './state.ts';
import { LEAKED, LOCKED, SELECTED, SYSTEM } from './table.ts';
import type { FrameTable, Label } from './table.ts';
import { GROUP_LINES } from './view-lines.ts';
import type { ListSource, ListedLines, OpenGroup, StackLine } from './view-lines.ts';

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

/** Columns of equal length, in list order. */
export interface ViewRows {
  readonly kind: number[];
  readonly key: string[];
  readonly id: number[];
  /** Group: its goroutines. More: those not listed. Frame: its position in the stack. */
  readonly count: number[];
  readonly name: string[];
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
  query: { readonly groupBy: GroupBy; readonly start: number; readonly count: number },
  lines: ListedLines,
): { readonly start: number; readonly rows: ViewRows } {
  const sink = new RowSink(source, query.groupBy, query.start, query.start + query.count);
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
  readonly #groupBy: GroupBy;
  readonly #from: number;
  readonly #to: number;
  #line = 0;

  constructor(source: ListSource, groupBy: GroupBy, from: number, to: number) {
    this.#source = source;
    this.#groupBy = groupBy;
    this.#from = from;
    this.#to = to;
    this.start = from;
  }

  get isFull(): boolean {
    return this.#line >= this.#to;
  }

  addGroup(group: Group, line: number, open: OpenGroup | undefined): void {
    this.#line = line;
    if (this.#takes(GROUP_LINES)) this.#pushGroup(group);
    if (!open) return;
    for (let at = 0; at < open.rows.length && !this.isFull; at++) {
      if (this.#takes(1)) this.#pushGoroutine(group.key, open.rows[at] ?? 0);
      const stack = open.stacks.get(at);
      if (stack) this.#addStack(group.key, open.rows[at] ?? 0, stack);
    }
    if (open.moreCount > 0 && this.#takes(1)) {
      this.#push(MORE_ROW, group.key, 0, open.moreCount, 0);
    }
  }

  #addStack(key: string, row: number, stack: readonly StackLine[]): void {
    const { table } = this.#source;
    const target = stack.findIndex(({ frame }) => frame === table.user[row]);
    for (const [position, { frame, isCreation }] of stack.entries()) {
      if (!this.#takes(1)) continue;
      const kind = table.frames.kind[frame];
      const flags =
        (position === target && !isCreation ? USER_FRAME : 0) |
        (kind === 'std' || kind === 'runtime' ? LIBRARY_FRAME : 0) |
        (isCreation ? CREATED_BY : 0);
      this.#push(FRAME_ROW, key, table.id[row] ?? 0, position, flags);
      this.#place(table.frames, frame, frame);
    }
  }

  #pushGroup(group: Group): void {
    const { table } = this.#source;
    this.#push(GROUP_ROW, group.key, 0, group.count, 0);
    const by = this.#groupBy;
    this.#place(
      table.frames,
      group.frame,
      by === 'state' || by === 'label' ? 0 : group.value || group.frame,
    );
    this.#state(table.states[group.state] ?? '', group.state >= 0, group.wait);
    if (by === 'label') this.#labels(group.value);
  }

  #pushGoroutine(key: string, row: number): void {
    const { table } = this.#source;
    const flags = (table.flags[row] ?? 0) & (SELECTED | SYSTEM | LEAKED | LOCKED);
    this.#push(GOROUTINE_ROW, key, table.id[row] ?? 0, 0, flags);
    this.#place(
      table.frames,
      nameFrame(table, row),
      (table.user[row] ?? 0) || (table.current[row] ?? 0),
    );
    this.#state(table.states[table.state[row] ?? 0] ?? '', true, table.wait[row] ?? Number.NaN);
    this.#labels(table.labelSet[row] ?? 0);
  }

  /** Whether the next row is in the window; moves on by its lines. */
  #takes(lineCount: number): boolean {
    const line = this.#line;
    this.#line += lineCount;
    if (this.#line <= this.#from || line >= this.#to) return false;
    if (this.rows.kind.length === 0) this.start = line;
    return true;
  }

  #push(kind: number, key: string, id: number, count: number, flags: number): void {
    const { rows } = this;
    rows.kind.push(kind);
    rows.key.push(key);
    rows.id.push(id);
    rows.count.push(count);
    rows.flags.push(flags);
    rows.name.push('');
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

  #labels(set: number): void {
    this.rows.labels[this.rows.kind.length - 1] = this.#source.table.labelSets[set] ?? [];
  }
}
