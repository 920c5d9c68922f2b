import { gzipSync } from 'node:zlib';
import { readTimeline, type TraceProfile, traceProfile } from '../trace/index.ts';
import { readInput } from './input-file.ts';
import { EXIT_FAILED, EXIT_OK, save, type Terminal } from './terminal.ts';
import { complain } from './trace-command.ts';

export interface TracePprofOptions {
  readonly profile: TraceProfile;
  readonly file: string;
  /** Where the profile goes. */
  readonly output: string;
}

/** Writes a profile that is derived from an execution trace; exits with 1 when events are missing. */
export async function tracePprofCommand(
  { profile, file, output }: TracePprofOptions,
  terminal: Terminal,
): Promise<number> {
  const input = await readInput(file, terminal);
  const timeline = readTimeline(input.bytes, terminal.kernel?.() ?? null);
  await save(output, gzipSync(traceProfile(timeline, profile)), terminal);
  complain([...input.problems, ...timeline.problems], file, terminal);
  return timeline.isComplete && input.problems.length === 0 ? EXIT_OK : EXIT_FAILED;
}
