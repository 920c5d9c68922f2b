import { basename } from 'node:path';
import { codeKind, parseGoSymbol, shortSymbol } from '../../base/go-symbol.ts';
import { goroutineGroups } from '../../trace/index.ts';
import type { GoroutineGroup, Series, Timeline } from '../../trace/index.ts';
import type { GoroutineRef, LaneQuery, TracePlace } from '../../protocol/timeline.ts';
import { KIND_CODES } from '../profile-session.ts';
import { LaneList } from './lane-list.ts';
import { lineTimes } from './line-times.ts';
import type { LineTimes } from './line-times.ts';

/** An open trace with what was computed from it. */
export class TraceSession {
  readonly path: string;
  readonly timeline: Timeline;
  readonly #ownModules: readonly string[];
  readonly #kinds = new Map<number, number>();
  #groups: readonly GoroutineGroup[] | undefined;
  #counts: Series | undefined;
  #lineTimes: LineTimes | undefined;
  #lanes: { readonly key: string; readonly list: LaneList } | undefined;

  constructor(path: string, timeline: Timeline, ownModules: readonly string[]) {
    this.path = path;
    this.timeline = timeline;
    this.#ownModules = ownModules;
  }

  /** Goroutines by start function, the largest group first. */
  get groups(): readonly GoroutineGroup[] {
    return (this.#groups ??= goroutineGroups(this.timeline));
  }

  get name(): string {
    return basename(this.path);
  }

  /** What happened at which line. */
  get lineTimes(): LineTimes {
    return (this.#lineTimes ??= lineTimes(this.timeline));
  }

  /** The last list is kept: panning asks for the same lanes again and again. */
  lanes({ filter, openGroups, folded }: LaneQuery): LaneList {
    const query = { filter, openGroups, folded };
    const key = JSON.stringify(query);
    if (this.#lanes?.key !== key) this.#lanes = { key, list: new LaneList(this, query) };
    return this.#lanes.list;
  }

  /** How many goroutines there were over time. */
  get goroutineCounts(): Series {
    return (this.#counts ??= countGoroutines(this.timeline));
  }

  /** The row of a goroutine; -1 for one that the trace does not have. */
  rowOf(id: number): number {
    return this.timeline.goroutineIds.indexOf(id);
  }

  string(row: number): string {
    return this.timeline.strings[row] ?? '';
  }

  reason(row: number): string {
    return this.string(this.timeline.reasons[row] ?? 0);
  }

  goroutine(row: number): GoroutineRef {
    const { goroutineIds, functionOf } = this.timeline;
    const name = this.string(functionOf[row] ?? 0);
    return { row, id: goroutineIds[row] ?? 0, function: name };
  }

  /** `G 17 main.worker` */
  goroutineTitle(row: number): string {
    const { id, function: name } = this.goroutine(row);
    return name === '' ? `G ${id}` : `G ${id} ${shortSymbol(name)}`;
  }

  frame(row: number): TracePlace {
    const { frames } = this.timeline;
    const functionRow = frames.function[row] ?? 0;
    const file = this.string(frames.file[row] ?? 0);
    const name = this.string(functionRow);
    return {
      function: name,
      file,
      line: frames.line[row] ?? 0,
      kind: this.#kindOf(row, name, file),
    };
  }

  /** Leaf first. */
  stack(row: number): TracePlace[] {
    const { stacks } = this.timeline;
    const places: TracePlace[] = [];
    const end = stacks.start[row + 1] ?? 0;
    for (let at = stacks.start[row] ?? 0; at < end; at++) {
      places.push(this.frame(stacks.frame[at] ?? 0));
    }
    return places;
  }

  /** The frame of a stack that a reader wants to see: the first one that is not the runtime's or the library's. */
  userFrame(row: number): TracePlace | null {
    const places = this.stack(row);
    return (
      places.find(({ kind }) => kind === KIND_CODES.own || kind === KIND_CODES.dependency) ??
      places.find(({ kind }) => kind === KIND_CODES.std) ??
      places[0] ??
      null
    );
  }

  #kindOf(frame: number, name: string, file: string): number {
    const known = this.#kinds.get(frame);
    if (known !== undefined) return known;
    const kind = KIND_CODES[codeKind(parseGoSymbol(name).packagePath, file, this.#ownModules)];
    this.#kinds.set(frame, kind);
    return kind;
  }
}

function countGoroutines({ goroutines }: Timeline): Series {
  const changes: { time: number; by: number }[] = [];
  for (let row = 0; row < goroutines.length; row++) {
    const created = goroutines.created[row] ?? Number.NaN;
    if (Number.isNaN(created)) continue;
    changes.push({ time: created, by: 1 });
    const ended = goroutines.ended[row] ?? Number.NaN;
    if (!Number.isNaN(ended)) changes.push({ time: ended, by: -1 });
  }
  changes.sort((a, b) => a.time - b.time);
  const time = new Float64Array(changes.length);
  const value = new Float64Array(changes.length);
  let count = 0;
  for (const [index, change] of changes.entries()) {
    count += change.by;
    time[index] = change.time;
    value[index] = count;
  }
  return { length: changes.length, time, value };
}
