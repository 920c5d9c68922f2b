import { CancelledError } from '../../base/cancellation.ts';
import type { Gate } from '../side-channel.ts';
import { frameOf } from './facts.ts';
import type { Snapshot } from './snapshot.ts';

const DEPTH = 50;

/**
 * Reads the stacks of goroutines that are in the table already and puts them there, once per stop. dlv finds an id it
 * has listed in 2 ms; one it has not seen yet costs a walk over all. Returns how many were read.
 */
export async function readStacks(
  channel: Gate,
  snapshot: Snapshot,
  ids: readonly number[],
): Promise<number> {
  const { stacksRead } = snapshot;
  let count = 0;
  for (const id of ids) {
    if (stacksRead.has(id) || snapshot.table.rowOf(id) < 0) continue;
    try {
      const locations = await channel.run((rpc) => rpc.stacktrace(id, DEPTH));
      const builder = snapshot.edit();
      const frames = locations.flatMap((location) => frameOf(builder, location) ?? []);
      stacksRead.add(id);
      builder.update(id, { stack: builder.stack(frames), user: builder.userFrame(frames) });
      count++;
    } catch (error) {
      if (error instanceof CancelledError) return count;
      stacksRead.add(id); // A stack dlv cannot read stays unread; the row says what is known.
    }
  }
  return count;
}
