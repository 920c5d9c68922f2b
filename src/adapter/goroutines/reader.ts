import type { CancellationToken } from '../../base/cancellation.ts';
import { CancelledError, throwIfCancelled } from '../../base/cancellation.ts';
import type { GoroutinePage } from '../../delve/rpc-types.ts';
import { GOROUTINE_GO_LOCATION } from '../../delve/rpc-types.ts';
import type { Gate } from '../side-channel.ts';
import { addGoroutine, creationOf } from './facts.ts';
import type { Snapshot } from './snapshot.ts';

/** What fits on a screen comes first. */
const FIRST_PAGE = 200;
/** 40 ms on a small machine: what a `continue` may have to wait for. */
const PAGE = 500;
/** Up to here dlv's own grouping takes less than a second. */
const GROUP_FIRST_LIMIT = 20_000;
/** 4 s of reading; more only when the user asks for it. */
const READ_LIMIT = 50_000;

export interface ReadOptions {
  /** Ends with the stop it belongs to. */
  readonly token: CancellationToken;
  /** Asked at every page: whether the user wants all, however many. */
  isUnlimited(): boolean;
  /** Rows were added or counts changed. */
  changed(): void;
}

/**
 * Reads all goroutines of a stop, the most useful part first:
 *   1. `len(runtime.allgs)`: an upper bound, ended goroutines included, in a few milliseconds;
 *   2. the first page, for the first screen of rows;
 *   3. dlv's grouping by go statement: exact counts of everything, without walking stacks;
 *   4. all other pages, for states, waits and labels, up to the limit.
 * Of very many goroutines the pages come before the grouping, which blocks for seconds then.
 */
export async function readGoroutines(
  channel: Gate,
  snapshot: Snapshot,
  options: ReadOptions,
): Promise<void> {
  const started = performance.now();
  const progress = (): void => {
    throwIfCancelled(options.token);
    snapshot.readMillis = performance.now() - started;
    options.changed();
  };
  const bound = await upperBound(channel);
  snapshot.edit().setTotal(bound);
  let next = addPage(snapshot, await readPage(channel, 0, FIRST_PAGE));
  progress();
  const groupFirst = bound <= GROUP_FIRST_LIMIT;
  if (groupFirst && next >= 0) {
    await readGroups(channel, snapshot);
    progress();
  }
  while (next >= 0 && (snapshot.length < READ_LIMIT || options.isUnlimited())) {
    next = addPage(snapshot, await readPage(channel, next, PAGE));
    progress();
  }
  if (next < 0) {
    const builder = snapshot.edit();
    builder.setTotal(builder.length);
  } else if (!groupFirst) await readGroups(channel, snapshot);
  snapshot.status = next < 0 ? 'complete' : 'partial';
  progress();
}

function readPage(channel: Gate, start: number, count: number): Promise<GoroutinePage> {
  return channel.run((rpc) => rpc.listGoroutines({ Start: start, Count: count }));
}

/** Returns where the next page starts; -1 after the last. */
function addPage(snapshot: Snapshot, page: GoroutinePage): number {
  const builder = snapshot.edit();
  for (const goroutine of page.Goroutines ?? []) {
    addGoroutine(builder, goroutine, snapshot.facts);
  }
  return page.Nextg;
}

async function readGroups(channel: Gate, snapshot: Snapshot): Promise<void> {
  const page = await channel.run((rpc) =>
    rpc.listGoroutines({
      Start: 0,
      Count: 0,
      GroupBy: GOROUTINE_GO_LOCATION,
      MaxGroupMembers: 1,
      MaxGroups: 100_000,
    }),
  );
  const builder = snapshot.edit();
  let total = 0;
  for (const group of page.Groups ?? []) {
    total += group.Total;
    const member = page.Goroutines[group.Offset];
    const frame = member && creationOf(builder, member.goStatementLoc);
    if (frame !== undefined) builder.setKnownTotal('creation', frame, group.Total);
  }
  if (page.TooManyGroups) snapshot.problems.push('There are more than 100,000 groups.');
  else builder.setTotal(total);
}

async function upperBound(channel: Gate): Promise<number> {
  try {
    const { value } = await channel.run((rpc) => rpc.evaluate('runtime.allglen'));
    return Number(value) || 0;
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    return 0; // A core of an unusual program may lack the variable; the grouping counts all the same.
  }
}
