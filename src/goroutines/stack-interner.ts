import { NO_STACK, stackIndex } from './table.ts';
import type { FrameIndex, StackIndex, StackTable } from './table.ts';

/** Gives each sequence of frames an index, so that 100,000 goroutines of six kinds hold six stacks. */
export class StackInterner {
  readonly #byHash = new Map<number, StackIndex[]>();
  readonly #table: MutableStackTable = { length: 1, start: [0, 0], frames: [] };

  get table(): StackTable {
    return this.#table;
  }

  intern(frames: readonly FrameIndex[]): StackIndex {
    if (frames.length === 0) return NO_STACK;
    const hash = hashOf(frames);
    let stacks = this.#byHash.get(hash);
    if (!stacks) this.#byHash.set(hash, (stacks = []));
    for (const stack of stacks) if (this.#equals(stack, frames)) return stack;
    const index = stackIndex(this.#table.length++);
    for (const frame of frames) this.#table.frames.push(frame);
    this.#table.start.push(this.#table.frames.length);
    stacks.push(index);
    return index;
  }

  #equals(stack: StackIndex, frames: readonly FrameIndex[]): boolean {
    const from = this.#table.start[stack] ?? 0;
    if ((this.#table.start[stack + 1] ?? 0) - from !== frames.length) return false;
    for (let at = 0; at < frames.length; at++) {
      if (this.#table.frames[from + at] !== frames[at]) return false;
    }
    return true;
  }
}

/** FNV-1a over frame numbers. */
function hashOf(frames: readonly FrameIndex[]): number {
  let hash = 2166136261;
  for (const frame of frames) hash = Math.imul(hash ^ frame, 16777619);
  return hash >>> 0;
}

interface MutableStackTable extends StackTable {
  length: number;
  readonly start: number[];
  readonly frames: FrameIndex[];
}
