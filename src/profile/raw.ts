import { Float64Builder, Uint32Builder } from '../base/columns.ts';
import type { MappingSymbols } from './model.ts';
import { GrowingValues } from './growing.ts';
import { IdAliases } from './id-aliases.ts';
import { VarintLists } from './varint-lists.ts';

/**
 * profile.proto as columns, ids and string indexes as they are in the file. A list inside a record is an offset
 * column: the list of row i goes from `start[i]` to the next start, or to the end of the items.
 */
export interface RawProfile {
  readonly sampleTypes: RawValueType[];
  readonly samples: {
    readonly valueStart: Uint32Builder;
    /** Row of `labels.start`. */
    readonly labels: Uint32Builder;
    /** Offset of the sample in the file. */
    readonly offset: Float64Builder;
  };
  /** Location ids, leaf first, one list added for each sample. */
  readonly stacks: VarintLists;
  /** What ids of 2^31 and more are called. */
  readonly aliases: IdAliases;
  readonly values: GrowingValues;
  /** Lists of labels; samples with the same ones share a list. */
  readonly labels: {
    readonly start: Uint32Builder;
    readonly key: Uint32Builder;
    readonly text: Uint32Builder;
    readonly number: Float64Builder;
    readonly unit: Uint32Builder;
  };
  readonly mappings: RawMapping[];
  readonly locations: {
    readonly id: Uint32Builder;
    readonly mappingId: Uint32Builder;
    readonly addressLow: Uint32Builder;
    readonly addressHigh: Uint32Builder;
    readonly folded: Uint32Builder;
    readonly lineStart: Uint32Builder;
  };
  /** Lines of locations, innermost inlined function first. */
  readonly lines: {
    readonly functionId: Uint32Builder;
    readonly line: Float64Builder;
    readonly column: Float64Builder;
  };
  readonly functions: {
    readonly id: Uint32Builder;
    readonly name: Uint32Builder;
    readonly systemName: Uint32Builder;
    readonly file: Uint32Builder;
    readonly startLine: Float64Builder;
  };
  readonly strings: string[];
  readonly comments: number[];
  readonly scalars: RawScalars;
}

export interface RawValueType {
  readonly type: number;
  readonly unit: number;
}

export interface RawMapping {
  readonly id: number;
  readonly start: bigint;
  readonly limit: bigint;
  readonly fileOffset: bigint;
  readonly file: number;
  readonly buildId: number;
  readonly has: MappingSymbols;
}

export interface RawScalars {
  dropFrames: number;
  keepFrames: number;
  defaultSampleType: number;
  docUrl: number;
  timeNanos: bigint;
  durationNanos: number;
  period: number;
  periodType: RawValueType;
}

/** Room for the long columns is guessed from the size of the file; memory that is not touched costs nothing. */
export function createRawProfile(fileSize: number, aliases = new IdAliases()): RawProfile {
  return {
    sampleTypes: [],
    samples: {
      valueStart: new Uint32Builder(),
      labels: new Uint32Builder(),
      offset: new Float64Builder(),
    },
    stacks: new VarintLists(fileSize),
    aliases,
    values: new GrowingValues(fileSize * 0.05),
    labels: {
      start: new Uint32Builder(),
      key: new Uint32Builder(),
      text: new Uint32Builder(),
      number: new Float64Builder(),
      unit: new Uint32Builder(),
    },
    mappings: [],
    locations: {
      id: new Uint32Builder(),
      mappingId: new Uint32Builder(),
      addressLow: new Uint32Builder(),
      addressHigh: new Uint32Builder(),
      folded: new Uint32Builder(),
      lineStart: new Uint32Builder(),
    },
    lines: {
      functionId: new Uint32Builder(),
      line: new Float64Builder(),
      column: new Float64Builder(),
    },
    functions: {
      id: new Uint32Builder(),
      name: new Uint32Builder(),
      systemName: new Uint32Builder(),
      file: new Uint32Builder(),
      startLine: new Float64Builder(),
    },
    strings: [],
    comments: [],
    scalars: {
      dropFrames: 0,
      keepFrames: 0,
      defaultSampleType: 0,
      docUrl: 0,
      timeNanos: 0n,
      durationNanos: 0,
      period: 0,
      periodType: { type: 0, unit: 0 },
    },
  };
}
