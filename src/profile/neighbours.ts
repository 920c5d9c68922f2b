import type { Profile } from './model.ts';
import type { StackValues } from './stack-values.ts';
import { compareText } from './compare-text.ts';

/** The other end of calls into or out of a function or line. */
export interface Neighbour {
  readonly function: number;
  /** Value of the stacks on which the call is, each counted once. */
  readonly value: number;
}

/** Both lists widest first, then by name. */
export interface Neighbours {
  readonly callers: readonly Neighbour[];
  readonly callees: readonly Neighbour[];
}

/** Callers and callees as `go tool pprof -peek` counts edges: calls of the function by itself are none. */
export function neighboursOfFunction(
  profile: Profile,
  values: StackValues,
  row: number,
): Neighbours {
  const { frames } = profile;
  const target = new Uint8Array(frames.length);
  for (let frame = 0; frame < frames.length; frame++) {
    if (frames.function[frame] === row) target[frame] = 1;
  }
  return neighboursOf(profile, values, target);
}

/** Who calls into a line, and what it calls. `file` is an index into the files of the profile. */
export function neighboursOfLine(
  profile: Profile,
  values: StackValues,
  file: number,
  line: number,
): Neighbours {
  const { frames, places } = profile;
  const target = new Uint8Array(frames.length);
  for (let frame = 0; frame < frames.length; frame++) {
    const place = frames.place[frame] ?? 0;
    if (places.file[place] === file && places.line[place] === line) target[frame] = 1;
  }
  return neighboursOf(profile, values, target);
}

/**
 * Walks each stack from the root. An edge into or out of the target frames adds the value of the stack to the
 * function at its other end, once per stack (graph.newGraph of pprof as vendored in Go 1.26).
 */
function neighboursOf(profile: Profile, values: StackValues, target: Uint8Array): Neighbours {
  const { stacks, frames, functions } = profile;
  const { start, frame } = stacks;
  const callers = new EdgeSums(functions.length);
  const callees = new EdgeSums(functions.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    if (values.magnitude[stack] === 0) continue;
    const value = values.value[stack] ?? 0;
    const leaf = start[stack] ?? 0;
    let above = -1;
    for (let k = (start[stack + 1] ?? 0) - 1; k >= leaf; k--) {
      const current = frame[k] ?? 0;
      if (above >= 0 && target[current] !== target[above]) {
        if (target[current] === 1) callers.add(frames.function[above] ?? 0, stack, value);
        else callees.add(frames.function[current] ?? 0, stack, value);
      }
      above = current;
    }
  }
  return { callers: callers.list(functions.names), callees: callees.list(functions.names) };
}

class EdgeSums {
  readonly #value: Float64Array;
  readonly #seen: Int32Array;

  constructor(functionCount: number) {
    this.#value = new Float64Array(functionCount);
    this.#seen = new Int32Array(functionCount).fill(-1);
  }

  add(row: number, stack: number, value: number): void {
    if (this.#seen[row] === stack) return;
    this.#seen[row] = stack;
    this.#value[row] = (this.#value[row] ?? 0) + value;
  }

  list(names: readonly string[]): Neighbour[] {
    const rows: Neighbour[] = [];
    for (let row = 0; row < this.#seen.length; row++) {
      if ((this.#seen[row] ?? -1) >= 0) rows.push({ function: row, value: this.#value[row] ?? 0 });
    }
    return rows.sort(
      (a, b) =>
        Math.abs(b.value) - Math.abs(a.value) ||
        compareText(names[a.function] ?? '', names[b.function] ?? ''),
    );
  }
}
