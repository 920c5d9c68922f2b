/**
 * Parts to one: rows of the parts become rows of common tables, times count from the beginning of the first part.
 * Parts are used up.
 */
import { ProblemList } from '../../base/problem.ts';
import { StringTable } from '../../base/string-table.ts';
import { IdTable } from '../id-table.ts';
import { GoroutineBuilder } from './goroutine-builder.ts';
import type { Series, TimelinePart } from './part.ts';
import { type PartTime, type RowMaps, timeIn } from './row-maps.ts';
import { mapRare } from './merge-rare.ts';
import { mergeSegments } from './merge-segments.ts';
import { StackInterner } from './stack-interner.ts';
import type { Starvation } from './starvation.ts';

export function mergeParts(parts: readonly TimelinePart[]): TimelinePart {
  const [first, ...others] = parts;
  if (first === undefined) throw new Error('a timeline has at least one part');
  return others.length === 0 ? first : new Merger(first, parts).merge();
}

class Merger {
  readonly #first: TimelinePart;
  readonly #parts: readonly TimelinePart[];
  readonly #strings = new StringTable();
  readonly #reasons: number[] = [];
  readonly #stacks = new StackInterner();
  readonly #goroutineIds = new IdTable();
  readonly #procIds = new IdTable();
  readonly #threadIds = new IdTable();
  readonly #goroutines = new GoroutineBuilder();

  constructor(first: TimelinePart, parts: readonly TimelinePart[]) {
    this.#first = first;
    this.#parts = parts;
  }

  merge(): TimelinePart {
    const parts = this.#parts;
    const shifts = parts.map(({ startTime }) => Number(startTime - this.#first.startTime));
    const maps = parts.map((part) => this.#mapsOf(part));
    let floor = 0;
    const times = parts.map(({ endTime }, k): PartTime => {
      const shift = shifts[k] ?? 0;
      const time = { shift, floor };
      floor = Math.max(floor, endTime + shift);
      return time;
    });
    const problems = new ProblemList();
    for (const [k, part] of parts.entries()) {
      for (const problem of part.problems) problems.push(problem);
      const map = maps[k];
      const time = times[k];
      if (map === undefined || time === undefined) continue;
      for (const rare of part.rare) mapRare(rare, map, time);
      this.#mergeGoroutines(part, map, time);
    }
    const series = (of: (part: TimelinePart) => Series): Series => joined(parts.map(of), times);
    return {
      version: this.#first.version,
      startTime: this.#first.startTime,
      endTime: floor,
      isComplete: parts.every(({ isComplete }) => isComplete),
      problems: problems.list(),
      generations: parts.flatMap(({ generations }, k) => shifted(generations, shifts[k] ?? 0)),
      clocks: parts.flatMap(({ clocks }, k) => shifted(clocks, shifts[k] ?? 0)),
      strings: this.#strings.strings,
      reasons: this.#reasons,
      goroutineIds: this.#goroutineIds.view().slice(),
      procIds: this.#procIds.view().slice(),
      threadIds: this.#threadIds.view().slice(),
      ...this.#stacks.take(),
      goroutines: this.#goroutines.take(),
      segments: mergeSegments(
        parts.map(({ segments }) => segments),
        maps,
        shifts,
      ),
      rare: parts.flatMap(({ rare }) => rare),
      heapAlloc: series(({ heapAlloc }) => heapAlloc),
      heapGoal: series(({ heapGoal }) => heapGoal),
      procCount: series(({ procCount }) => procCount),
      starvation: starvationOf(
        parts.map(({ starvation }) => starvation),
        times,
      ),
    };
  }

  #mapsOf(part: TimelinePart): RowMaps {
    const strings = Uint32Array.from(part.strings, (text) => this.#strings.intern(text));
    const reasons = Uint32Array.from(part.reasons, (text) => this.#reason(strings[text] ?? 0));
    const text = (row: number): number => strings[row] ?? 0;
    const stacks = this.#stacks.rowsOf(part.stacks, part.frames, text);
    const goroutines = Uint32Array.from(part.goroutineIds, (id) => this.#goroutineIds.intern(id));
    const procs = Uint32Array.from(part.procIds, (id) => this.#procIds.intern(id));
    const threads = Uint32Array.from(part.threadIds, (id) => this.#threadIds.intern(id));
    return { strings, reasons, stacks, goroutines, procs, threads };
  }

  #reason(text: number): number {
    const known = this.#reasons.indexOf(text);
    return known >= 0 ? known : this.#reasons.push(text) - 1;
  }

  /** A goroutine that a part only found is the one that was there before. */
  #mergeGoroutines({ goroutines: from }: TimelinePart, maps: RowMaps, time: PartTime): void {
    const into = this.#goroutines;
    into.reserve(this.#goroutineIds.length);
    for (let row = 0; row < from.length; row++) {
      const created = from.created[row] ?? Number.NaN;
      if (Number.isNaN(created)) continue;
      const to = maps.goroutines[row] ?? 0;
      const startStack = maps.stacks[from.startStack[row] ?? 0] ?? 0;
      const seen = from.seen[row] ?? Number.NaN;
      if (Number.isNaN(seen)) {
        const creator = from.creator[row] ?? -1;
        const by = creator < 0 ? -1 : (maps.goroutines[creator] ?? -1);
        const creationStack = maps.stacks[from.creationStack[row] ?? 0] ?? 0;
        into.create(to, timeIn(time, created), by, creationStack, startStack);
      } else if (!into.has(to)) into.find(to, timeIn(time, created), timeIn(time, seen));
      if (startStack !== 0) into.note(to, startStack);
      const ended = from.ended[row] ?? Number.NaN;
      if (!Number.isNaN(ended)) into.end(to, timeIn(time, ended));
    }
  }
}

const START: PartTime = { shift: 0, floor: 0 };

function shifted<T extends { readonly time: number }>(list: readonly T[], shift: number): T[] {
  return list.map((each) => ({ ...each, time: each.time + shift }));
}

function joined(list: readonly Series[], times: readonly PartTime[]): Series {
  const length = list.reduce((sum, each) => sum + each.length, 0);
  const time = new Float64Array(length);
  const value = new Float64Array(length);
  let at = 0;
  for (const [k, each] of list.entries()) {
    const place = times[k] ?? START;
    for (let row = 0; row < each.length; row++) time[at + row] = timeIn(place, each.time[row] ?? 0);
    value.set(each.value, at);
    at += each.length;
  }
  return { length, time, value };
}

function starvationOf(list: readonly Starvation[], places: readonly PartTime[]): Starvation {
  const sum = (of: (each: Starvation) => number): number =>
    list.reduce((total, each) => total + of(each), 0);
  const times = (of: (each: Starvation) => Float64Array): Float64Array =>
    Float64Array.from(
      list.flatMap((each, k) => [...of(each)].map((time) => timeIn(places[k] ?? START, time))),
    );
  let deepest = 0;
  for (const [k, each] of list.entries()) {
    if (each.deepest > (list[deepest]?.deepest ?? 0)) deepest = k;
  }
  return {
    total: sum(({ total }) => total),
    count: sum(({ count }) => count),
    start: times(({ start }) => start),
    end: times(({ end }) => end),
    deepest: list[deepest]?.deepest ?? 0,
    deepestTime: timeIn(places[deepest] ?? START, list[deepest]?.deepestTime ?? 0),
    depthNanos: sum(({ depthNanos }) => depthNanos),
  };
}
