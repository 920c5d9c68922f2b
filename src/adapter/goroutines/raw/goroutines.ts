import type { RpcClient } from '../../../delve/rpc-client.ts';
import type { RuntimeLayout } from './layout.ts';
import { readMemory } from './memory.ts';
import type { Memory } from './memory.ts';

/** A goroutine as the runtime keeps it (runtime/runtime2.go). Addresses are 0 where there is nothing. */
export interface RawGoroutine {
  /** Position in `runtime.allgs`: dlv's `Start` for listing it alone. */
  readonly index: number;
  readonly id: number;
  readonly status: number;
  readonly waitSince: number;
  readonly waitReason: number;
  readonly parent: number;
  readonly isLocked: boolean;
  readonly hasAncestors: boolean;
  readonly creationPc: number;
  readonly startPc: number;
  /** Where it goes on, and its frame: of no use while it runs. */
  readonly pc: number;
  readonly stackPointer: number;
  readonly framePointer: number;
  readonly stackEnd: number;
  /** The machine (thread) it is on. */
  readonly machine: number;
  readonly waiting: number;
  readonly labels: number;
}

const DEAD = 6;
const DEAD_EXTRA = 11;
const SCAN_BIT = 0x1000;
const SYSCALL = 3;

/** The slice `runtime.allgs`: all goroutines there ever were at once; slots of ended ones are used again. */
export interface AllGoroutines {
  readonly base: number;
  readonly length: number;
}

export async function readAllGoroutines(
  rpc: RpcClient,
  { allgs }: RuntimeLayout,
): Promise<AllGoroutines> {
  const header = await readMemory(rpc, [{ address: allgs, size: 16 }]);
  return { base: header.u64(allgs), length: header.u64(allgs + 8) };
}

/** Addresses of the goroutines at positions `first` to `first + count - 1`, fewer at the end. */
async function readPointers(
  rpc: RpcClient,
  { base, length }: AllGoroutines,
  first: number,
  count: number,
): Promise<number[]> {
  const end = Math.min(length, first + count);
  const pieces = [];
  for (let at = first; at < end; at += 8192) {
    pieces.push({ address: base + at * 8, size: Math.min(8192, end - at) * 8 });
  }
  const memory = await readMemory(rpc, pieces);
  return Array.from({ length: Math.max(0, end - first) }, (_, at) => {
    const address = base + (first + at) * 8;
    return memory.has(address, 8) ? memory.u64(address) : 0;
  });
}

/** Those of the goroutines at positions `first` to `first + count - 1` that are alive. */
export async function readRaw(
  rpc: RpcClient,
  { g }: RuntimeLayout,
  all: AllGoroutines,
  { first, count }: { readonly first: number; readonly count: number },
): Promise<RawGoroutine[]> {
  const pointers = await readPointers(rpc, all, first, count);
  const memory = await readMemory(
    rpc,
    pointers.map((address) => ({ address, size: g.size })),
  );
  const raws: RawGoroutine[] = [];
  for (const [at, address] of pointers.entries()) {
    if (!memory.has(address, g.size)) continue;
    const raw = rawAt(memory, g, address, first + at);
    if (raw.status !== DEAD && raw.status !== DEAD_EXTRA) raws.push(raw);
  }
  return raws;
}

function rawAt(
  memory: Memory,
  g: RuntimeLayout['g'],
  address: number,
  index: number,
): RawGoroutine {
  const status = memory.u32(address + g.atomicstatus);
  const isInCall = (status & ~SCAN_BIT) === SYSCALL;
  return {
    index,
    id: memory.u64(address + g.goid),
    status,
    waitSince: memory.u64(address + g.waitsince),
    waitReason: memory.u8(address + g.waitreason),
    parent: memory.u64(address + g.parentGoid),
    isLocked: memory.u64(address + g.lockedm) !== 0,
    hasAncestors: memory.u64(address + g.ancestors) !== 0,
    creationPc: memory.u64(address + g.gopc),
    startPc: memory.u64(address + g.startpc),
    pc: memory.u64(address + (isInCall ? g.syscallpc : g['sched.pc'])),
    stackPointer: memory.u64(address + (isInCall ? g.syscallsp : g['sched.sp'])),
    framePointer: memory.u64(address + (isInCall ? g.syscallbp : g['sched.bp'])),
    stackEnd: memory.u64(address + g['stack.hi']),
    machine: memory.u64(address + g.m),
    waiting: memory.u64(address + g.waiting),
    labels: memory.u64(address + g.labels),
  };
}
