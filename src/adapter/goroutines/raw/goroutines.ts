import type { RpcClient } from '../../../delve/rpc-client.ts';
import type { RuntimeLayout } from './layout.ts';
import { readMemory, u64At } from './memory.ts';

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
    const bytes = memory.piece(address, g.size);
    if (!bytes) continue;
    const raw = rawOf(bytes, g, first + at);
    if (raw.status !== DEAD && raw.status !== DEAD_EXTRA) raws.push(raw);
  }
  return raws;
}

function rawOf(bytes: Buffer, g: RuntimeLayout['g'], index: number): RawGoroutine {
  const status = bytes.readUInt32LE(g.atomicstatus);
  const isInCall = (status & ~SCAN_BIT) === SYSCALL;
  return {
    index,
    id: u64At(bytes, g.goid),
    status,
    waitSince: u64At(bytes, g.waitsince),
    waitReason: bytes.readUInt8(g.waitreason),
    parent: u64At(bytes, g.parentGoid),
    isLocked: u64At(bytes, g.lockedm) !== 0,
    hasAncestors: u64At(bytes, g.ancestors) !== 0,
    creationPc: u64At(bytes, g.gopc),
    startPc: u64At(bytes, g.startpc),
    pc: u64At(bytes, isInCall ? g.syscallpc : g['sched.pc']),
    stackPointer: u64At(bytes, isInCall ? g.syscallsp : g['sched.sp']),
    framePointer: u64At(bytes, isInCall ? g.syscallbp : g['sched.bp']),
    stackEnd: u64At(bytes, g['stack.hi']),
    machine: u64At(bytes, g.m),
    waiting: u64At(bytes, g.waiting),
    labels: u64At(bytes, g.labels),
  };
}
