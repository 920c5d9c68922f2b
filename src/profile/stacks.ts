/**
 * Interns stacks: samples with the same list of locations share one.
 *
 * 1. Find the list of ids in an open-addressing hash table; compare lists only where hashes are equal.
 * 2. Translate the ids of each new list to rows and write its frames, innermost line of the leaf first.
 */
import { Uint32Builder } from '../base/columns.ts';
import type { ProblemList } from '../base/problem.ts';
import type { StackTable } from './model.ts';
import type { Symbols } from './resolve.ts';

/** `locations` holds location ids of the file. Problem: `location-missing`. */
export function internStacks(
  locationStart: Uint32Array,
  locations: Uint32Array,
  symbols: Symbols,
  problems: ProblemList,
): { readonly stacks: StackTable; readonly stackOf: Uint32Array } {
  const count = locationStart.length;
  const stackOf = new Uint32Array(count);
  const table = new HashTable(count);
  const firstFrom = new Uint32Builder();
  const firstTo = new Uint32Builder();
  for (let sample = 0; sample < count; sample++) {
    const to = locationStart[sample + 1] ?? locations.length;
    const from = locationStart[sample] ?? 0;
    let hash = to - from;
    for (let k = from; k < to; k++) hash = Math.imul(hash ^ (locations[k] ?? 0), 0x01000193);
    hash = (hash ^ (hash >>> 15)) >>> 0;
    stackOf[sample] = table.find(hash, locations, from, to, firstFrom, firstTo);
  }
  const lists = { locations, from: firstFrom.take(), to: firstTo.take() };
  const stacks = expand(lists, symbols, problems);
  return { stacks, stackOf };
}

/** Open addressing with linear probing; a stack is represented by the list of its first sample. */
class HashTable {
  readonly #slots: Int32Array;
  readonly #hashes: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;

  constructor(capacity: number) {
    let size = 16;
    while (size < capacity * 2) size *= 2;
    this.#slots = new Int32Array(size).fill(-1);
    this.#hashes = new Uint32Array(capacity);
    this.#starts = new Uint32Array(capacity);
    this.#ends = new Uint32Array(capacity);
  }

  find(
    hash: number,
    locations: Uint32Array,
    from: number,
    to: number,
    firstFrom: Uint32Builder,
    firstTo: Uint32Builder,
  ): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const known = slots[slot] ?? -1;
      if (known < 0) {
        const stack = firstFrom.length;
        slots[slot] = stack;
        this.#hashes[stack] = hash;
        this.#starts[stack] = from;
        this.#ends[stack] = to;
        firstFrom.push(from);
        firstTo.push(to);
        return stack;
      }
      if (this.#hashes[known] !== hash) continue;
      const start = this.#starts[known] ?? 0;
      if ((this.#ends[known] ?? 0) - start !== to - from) continue;
      let k = from;
      while (k < to && locations[k] === locations[start + k - from]) k++;
      if (k === to) return known;
    }
  }
}

interface LocationLists {
  readonly locations: Uint32Array;
  /** List i is `locations[from[i]]` to `locations[to[i] - 1]`. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

function expand(
  { locations, from, to }: LocationLists,
  { locations: { frameStart }, locationIds }: Symbols,
  problems: ProblemList,
): StackTable {
  const length = from.length;
  const start = new Uint32Array(length + 1);
  let size = 0;
  let missing = 0;
  let cut = 0;
  // A location may have many lines and may be named by one byte: the product is a claim to be checked.
  const limit = locations.length * 4 + 2 ** 20;
  for (let stack = 0; stack < length; stack++) {
    start[stack] = size;
    const last = to[stack] ?? 0;
    for (let k = from[stack] ?? 0; k < last; k++) {
      const location = locationIds.row(locations[k] ?? 0);
      const count = (frameStart[location + 1] ?? 0) - (frameStart[location] ?? 0);
      if (location < 0) missing++;
      else if (size + count > limit) cut++;
      else size += count;
    }
  }
  start[length] = size;
  const frame = new Uint32Array(size);
  for (let stack = 0; stack < length; stack++) {
    let at = start[stack] ?? 0;
    const end = start[stack + 1] ?? 0;
    for (let k = from[stack] ?? 0; at < end; k++) {
      const location = locationIds.row(locations[k] ?? 0);
      if (location < 0) continue;
      const next = frameStart[location + 1] ?? 0;
      for (let row = frameStart[location] ?? 0; row < next && at < end; row++) frame[at++] = row;
    }
  }
  if (cut > 0) {
    problems.push({
      code: 'stacks-too-large',
      message: `${cut} entries of stacks are left out: ${locations.length} entries make more than ${limit} calls`,
    });
  }
  if (missing > 0) {
    problems.push({
      code: 'location-missing',
      message: `${missing} entries of ${length} different stacks name a location that the file does not have, and are left out`,
    });
  }
  return { length, start, frame };
}
