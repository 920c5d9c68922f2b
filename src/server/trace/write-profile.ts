import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { UserError } from '../../base/user-error.ts';
import { TRACE_PROFILES, traceProfile } from '../../trace/index.ts';
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
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${basename(session.path)}.${known}.pb.gz`);
  await writeFile(path, await compress(bytes));
  return { path };
}
