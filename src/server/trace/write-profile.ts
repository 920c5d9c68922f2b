import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { quantityText } from '../../base/format.ts';
import { UserError } from '../../base/user-error.ts';
import { stackProfile, TRACE_PROFILES, traceProfile } from '../../trace/index.ts';
import type { RangeProfileQuery } from '../../protocol/timeline.ts';
import { rangeStacks } from './range-detail.ts';
import type { TraceSession } from './trace-session.ts';

const compress = promisify(gzip);

/** Derives a profile from a trace, writes it into a folder and resolves to its path: `trace.out.sched.pb.gz`. */
export async function writeTraceProfile(
  session: TraceSession,
  kind: string,
  folder: string,
): Promise<{ path: string }> {
  const known = TRACE_PROFILES.find((each) => each === kind);
  if (known === undefined)
    throw new UserError('no-such-profile', `No trace holds a ${kind} profile.`);
  const bytes = traceProfile(session.timeline, known);
  return writeCompressed(folder, `${basename(session.path)}.${known}.pb.gz`, bytes);
}

/** The stacks of a range as a profile: `trace.out.120ms-180ms.pb.gz`. */
export async function writeRangeProfile(
  session: TraceSession,
  { start, end, lane, folder }: RangeProfileQuery,
): Promise<{ path: string }> {
  const { source, count } = rangeStacks(session, { start, end, lane });
  const bytes = stackProfile(session.timeline, source, count);
  const [from, to] = [start, end].map((time) => quantityText(time, 'nanoseconds').replace(' ', ''));
  return writeCompressed(folder, `${basename(session.path)}.${from}-${to}.pb.gz`, bytes);
}

async function writeCompressed(
  folder: string,
  name: string,
  bytes: Uint8Array,
): Promise<{ path: string }> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(path, await compress(bytes));
  return { path };
}
