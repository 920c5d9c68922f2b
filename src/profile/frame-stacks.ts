import {
  type CancellationToken,
  neverCancelled,
  throwIfCancelledAt,
} from '../base/cancellation.ts';
import { GrowingIds } from './growing.ts';
import type { FrameTable, LocationTable, Profile, SampleTable, StackTable } from './model.ts';

/**
 * A change of stacks in progress. Filters drop frames of locations (`alive`), cut stacks and drop them
 * (`kept`); stack and frame numbers stay until `changedProfile` settles everything.
 */
export interface FrameStacks {
  /** 1 per frame that stays. */
  readonly alive: Uint8Array;
  /** 1 per stack that stays. */
  readonly kept: Uint8Array;
  stacks: StackTable;
  /** True as soon as frames or stacks differ from the profile's. */
  framesChanged: boolean;
  readonly token: CancellationToken;
}

export function frameStacksOf(
  { frames, stacks }: Profile,
  token: CancellationToken = neverCancelled,
): FrameStacks {
  return {
    alive: new Uint8Array(frames.length).fill(1),
    kept: new Uint8Array(stacks.length).fill(1),
    stacks,
    framesChanged: false,
    token,
  };
}

/** Rewrites the stacks that stay: without frames that are no longer alive, and cut as `cut` says. */
export function rewriteStacks(work: FrameStacks, cut: CutStacks | null): void {
  const { start, frame, length } = work.stacks;
  const starts = new Uint32Array(length + 1);
  const frames = new GrowingIds(frame.length);
  for (let stack = 0; stack < length; stack++) {
    throwIfCancelledAt(stack, work.token);
    starts[stack] = frames.length;
    if (work.kept[stack] !== 1) continue;
    const from = cut?.from[stack] ?? start[stack] ?? 0;
    const to = cut?.to[stack] ?? start[stack + 1] ?? 0;
    for (let k = from; k < to; k++) {
      const row = frame[k] ?? 0;
      if (work.alive[row] === 1) frames.items[frames.length++] = row;
    }
  }
  starts[length] = frames.length;
  work.stacks = { length, start: starts, frame: frames.view() };
  work.framesChanged = true;
}

/** Per stack the first position of its frames that stays and one past the last one. */
export interface CutStacks {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** Cuts that leave everything as it is, for filters to narrow. */
export function wholeStacks({ start, length }: StackTable): CutStacks {
  return { from: start.slice(0, length), to: start.slice(1, length + 1) };
}

/** The profile with the changes: frames that stay, and samples of stacks that stay. */
export function changedProfile(profile: Profile, work: FrameStacks): Profile {
  const samples = keptSamples(profile.samples, work.kept);
  if (!work.framesChanged) return { ...profile, samples };
  const { frames, frameStart, rowOf } = compactFrames(profile, work.alive);
  const frame = work.stacks.frame.map((row) => rowOf[row] ?? 0);
  const locations: LocationTable = { ...profile.locations, frameStart };
  return { ...profile, samples, frames, locations, stacks: { ...work.stacks, frame } };
}

/** Samples whose stack is marked with 1. */
export function keptSamples(samples: SampleTable, kept: Uint8Array): SampleTable {
  return selectSamples(samples, (sample) => kept[samples.stack[sample] ?? 0] === 1);
}

/** Samples that pass the test; the same table where all do. */
export function selectSamples(
  samples: SampleTable,
  passes: (sample: number) => boolean,
): SampleTable {
  const rows = new Uint32Array(samples.length);
  let length = 0;
  for (let sample = 0; sample < samples.length; sample++) {
    if (passes(sample)) rows[length++] = sample;
  }
  if (length === samples.length) return samples;
  const kept = rows.subarray(0, length);
  return {
    length,
    stack: kept.map((sample) => samples.stack[sample] ?? 0),
    labelSet: kept.map((sample) => samples.labelSet[sample] ?? 0),
    values: samples.values.map((column) => {
      const values = new Float64Array(length);
      for (let k = 0; k < length; k++) values[k] = column[kept[k] ?? 0] ?? 0;
      return values;
    }),
  };
}

/** Frames without the dropped ones; the last line that a location keeps is the one that was really called. */
function compactFrames(
  { frames, locations }: Profile,
  alive: Uint8Array,
): { frames: FrameTable; frameStart: Uint32Array; rowOf: Uint32Array } {
  const rows = new Uint32Array(frames.length);
  const rowOf = new Uint32Array(frames.length);
  const frameStart = new Uint32Array(locations.length + 1);
  const inlined = new Uint8Array(frames.length);
  let length = 0;
  for (let location = 0; location < locations.length; location++) {
    frameStart[location] = length;
    const end = locations.frameStart[location + 1] ?? 0;
    for (let row = locations.frameStart[location] ?? 0; row < end; row++) {
      if (alive[row] !== 1) continue;
      rowOf[row] = length;
      inlined[length] = 1;
      rows[length++] = row;
    }
    if (length > (frameStart[location] ?? 0)) inlined[length - 1] = 0;
  }
  frameStart[locations.length] = length;
  const kept = rows.subarray(0, length);
  return {
    rowOf,
    frameStart,
    frames: {
      length,
      function: kept.map((row) => frames.function[row] ?? 0),
      symbol: Int32Array.from(kept, (row) => frames.symbol[row] ?? -1),
      place: kept.map((row) => frames.place[row] ?? 0),
      column: kept.map((row) => frames.column[row] ?? 0),
      location: kept.map((row) => frames.location[row] ?? 0),
      inlined: inlined.slice(0, length),
    },
  };
}
