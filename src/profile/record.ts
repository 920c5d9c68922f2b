import type { ProblemList } from '../base/problem.ts';
import type { Field } from './schema.ts';
import { WIRE_LENGTH, WIRE_VARINT, type WireReader } from './wire.ts';

/** Values of one record by field number; reused from record to record. */
export class RecordReader {
  readonly name: string;
  readonly #kinds: readonly number[];
  readonly #names: readonly string[];
  /** Fields of kind id, signed and text. */
  readonly numbers: Float64Array;
  /** Both halves of fields of kind wide. */
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  readonly #hasWide: boolean;

  constructor(name: string, fields: readonly Field[]) {
    const kinds: number[] = [];
    const names: string[] = [];
    for (const field of fields) {
      kinds[field.number] = KIND_CODES[field.kind];
      names[field.number] = field.name;
    }
    this.name = name;
    this.#hasWide = fields.some(({ kind }) => kind === 'wide');
    this.#kinds = kinds;
    this.#names = names;
    this.numbers = new Float64Array(kinds.length);
    this.low = new Uint32Array(kinds.length);
    this.high = new Uint32Array(kinds.length);
  }

  number(field: number): number {
    return this.numbers[field] ?? 0;
  }

  wide(field: number): bigint {
    return (BigInt(this.high[field] ?? 0) << 32n) | BigInt(this.low[field] ?? 0);
  }

  /**
   * Reads the record up to `end`; `nested` reads a message field and is told the end of it. False when the
   * record is broken: then a problem is noted and the caller drops the record.
   */
  read(
    reader: WireReader,
    end: number,
    problems: ProblemList,
    nested: ((end: number) => boolean) | null,
  ): boolean {
    const { numbers } = this;
    for (let field = 0; field < numbers.length; field++) numbers[field] = 0;
    if (this.#hasWide) {
      this.low.fill(0);
      this.high.fill(0);
    }
    while (reader.offset < end) {
      const offset = reader.offset;
      const tag = reader.unsigned();
      const field = tag >>> 3;
      const wireType = tag & 7;
      const kind = this.#kinds[field] ?? KIND_UNKNOWN;
      if (kind === KIND_UNKNOWN) {
        if (!reader.skip(wireType)) {
          return this.#broken(reader.base + offset, field, wireType, problems);
        }
      } else if (kind === KIND_CODES.message) {
        if (wireType !== WIRE_LENGTH) {
          return this.#broken(reader.base + offset, field, wireType, problems);
        }
        const size = reader.unsigned();
        if (reader.offset + size > end) return this.#tooLong(offset, size, end, reader, problems);
        const nestedEnd = reader.offset + size;
        if (nested && !nested(nestedEnd)) return false;
        reader.offset = nestedEnd;
      } else if (wireType !== WIRE_VARINT) {
        return this.#broken(reader.base + offset, field, wireType, problems);
      } else this.#scalar(reader, field, kind);
    }
    if (reader.offset > end) return this.#tooLong(end, reader.offset - end, end, reader, problems);
    return true;
  }

  #scalar(reader: WireReader, field: number, kind: number): void {
    if (kind === KIND_CODES.id) this.numbers[field] = reader.id();
    else if (kind === KIND_CODES.signed) this.numbers[field] = reader.signed();
    else if (kind === KIND_CODES.text) this.numbers[field] = reader.text();
    else {
      const value = reader.wide();
      this.low[field] = Number(value & 0xffff_ffffn);
      this.high[field] = Number(value >> 32n);
    }
  }

  #broken(offset: number, field: number, wireType: number, problems: ProblemList): boolean {
    const name = this.#names[field] ?? 'an unknown field';
    problems.push({
      code: 'bad-wire-type',
      offset,
      message: `${this.name}: field ${field} (${name}) has wire type ${wireType}; the record is left out`,
    });
    return false;
  }

  #tooLong(
    offset: number,
    size: number,
    end: number,
    reader: WireReader,
    problems: ProblemList,
  ): boolean {
    const left = Math.max(0, end - Math.min(reader.offset, end));
    problems.push({
      code: 'length-beyond-record',
      offset: reader.base + offset,
      message: `${this.name}: a field says ${size} bytes, ${left} left in the record; it is left out`,
    });
    return false;
  }
}

const KIND_UNKNOWN = 0;
const KIND_CODES = { id: 1, signed: 2, text: 3, wide: 4, message: 5, bytes: 6 } as const;
