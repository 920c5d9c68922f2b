import { CancelledError } from '../../base/cancellation.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { RpcVariable } from '../../delve/rpc-types.ts';
import { objectIndex } from '../../goroutines/index.ts';
import type { GoroutineTable } from '../../goroutines/index.ts';
import type { Gate } from '../side-channel.ts';
import { acquaint } from './acquaint.ts';
import type { Snapshot } from './snapshot.ts';

/** Variables of the frame, what they point to, and the fields of that. */
const LOOK = {
  FollowPointers: true,
  MaxVariableRecurse: 2,
  MaxStringLen: 0,
  MaxArrayValues: 0,
  MaxStructFields: -1,
};
const CHAN = 18;
const POINTER = 22;
const STRUCT = 25;

/**
 * Finds what the program calls channels and locks: a variable, or a field of one, of the frame of own code in which
 * somebody waits for it. Once per object and stop. Returns for how many groups that was tried.
 */
export async function nameObjects(
  channel: Gate,
  snapshot: Snapshot,
  groups: readonly string[],
): Promise<number> {
  let count = 0;
  for (const key of groups) {
    if (snapshot.objectsNamed.has(key)) continue;
    const row = waiterOf(snapshot.table, key);
    if (row < 0) continue;
    snapshot.objectsNamed.add(key);
    try {
      await channel.run((rpc) => nameObject(rpc, snapshot, row));
      count++;
    } catch (error) {
      if (error instanceof CancelledError) return count;
    }
  }
  return count;
}

async function nameObject(rpc: RpcClient, snapshot: Snapshot, row: number): Promise<void> {
  const { table } = snapshot;
  const object = table.object[row] ?? 0;
  const stack = table.stack[row] ?? 0;
  const frames = table.stacks.frames.slice(
    table.stacks.start[stack] ?? 0,
    table.stacks.start[stack + 1] ?? 0,
  );
  const Frame = frames.findIndex((frame) => frame === table.user[row]);
  if (Frame < 0) return;
  const id = table.id[row] ?? 0;
  await acquaint(rpc, snapshot, [id]);
  const Scope = { GoroutineID: id, Frame, DeferredCall: 0 };
  const { Args } = await rpc.call('ListFunctionArgs', { Scope, Cfg: LOOK });
  const { Variables } = await rpc.call('ListLocalVars', { Scope, Cfg: LOOK });
  const variables = [...(Variables ?? []), ...(Args ?? [])];
  const names = (table.objects[object]?.addresses ?? []).map((address) => {
    for (const variable of variables) {
      const found = nameIn(variable, variable.name, address);
      if (found !== '') return found;
    }
    return '';
  });
  const name = names.every((each) => each !== '') ? names.join(', ') : '';
  if (name !== '') snapshot.edit().nameObject(objectIndex(object), name);
}

/** `n.acks chan Ack`: the path to the channel or lock at an address and its type; empty when it is not in there. */
function nameIn(variable: RpcVariable, path: string, address: number): string {
  const children = variable.children ?? [];
  if (variable.kind === CHAN) {
    // A channel's first child is the first field of the channel itself.
    return children[0]?.addr === address ? `${path} ${variable.type}` : '';
  }
  const isLock = variable.kind === STRUCT && /^sync\.|Mutex$/.test(variable.type);
  if (isLock) return variable.addr === address ? `${path} ${variable.type}` : '';
  for (const child of children) {
    const name = variable.kind === POINTER ? path : `${path}.${child.name}`;
    const found = nameIn(child, name, address);
    if (found !== '') return found;
  }
  return '';
}

/** A goroutine that waits for a group's object, with a frame to look from; -1 when there is none. */
function waiterOf(table: GoroutineTable, key: string): number {
  const addresses = key.split(' ').slice(1).join(' ');
  const index = table.objects.findIndex(
    (object, at) =>
      at > 0 && object.addresses.map((address) => address.toString(16)).join(' ') === addresses,
  );
  if (index < 0) return -1;
  return table.object.findIndex((object, row) => object === index && (table.stack[row] ?? 0) > 0);
}
