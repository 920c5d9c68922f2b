import type { RpcClient } from '../../../delve/rpc-client.ts';
import type { GoroutineThread } from '../../../goroutines/index.ts';
import type { RuntimeLayout } from './layout.ts';
import { readMemory } from './memory.ts';

/** The threads behind the runtime's machines, and the processors they hold, by the machine's address. */
export async function readMachines(
  rpc: RpcClient,
  { m, p }: RuntimeLayout,
  addresses: ReadonlySet<number>,
): Promise<ReadonlyMap<number, GoroutineThread>> {
  const machines = [...addresses].filter((address) => address !== 0);
  const memory = await readMemory(
    rpc,
    machines.map((address) => ({ address, size: m.size })),
  );
  const readable = machines.filter((address) => memory.has(address, m.size));
  const processors = readable.map((address) => memory.u64(address + m.p)).filter((at) => at !== 0);
  const held = await readMemory(
    rpc,
    processors.map((address) => ({ address, size: p.size })),
  );
  return new Map(
    readable.map((address) => {
      const processor = memory.u64(address + m.p);
      const isHeld = processor !== 0 && held.has(processor, p.size);
      const thread = memory.u64(address + m.procid);
      return [address, { thread, processor: isHeld ? held.u32(processor + p.id) : null }];
    }),
  );
}
