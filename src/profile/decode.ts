/**
 * Bytes to raw columns, in one pass and in file order.
 *
 * 1. Read tag and length of a top-level field. A length beyond the end of the file ends the pass: what came
 *    before is kept, the cut record is not.
 * 2. Samples, nearly all of a file, are read by hand (sample-decoder.ts); the other records by the tables of schema.ts.
 * 3. A broken record is left out with a problem, and reading goes on behind it: its length is known.
 * 4. What is not whole at the end of a piece of the file waits for the next piece.
 *
 * Fields may come packed or one by one, in any order, as in profile/encode.go (pprof vendored in Go 1.26).
 */
import type { ProblemList } from '../base/problem.ts';
import { Pieces } from './pieces.ts';
import { createRawProfile, type RawProfile } from './raw.ts';
import { RecordReader } from './record.ts';
import { SampleDecoder } from './sample-decoder.ts';
import {
  FUNCTION_FIELDS,
  LINE_FIELDS,
  LOCATION_FIELDS,
  MAPPING_FIELDS,
  PROFILE_FIELDS,
  VALUE_TYPE_FIELDS,
} from './schema.ts';
import { WIRE_LENGTH, WIRE_VARINT, WireReader } from './wire.ts';

/** Reads everything that can be read. Problems: `profile-truncated`, `bad-wire-type`, `length-beyond-record`, `value-inexact`. */
export function decodeProfile(bytes: Uint8Array, problems: ProblemList): RawProfile {
  const decoder = new ProfileDecoder(problems, bytes.length);
  decoder.push(bytes);
  return decoder.finish();
}

/** Decodes a file piece by piece, so that the next piece is inflated meanwhile. */
export class ProfileDecoder {
  readonly #reader = new WireReader(new Uint8Array());
  readonly #problems: ProblemList;
  readonly #raw: RawProfile;
  readonly #samples: SampleDecoder;
  readonly #text = new TextDecoder();
  readonly #valueType = new RecordReader('value type', VALUE_TYPE_FIELDS);
  readonly #mapping = new RecordReader('mapping', MAPPING_FIELDS);
  readonly #location = new RecordReader('location', LOCATION_FIELDS);
  readonly #line = new RecordReader('line', LINE_FIELDS);
  readonly #function = new RecordReader('function', FUNCTION_FIELDS);
  readonly #readLine = (end: number): boolean => this.#readLocationLine(end);
  readonly #pieces = new Pieces();
  /** Records beyond what any program has, which would take far more memory than they take bytes. */
  readonly #leftOut = { types: 0, mappings: 0 };
  /** Nothing behind what is broken is read. */
  #ended = false;

  /** `size` is how long the file is said to be; room is made for it. */
  constructor(problems: ProblemList, size: number) {
    this.#problems = problems;
    this.#raw = createRawProfile(size, this.#reader.aliases);
    this.#samples = new SampleDecoder(this.#reader, this.#raw, problems);
  }

  /** The next bytes of the file; they must not change until the next call. */
  push(bytes: Uint8Array): void {
    if (this.#ended) return;
    this.#pieces.add(bytes);
    if (this.#pieces.isEnough()) this.#decode(false);
  }

  /** What was in all the bytes. */
  finish(): RawProfile {
    const reader = this.#reader;
    if (!this.#ended) this.#decode(true);
    if (reader.inexactCount > 0) {
      this.#problems.push({
        code: 'value-inexact',
        offset: reader.inexactOffset,
        message: `${reader.inexactCount} values need more than the 53 bits a number has here; the last digits are rounded`,
      });
    }
    const { types, mappings } = this.#leftOut;
    if (types + mappings > 0) {
      this.#problems.push({
        code: 'too-many-records',
        message: `${types} sample types beyond ${MOST_TYPES} and ${mappings} mappings beyond ${MOST_MAPPINGS} are left out`,
      });
    }
    return this.#raw;
  }

  #decode(isLast: boolean): void {
    const reader = this.#reader;
    reader.use(this.#pieces.take(), this.#pieces.offset);
    const length = reader.bytes.length;
    // Before this a tag and a length, or a field that is no record, are there in full.
    const safe = isLast ? length : length - LONGEST_HEAD;
    while (reader.offset < safe) {
      const offset = reader.offset;
      const tag = reader.unsigned();
      const field = tag >>> 3;
      const wireType = tag & 7;
      if (wireType === WIRE_LENGTH) {
        const size = reader.unsigned();
        const end = reader.offset + size;
        if (end > length) {
          if (!isLast) {
            this.#pieces.keep(offset, end - offset);
            return;
          }
          this.#truncated(offset, field, size, Math.max(0, length - reader.offset));
          break;
        }
        this.#record(field, offset, end);
        reader.offset = end;
      } else if (wireType === WIRE_VARINT) {
        this.#scalar(field);
        if (reader.offset > length) {
          this.#truncated(offset, field, reader.offset - offset, length - offset);
          break;
        }
      } else if (!reader.skip(wireType)) {
        const left = isLast ? `${length - offset} bytes are` : 'what follows is';
        this.#problems.push({
          code: 'bad-wire-type',
          offset: reader.base + offset,
          message: `field ${field} has wire type ${wireType}, which does not exist; ${left} not read`,
        });
        this.#ended = true;
        return;
      }
    }
    if (!isLast) this.#pieces.keep(reader.offset, LONGEST_HEAD + 1);
  }

  #truncated(offset: number, field: number, size: number, left: number): void {
    const name = PROFILE_FIELDS.find(({ number }) => number === field)?.name ?? `field ${field}`;
    this.#problems.push({
      code: 'profile-truncated',
      offset: this.#reader.base + offset,
      message: `the file ends inside a ${name}: it says ${size} bytes, ${left} left`,
    });
  }

  #record(field: number, offset: number, end: number): void {
    if (field === 2) this.#samples.read(offset, end);
    else if (field === 4) this.#readLocation(end);
    else if (field === 5) this.#readFunction(end);
    else if (field === 6) {
      const reader = this.#reader;
      this.#raw.strings.push(this.#text.decode(reader.bytes.subarray(reader.offset, end)));
    } else if (field === 1 || field === 11) this.#readValueType(field, end);
    else if (field === 3) this.#readMapping(end);
    else if (field === 13) {
      while (this.#reader.offset < end) this.#raw.comments.push(this.#reader.unsigned());
    }
  }

  #scalar(field: number): void {
    const reader = this.#reader;
    const scalars = this.#raw.scalars;
    if (field === 7) scalars.dropFrames = reader.unsigned();
    else if (field === 8) scalars.keepFrames = reader.unsigned();
    else if (field === 9) scalars.timeNanos = reader.wide();
    else if (field === 10) scalars.durationNanos = reader.signed();
    else if (field === 12) scalars.period = reader.signed();
    else if (field === 13) this.#raw.comments.push(reader.unsigned());
    else if (field === 14) scalars.defaultSampleType = reader.unsigned();
    else if (field === 15) scalars.docUrl = reader.unsigned();
    else reader.skip(WIRE_VARINT);
  }

  #readLocation(end: number): void {
    const { locations, lines } = this.#raw;
    const mark = lines.functionId.length;
    const record = this.#location;
    if (
      record.read(this.#reader, end, this.#problems, this.#readLine) &&
      this.#hasId('location', record)
    ) {
      locations.id.push(record.number(1));
      locations.mappingId.push(record.number(2));
      locations.addressLow.push(record.low[3] ?? 0);
      locations.addressHigh.push(record.high[3] ?? 0);
      locations.folded.push(record.number(5) === 0 ? 0 : 1);
      locations.lineStart.push(mark);
      return;
    }
    for (const column of [lines.functionId, lines.line, lines.column]) column.length = mark;
  }

  /** Id 0 means none: nothing can name the record, and nothing is kept of it. */
  #hasId(kind: string, record: RecordReader): boolean {
    if (record.number(1) !== 0) return true;
    this.#problems.push({ code: 'id-zero', message: `a ${kind} has id 0 and is left out` });
    return false;
  }

  #readLocationLine(end: number): boolean {
    const line = this.#line;
    if (!line.read(this.#reader, end, this.#problems, null)) return false;
    this.#raw.lines.functionId.push(line.number(1));
    this.#raw.lines.line.push(line.number(2));
    this.#raw.lines.column.push(line.number(3));
    return true;
  }

  #readFunction(end: number): void {
    const record = this.#function;
    if (!record.read(this.#reader, end, this.#problems, null)) return;
    if (!this.#hasId('function', record)) return;
    const { functions } = this.#raw;
    functions.id.push(record.number(1));
    functions.name.push(record.number(2));
    functions.systemName.push(record.number(3));
    functions.file.push(record.number(4));
    functions.startLine.push(record.number(5));
  }

  #readValueType(field: number, end: number): void {
    const record = this.#valueType;
    if (!record.read(this.#reader, end, this.#problems, null)) return;
    const valueType = { type: record.number(1), unit: record.number(2) };
    if (field === 11) this.#raw.scalars.periodType = valueType;
    else if (this.#raw.sampleTypes.length === MOST_TYPES) this.#leftOut.types++;
    else this.#raw.sampleTypes.push(valueType);
  }

  #readMapping(end: number): void {
    const record = this.#mapping;
    if (!record.read(this.#reader, end, this.#problems, null)) return;
    if (this.#raw.mappings.length === MOST_MAPPINGS) {
      this.#leftOut.mappings++;
      return;
    }
    this.#raw.mappings.push({
      id: record.number(1),
      start: record.wide(2),
      limit: record.wide(3),
      fileOffset: record.wide(4),
      file: record.number(5),
      buildId: record.number(6),
      has: {
        functions: record.number(7) !== 0,
        files: record.number(8) !== 0,
        lines: record.number(9) !== 0,
        inlines: record.number(10) !== 0,
      },
    });
  }
}

const MOST_TYPES = 4096;
const MOST_MAPPINGS = 2 ** 16;

/** A tag and a length, or a tag and a number: ten bytes each at most. */
const LONGEST_HEAD = 20;
