import { sampleWeights } from '../timeline/stack-weights.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { DERIVED_PROFILES, derivedProfile } from './derived-profile.ts';
import { goroutineTimes } from './goroutine-times.ts';
import { writeProfile } from './pprof-writer.ts';

/** Profiles that a trace contains: those of `go tool trace -pprof`, and CPU samples. */
export const TRACE_PROFILES = [...DERIVED_PROFILES, 'cpu'] as const;
export type TraceProfile = (typeof TRACE_PROFILES)[number];

/** Counts by row of the stacks as a profile in pprof's format, not compressed. */
export function stackProfile(
  { strings, stacks, frames }: Timeline,
  type: string,
  values: Float64Array,
): Uint8Array {
  return writeProfile({ strings, stacks, frames, columns: [{ type, unit: 'count', values }] });
}

/** A profile of a trace in pprof's format, not compressed. */
export function traceProfile(timeline: Timeline, kind: TraceProfile): Uint8Array {
  const { strings, stacks, frames } = timeline;
  if (kind === 'cpu') {
    const { count } = sampleWeights(timeline, { start: 0, end: timeline.endTime + 1 });
    return stackProfile(timeline, 'samples', count);
  }
  const { count, nanos } = derivedProfile(timeline, goroutineTimes(timeline), kind);
  const columns = [
    { type: 'contentions', unit: 'count', values: count },
    { type: 'delay', unit: 'nanoseconds', values: nanos },
  ];
  return writeProfile({ strings, stacks, frames, columns });
}
