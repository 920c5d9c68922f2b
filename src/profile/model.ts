/**
 * A profile as columns. Rows are indexes, dense from 0; nothing in it is an id of the file. Read only: build it
 * with `parseProfile`.
 *
 *     sample ──> stack ──> frames, leaf first ──> function, place (file and line)
 *                              └──> location (address) ──> mapping
 */
export interface Profile {
  readonly sampleTypes: readonly SampleType[];
  /** As pprof chooses it: the one the file names, else the last; -1 where there are no sample types. */
  readonly defaultSampleType: number;
  readonly samples: SampleTable;
  /** Different lists of locations; filters, tables and trees run over these, not over samples. */
  readonly stacks: StackTable;
  readonly frames: FrameTable;
  readonly functions: FunctionTable;
  readonly places: PlaceTable;
  readonly files: readonly string[];
  readonly locations: LocationTable;
  readonly mappings: readonly Mapping[];
  readonly labels: LabelTable;
  readonly comments: readonly string[];
  readonly docUrl: string;
  /** Regular expressions (RE2) of frames that were dropped below, and of exceptions from that. */
  readonly dropFrames: string;
  readonly keepFrames: string;
  /** Nanoseconds since the epoch; 0n where the file does not say. */
  readonly timeNanos: bigint;
  /** Wall time covered; 0 where the file does not say. */
  readonly durationNanos: number;
  readonly period: number;
  readonly periodType: SampleType;
}

/** `cpu`/`nanoseconds`, `inuse_space`/`bytes`. */
export interface SampleType {
  readonly type: string;
  readonly unit: string;
}

export interface SampleTable {
  readonly length: number;
  readonly stack: Uint32Array;
  /** One column per sample type, in its unit; exact below 2^53. */
  readonly values: readonly Float64Array[];
}

export interface StackTable {
  readonly length: number;
  /** Frames of stack i are `frame[start[i]]` (leaf) to `frame[start[i + 1] - 1]` (root). */
  readonly start: Uint32Array;
  readonly frame: Uint32Array;
}

/** A line of a location: one call on a stack. */
export interface FrameTable {
  readonly length: number;
  readonly function: Uint32Array;
  readonly place: Uint32Array;
  readonly location: Uint32Array;
  /** 1 when the call was inlined into the next frame of the stack. */
  readonly inlined: Uint8Array;
}

/** Functions by name, as pprof counts them; code without a name counts per binary. */
export interface FunctionTable {
  readonly length: number;
  /** Full names; `[libc.so.6]` or `<unknown>` for code without one. */
  readonly names: readonly string[];
  /** As the linker has it; differs from the name for demangled C++. */
  readonly systemNames: readonly string[];
  /** Index into `files`: the first file the profile gives for the name. */
  readonly file: Uint32Array;
  /** Line of the func keyword; 0 where the file does not say. */
  readonly startLine: Uint32Array;
}

export interface PlaceTable {
  readonly length: number;
  /** Index into `files`; files[0] is the empty name. */
  readonly file: Uint32Array;
  /** 1-based; 0 where not known. */
  readonly line: Uint32Array;
}

export interface LocationTable {
  readonly length: number;
  readonly addressLow: Uint32Array;
  readonly addressHigh: Uint32Array;
  /** Index into `mappings`, or -1. */
  readonly mapping: Int32Array;
}

export interface Mapping {
  readonly start: bigint;
  readonly limit: bigint;
  readonly fileOffset: bigint;
  readonly file: string;
  readonly buildId: string;
}

/** Labels of sample i are the rows from `start[i]` to `start[i + 1] - 1`. */
export interface LabelTable {
  readonly start: Uint32Array;
  /** Indexes into `strings`. A label with text 0 is a number with a unit. */
  readonly key: Uint32Array;
  readonly text: Uint32Array;
  readonly number: Float64Array;
  readonly unit: Uint32Array;
  readonly strings: readonly string[];
}

/** The address of a location in full. */
export function addressOf(locations: LocationTable, location: number): bigint {
  const high = BigInt(locations.addressHigh[location] ?? 0);
  return (high << 32n) | BigInt(locations.addressLow[location] ?? 0);
}
