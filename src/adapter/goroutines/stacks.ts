import { CancelledError } from '../../base/cancellation.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { RpcStackframe } from '../../delve/rpc-types.ts';
import type { DeferredCall, GoroutineTableBuilder, StackNotes } from '../../goroutines/index.ts';
import type { Gate } from '../side-channel.ts';
import { acquaint } from './acquaint.ts';
import { frameOf } from './facts.ts';
import type { Snapshot } from './snapshot.ts';

const DEPTH = 50;
const ANCESTORS = 10;

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
  const wanted = ids.filter((id) => !stacksRead.has(id));
  return readEach(channel, snapshot, wanted, async (rpc, id) => {
    stacksRead.add(id); // A stack dlv cannot read stays unread; the row says what is known.
    putStack(snapshot, id, await rpc.stacktrace(id, DEPTH));
  });
}

/** Reads stacks with their deferred calls, and the ancestors of goroutines that have some, once per stop. */
export async function readNotes(
  channel: Gate,
  snapshot: Snapshot,
  ids: readonly number[],
): Promise<void> {
  const { notes, withAncestors } = snapshot;
  const wanted = ids.filter((id) => !notes.has(id));
  await readEach(channel, snapshot, wanted, async (rpc, id) => {
    notes.set(id, { defers: [], ancestors: [] });
    await acquaint(rpc, snapshot, [id]);
    const args = { Id: id, Depth: DEPTH, Full: false, Defers: true, Opts: 1, Skip: 0 };
    const frames = (await rpc.call('Stacktrace', args)).Locations ?? [];
    putStack(snapshot, id, frames);
    const defers = defersOf(snapshot.edit(), frames);
    const ancestors = withAncestors.has(id) ? await ancestorsOf(rpc, snapshot.edit(), id) : [];
    notes.set(id, { defers, ancestors });
  });
}

/** Ends when the target goes on; a goroutine that cannot be read is passed over. */
async function readEach(
  channel: Gate,
  snapshot: Snapshot,
  ids: readonly number[],
  read: (rpc: RpcClient, id: number) => Promise<void>,
): Promise<number> {
  let count = 0;
  for (const id of ids) {
    if (snapshot.table.rowOf(id) < 0) continue;
    try {
      await channel.run((rpc) => read(rpc, id));
      count++;
    } catch (error) {
      if (error instanceof CancelledError) return count;
    }
  }
  return count;
}

function putStack(snapshot: Snapshot, id: number, locations: readonly RpcStackframe[]): void {
  const builder = snapshot.edit();
  const frames = locations.flatMap((location) => frameOf(builder, location) ?? []);
  snapshot.stacksRead.add(id);
  builder.update(id, { stack: builder.stack(frames), user: builder.userFrame(frames) });
}

function defersOf(
  builder: GoroutineTableBuilder,
  frames: readonly RpcStackframe[],
): readonly DeferredCall[] {
  return frames.flatMap(({ Defers }, position) =>
    (Defers ?? []).flatMap(({ DeferredLoc, DeferLoc }) => {
      const deferred = frameOf(builder, DeferredLoc);
      const statement = frameOf(builder, DeferLoc);
      return deferred && statement ? [{ position, deferred, statement }] : [];
    }),
  );
}

async function ancestorsOf(
  rpc: RpcClient,
  builder: GoroutineTableBuilder,
  id: number,
): Promise<StackNotes['ancestors']> {
  const args = { GoroutineID: id, NumAncestors: ANCESTORS, Depth: DEPTH };
  const { Ancestors } = await rpc.call('Ancestors', args);
  return (Ancestors ?? []).map(({ ID, Stack }) => ({
    id: ID,
    frames: (Stack ?? []).flatMap((location) => frameOf(builder, location) ?? []),
  }));
}
