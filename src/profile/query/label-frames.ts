/**
 * tagroot and tagleaf: values of labels as frames at the ends of stacks (internal/driver/tagroot.go of pprof
 * vendored in Go 1.26). The first key becomes the root, the last one the leaf.
 */
import { scaledLabel } from '../measurement.ts';
import type { FunctionTable, Profile, SymbolTable } from '../model.ts';
import { type LabelValues, labelValuesOf } from './label-sets.ts';

export interface LabelFrames {
  readonly profile: Profile;
  /** True where a sample has one of the keys. */
  readonly rootMatched: boolean;
  readonly leafMatched: boolean;
}

export function addLabelFrames(
  profile: Profile,
  tagRoot: string,
  tagLeaf: string,
  unit: string,
): LabelFrames {
  const rootKeys = keysOf(tagRoot);
  const leafKeys = keysOf(tagLeaf);
  if (rootKeys.length + leafKeys.length === 0) {
    return { profile, rootMatched: false, leafMatched: false };
  }
  const labelValues = labelValuesOf(profile.labels);
  const added = new AddedFrames(profile);
  const roots: LabelEnds = { rows: [], matched: false };
  const leaves: LabelEnds = { rows: [], matched: false };
  // In the order of the samples, so that new locations are numbered as pprof numbers them.
  for (const set of profile.samples.labelSet) {
    if (roots.rows[set]) continue;
    addEnd(roots, set, rootKeys);
    addEnd(leaves, set, leafKeys);
  }
  const { stacks, stackOf } = extendStacks(profile, leaves.rows, roots.rows);
  return {
    profile: { ...added.build(), stacks, samples: { ...profile.samples, stack: stackOf } },
    rootMatched: roots.matched,
    leafMatched: leaves.matched,
  };

  function addEnd(end: LabelEnds, set: number, keys: readonly string[]): void {
    const labels = labelValues[set];
    end.rows[set] = keys.map((key) => {
      const values = labels ? formattedValues(labels, key, unit) : [];
      end.matched ||= values.length > 0;
      return added.frame(values.join(','), key);
    });
  }
}

/** Frames at one end of the stacks, by label set. */
interface LabelEnds {
  readonly rows: number[][];
  matched: boolean;
}

/** Innermost first, as frames are. */
function keysOf(option: string): string[] {
  return option
    .split(',')
    .filter((key) => key !== '')
    .toReversed();
}

function formattedValues({ texts, numbers }: LabelValues, key: string, unit: string): string[] {
  const { values = [], units = [] } = numbers.get(key) ?? {};
  return [
    ...(texts.get(key) ?? []),
    ...values.map((value, k) => scaledLabel(value, units[k] ?? '', units.length > 0 ? unit : '')),
  ];
}

/** A stack for each pair of stack and label set that occurs. */
function extendStacks(
  { stacks, samples, labels }: Profile,
  leaves: readonly (readonly number[])[],
  roots: readonly (readonly number[])[],
): { stacks: Profile['stacks']; stackOf: Uint32Array } {
  const pairs = new Map<number, number>();
  const setCount = labels.length;
  const stackOf = new Uint32Array(samples.length);
  for (let sample = 0; sample < samples.length; sample++) {
    const pair = (samples.stack[sample] ?? 0) * setCount + (samples.labelSet[sample] ?? 0);
    let row = pairs.get(pair);
    if (row === undefined) pairs.set(pair, (row = pairs.size));
    stackOf[sample] = row;
  }
  const start = new Uint32Array(pairs.size + 1);
  let size = 0;
  for (const [pair, row] of pairs) {
    const stack = Math.floor(pair / setCount);
    const set = pair % setCount;
    size += (stacks.start[stack + 1] ?? 0) - (stacks.start[stack] ?? 0);
    size += (leaves[set]?.length ?? 0) + (roots[set]?.length ?? 0);
    start[row + 1] = size;
  }
  const frame = new Uint32Array(size);
  for (const [pair, row] of pairs) {
    const stack = Math.floor(pair / setCount);
    const own = stacks.frame.subarray(stacks.start[stack], stacks.start[stack + 1]);
    const leaf = leaves[pair % setCount] ?? [];
    const at = start[row] ?? 0;
    frame.set(leaf, at);
    frame.set(own, at + leaf.length);
    frame.set(roots[pair % setCount] ?? [], at + leaf.length + own.length);
  }
  return { stacks: { length: pairs.size, start, frame }, stackOf };
}

/** Functions, locations and frames behind those of the profile, one of each for a value of a key. */
class AddedFrames {
  readonly #profile: Profile;
  readonly #rows = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #keys: string[] = [];

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  frame(name: string, key: string): number {
    const id = `${key}\0${name}`;
    let row = this.#rows.get(id);
    if (row === undefined) {
      this.#rows.set(id, (row = this.#names.length));
      this.#names.push(name);
      this.#keys.push(key);
    }
    return this.#profile.frames.length + row;
  }

  build(): Profile {
    const profile = this.#profile;
    const { frames, symbols, functions, locations, places, files } = profile;
    const count = this.#names.length;
    const file = Uint32Array.from(this.#keys, (_, row) => files.length + row);
    const extra = (first: number): number[] => this.#names.map((_, row) => first + row);
    const zeros = new Uint32Array(count);
    const lastId = locations.id.reduce((most, id) => Math.max(most, id), 0);
    return {
      ...profile,
      files: [...files, ...this.#keys],
      symbols: {
        ...this.#named(symbols),
        file: joined(symbols.file, file),
        startLine: Float64Array.from([...symbols.startLine, ...zeros]),
      },
      functions: {
        ...this.#named(functions),
        file: joined(functions.file, file),
        startLine: joined(functions.startLine, zeros),
      },
      places: {
        length: places.length + count,
        file: joined(places.file, file),
        line: joined(places.line, zeros),
      },
      locations: {
        length: locations.length + count,
        id: joined(locations.id, extra(lastId + 1)),
        addressLow: joined(locations.addressLow, zeros),
        addressHigh: joined(locations.addressHigh, zeros),
        mapping: Int32Array.from([...locations.mapping, ...this.#names.map(() => -1)]),
        folded: Uint8Array.from([...locations.folded, ...new Uint8Array(count)]),
        frameStart: joined(locations.frameStart, extra(frames.length + 1)),
      },
      frames: {
        length: frames.length + count,
        function: joined(frames.function, extra(functions.length)),
        symbol: Int32Array.from([...frames.symbol, ...extra(symbols.length)]),
        place: joined(frames.place, extra(places.length)),
        column: joined(frames.column, new Uint32Array(count)),
        location: joined(frames.location, extra(locations.length)),
        inlined: Uint8Array.from([...frames.inlined, ...new Uint8Array(count)]),
      },
    };
  }

  #named(table: SymbolTable | FunctionTable): {
    length: number;
    names: readonly string[];
    systemNames: readonly string[];
  } {
    return {
      length: table.length + this.#names.length,
      names: [...table.names, ...this.#names],
      systemNames: [...table.systemNames, ...this.#names.map(() => '')],
    };
  }
}

function joined(column: Uint32Array, more: ArrayLike<number>): Uint32Array {
  const all = new Uint32Array(column.length + more.length);
  all.set(column);
  all.set(more, column.length);
  return all;
}
