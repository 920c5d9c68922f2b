import type { RpcClient } from '../../../delve/rpc-client.ts';
import { readMemory } from './memory.ts';
import type { Memory } from './memory.ts';
import type { StackStart } from './packed.ts';

/** Most stacks of parked goroutines show their own code within this many bytes, and all of them in a few rounds. */
const WINDOW = 512;
const ROUNDS = 64;
const DEPTH = 100;

const RUNNING = 2;
const COPYSTACK = 8;
const SCAN_BIT = 0x1000;

/** The program counter a goroutine stands at, then its return addresses, innermost first. */
export interface Chain {
  readonly pcs: readonly number[];
  /** False: there are more frames than `DEPTH`, or memory that cannot be read. */
  readonly isWhole: boolean;
}

/** The registers of a running goroutine are not in its memory. */
export function hasChain({ status }: StackStart): boolean {
  const plain = status & ~SCAN_BIT;
  return plain !== RUNNING && plain !== COPYSTACK;
}

/**
 * Walks stacks by frame pointers, as the runtime's own tracer does (fpTracebackPCs, runtime/mprof.go, Go 1.26):
 * at a frame pointer stands the caller's, and above it the return address. One round of reads gets the top of all
 * stacks; those that go on outside of what was read take part in the next.
 */
export async function walkStacks(
  rpc: RpcClient,
  raws: readonly StackStart[],
): Promise<readonly Chain[]> {
  const walks = raws.map((raw) => new Walk(raw));
  let open = walks.filter((walk) => !walk.isOver);
  for (let round = 0; round < ROUNDS && open.length > 0; round++) {
    const memory = await readMemory(
      rpc,
      open.map((walk) => walk.window),
    );
    for (const walk of open) walk.goOn(memory);
    open = open.filter((walk) => !walk.isOver);
  }
  return walks.map(({ pcs, isWhole }) => ({ pcs, isWhole }));
}

class Walk {
  readonly pcs: number[];
  isWhole = false;
  isOver = false;
  readonly #end: number;
  #frame: number;
  /** Frames lie ever higher: one that does not ends the walk. */
  #floor: number;

  constructor(raw: StackStart) {
    this.pcs = [raw.pc];
    this.#frame = raw.framePointer;
    this.#floor = raw.stackPointer;
    this.#end = raw.stackEnd;
    this.#check();
  }

  get window(): { readonly address: number; readonly size: number } {
    // The first window begins at the stack pointer: neighbours are read together.
    const near = this.pcs.length === 1 && this.#frame - this.#floor < WINDOW / 2;
    const address = near ? this.#floor : this.#frame;
    return { address, size: Math.min(WINDOW, this.#end - address) };
  }

  goOn(memory: Memory): void {
    const before = this.pcs.length;
    while (!this.isOver && memory.has(this.#frame, 16)) {
      this.pcs.push(memory.u64(this.#frame + 8));
      this.#floor = this.#frame + 16;
      this.#frame = memory.u64(this.#frame);
      this.#check();
    }
    // Unreadable: what is there already is right.
    if (!this.isOver && this.pcs.length === before) this.isOver = true;
  }

  #check(): void {
    if (this.#frame === 0) this.isWhole = this.isOver = true;
    else if (this.#frame < this.#floor || this.#frame + 16 > this.#end) this.isOver = true;
    else if (this.pcs.length >= DEPTH) this.isOver = true;
  }
}
