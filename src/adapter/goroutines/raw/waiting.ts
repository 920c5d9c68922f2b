import type { RpcClient } from '../../../delve/rpc-client.ts';
import type { WaitedObject } from '../../../goroutines/index.ts';
import type { RawGoroutine } from './goroutines.ts';
import type { RuntimeLayout } from './layout.ts';
import { readMemory } from './memory.ts';
import type { Memory } from './memory.ts';

/** A select over more channels is shown with its first ones. */
const CHANNELS = 64;

/**
 * What goroutines wait for, by goroutine id: the channels of their sudogs, or the semaphore and with it the lock it
 * belongs to. Before Go 1.26 the runtime notes channels only.
 */
export async function readWaiting(
  rpc: RpcClient,
  layout: RuntimeLayout,
  raws: readonly RawGoroutine[],
  stateOf: (raw: RawGoroutine) => string,
): Promise<ReadonlyMap<number, WaitedObject>> {
  const { size, waitlink, c } = layout.sudog;
  const memories: Memory[] = [];
  let addresses = raws.flatMap(({ waiting }) => (waiting === 0 ? [] : [waiting]));
  for (let round = 0; round < CHANNELS && addresses.length > 0; round++) {
    const pieces = addresses.map((address) => ({ address, size }));
    const memory = await readMemory(rpc, pieces);
    memories.push(memory);
    // Without a channel the link leads through all that wait for the same semaphore.
    addresses = addresses
      .filter((address) => memory.has(address, size) && memory.u64(address + c) !== 0)
      .map((address) => memory.u64(address + waitlink))
      .filter((address) => address !== 0);
  }
  const objects = new Map<number, WaitedObject>();
  for (const raw of raws) {
    const object = raw.waiting === 0 ? null : objectOf(memories, layout, raw, stateOf(raw));
    if (object) objects.set(raw.id, object);
  }
  return objects;
}

function objectOf(
  memories: readonly Memory[],
  { sudog }: RuntimeLayout,
  raw: RawGoroutine,
  state: string,
): WaitedObject | null {
  const channels = new Set<number>();
  let address = raw.waiting;
  for (const memory of memories) {
    if (address === 0 || !memory.has(address, sudog.size)) break;
    const channel = memory.u64(address + sudog.c);
    if (channel === 0) return lockOf(memory.u64(address + sudog.elem), state);
    channels.add(channel);
    address = memory.u64(address + sudog.waitlink);
  }
  if (channels.size === 0) return null;
  const addresses = [...channels].sort((a, b) => a - b);
  return { kind: addresses.length === 1 ? 'chan' : 'select', addresses };
}

/**
 * The lock whose semaphore it is, by the offset of the semaphore in it (sync and internal/sync, Go 1.24 to 1.26):
 * Mutex { state int32; sema uint32 }, RWMutex { w Mutex; writerSem, readerSem uint32 }, WaitGroup { state uint64; sema }.
 */
const LOCKS: Readonly<Record<string, readonly [kind: WaitedObject['kind'], offset: number]>> = {
  'sync.Mutex.Lock': ['mutex', 4],
  'sync.RWMutex.Lock': ['rwmutex', 8],
  'sync.RWMutex.RLock': ['rwmutex', 12],
  'sync.WaitGroup.Wait': ['waitgroup', 8],
};

function lockOf(semaphore: number, state: string): WaitedObject | null {
  if (semaphore === 0) return null;
  const [kind, offset] = LOCKS[state] ?? ['semaphore', 0];
  return { kind, addresses: [semaphore - offset] };
}
