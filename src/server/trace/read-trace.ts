import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CancellationToken } from '../../base/cancellation.ts';
import { throwIfCancelled } from '../../base/cancellation.ts';
import { messageOf, UserError } from '../../base/user-error.ts';
import { TimelineReader } from '../../trace/index.ts';
import type { Timeline } from '../../trace/index.ts';

/**
 * Reads an execution trace. Between two generations, of about a second each, other questions are answered. Rejects
 * with `UserError` when the file cannot be read or is no trace; what is broken in a trace comes as its problems.
 */
export async function readTrace(path: string, token: CancellationToken): Promise<Timeline> {
  const name = basename(path);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UserError('unreadable', `${name} cannot be read: ${messageOf(error)}`);
  });
  const reader = new TimelineReader(bytes);
  while (reader.readGeneration()) {
    await nextTurn();
    throwIfCancelled(token);
  }
  const timeline = reader.finish();
  if (timeline.endTime <= 0 || timeline.procIds.length === 0) {
    const reason = timeline.problems[0]?.message ?? 'it holds no events';
    throw new UserError('not-a-trace', `${name} is not an execution trace: ${reason}`);
  }
  return timeline;
}
