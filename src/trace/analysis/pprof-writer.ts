/** Stacks with weights as a profile in pprof's format (profile.proto), not compressed. */
import type { FrameTable, StackTable } from '../stack-batch.ts';
import { ProtoWriter } from './proto-writer.ts';

export interface SampleColumn {
  readonly type: string;
  readonly unit: string;
  /** By stack. */
  readonly values: Float64Array;
}

export interface ProfileSource {
  readonly strings: readonly string[];
  readonly stacks: StackTable;
  readonly frames: FrameTable;
  readonly columns: readonly SampleColumn[];
}

/** As BuildProfile of internal/trace/traceviewer/pprof.go: a location per pc, a sample per stack that has a weight. */
export function writeProfile({ strings, stacks, frames, columns }: ProfileSource): Uint8Array {
  const writer = new ProfileWriter(strings, frames);
  for (const { type, unit } of columns) writer.sampleType(type, unit);
  for (let stack = 0; stack < stacks.length; stack++) {
    const values = columns.map(({ values: column }) => column[stack] ?? 0);
    if (values.every((value) => value === 0)) continue;
    const from = stacks.start[stack] ?? 0;
    const to = stacks.start[stack + 1] ?? 0;
    writer.sample(stacks.frame.subarray(from, to), values);
  }
  return writer.finish();
}

// Fields of Profile.
const SAMPLE_TYPE = 1;
const SAMPLE = 2;
const LOCATION = 4;
const FUNCTION = 5;
const STRING_TABLE = 6;
const PERIOD_TYPE = 11;
const PERIOD = 12;

class ProfileWriter {
  readonly #out = new ProtoWriter();
  readonly #strings: readonly string[];
  readonly #frames: FrameTable;
  readonly #texts = new Map<string, number>([['', 0]]);
  /** Ids by row of a frame, and by function and file. */
  readonly #locations = new Map<number, number>();
  readonly #functions = new Map<string, number>();

  constructor(strings: readonly string[], frames: FrameTable) {
    this.#strings = strings;
    this.#frames = frames;
  }

  sampleType(type: string, unit: string): void {
    this.#valueType(SAMPLE_TYPE, type, unit);
  }

  sample(frames: Uint32Array, values: readonly number[]): void {
    const ids = Array.from(frames, (frame) => this.#location(frame));
    const sample = new ProtoWriter();
    sample.packed(1, ids);
    sample.packed(2, values);
    this.#out.message(SAMPLE, sample);
  }

  finish(): Uint8Array {
    this.#valueType(PERIOD_TYPE, 'trace', 'count');
    this.#out.varint(PERIOD, 1);
    for (const text of this.#texts.keys()) this.#out.text(STRING_TABLE, text);
    return this.#out.take();
  }

  #location(frame: number): number {
    const known = this.#locations.get(frame);
    if (known !== undefined) return known;
    const { pcLow, pcHigh, line } = this.#frames;
    const id = this.#locations.size + 1;
    this.#locations.set(frame, id);
    const entry = new ProtoWriter();
    entry.varint(1, this.#function(frame));
    entry.varint(2, line[frame] ?? 0);
    const location = new ProtoWriter();
    location.varint(1, id);
    location.wide(3, pcLow[frame] ?? 0, pcHigh[frame] ?? 0);
    location.message(4, entry);
    this.#out.message(LOCATION, location);
    return id;
  }

  #function(frame: number): number {
    const name = this.#strings[this.#frames.function[frame] ?? 0] ?? '';
    const file = this.#strings[this.#frames.file[frame] ?? 0] ?? '';
    const key = `${name}\0${file}`;
    const known = this.#functions.get(key);
    if (known !== undefined) return known;
    const id = this.#functions.size + 1;
    this.#functions.set(key, id);
    const entry = new ProtoWriter();
    entry.varint(1, id);
    entry.varint(2, this.#text(name));
    entry.varint(3, this.#text(name));
    entry.varint(4, this.#text(file));
    this.#out.message(FUNCTION, entry);
    return id;
  }

  #valueType(field: number, type: string, unit: string): void {
    const entry = new ProtoWriter();
    entry.varint(1, this.#text(type));
    entry.varint(2, this.#text(unit));
    this.#out.message(field, entry);
  }

  #text(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const row = this.#texts.size;
    this.#texts.set(text, row);
    return row;
  }
}
