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
  /** The sample type the file names as its default; empty where it names none. */
  readonly defaultSampleTypeName: string;
  readonly samples: SampleTable;
  /** Different lists of locations; filters, tables and trees run over these, not over samples. */
  readonly stacks: StackTable;
  readonly frames: FrameTable;
  readonly functions: FunctionTable;
  /** Functions as the file has them, one row each; `functions` merges those of one name. */
  readonly symbols: SymbolTable;
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
  /** Index into the label sets of the profile. */
  readonly labelSet: Uint32Array;
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
  /** Row of `symbols`; -1 for code that the file has no function for. */
  readonly symbol: Int32Array;
  readonly place: Uint32Array;
  /** 1-based column of the place; 0 where not known. */
  readonly column: Uint32Array;
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

/** Functions as the file has them: equal names may occur with different files and start lines. */
export interface SymbolTable {
  readonly length: number;
  readonly names: readonly string[];
  readonly systemNames: readonly string[];
  /** Index into `files`. */
  readonly file: Uint32Array;
  readonly startLine: Float64Array;
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
  /** As in the file; ids of 2^31 and more are shortened. */
  readonly id: Uint32Array;
  readonly addressLow: Uint32Array;
  readonly addressHigh: Uint32Array;
  /** Index into `mappings`, or -1. */
  readonly mapping: Int32Array;
  /** 1 where several functions share the address and the file names one of them. */
  readonly folded: Uint8Array;
  /** Frames of location i: `frameStart[i]` to `frameStart[i + 1] - 1`, innermost first. */
  readonly frameStart: Uint32Array;
}

export interface Mapping {
  /** As in the file. */
  readonly id: number;
  readonly start: bigint;
  readonly limit: bigint;
  readonly fileOffset: bigint;
  readonly file: string;
  readonly buildId: string;
  /** Which symbols the producer added: functions, file names, line numbers, inlined frames. */
  readonly has: MappingSymbols;
}

export interface MappingSymbols {
  readonly functions: boolean;
  readonly files: boolean;
  readonly lines: boolean;
  readonly inlines: boolean;
}

/**
 * Different lists of labels; samples share them. Labels of set i are the rows from `start[i]` to
 * `start[i + 1] - 1`, in the order of the file. Set 0 is empty.
 */
export interface LabelTable {
  readonly length: number;
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
