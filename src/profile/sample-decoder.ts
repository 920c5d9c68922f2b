/** Reads samples by hand: nearly all of a file is samples. */
import type { ProblemList } from '../base/problem.ts';
import type { RawProfile } from './raw.ts';
import { RecordReader } from './record.ts';
import { LABEL_FIELDS } from './schema.ts';
import { VarintLists } from './varint-lists.ts';
import { StretchList } from './stretch-list.ts';
import { WIRE_LENGTH, WIRE_VARINT, type WireReader } from './wire.ts';

/** Problems: `bad-wire-type`, `length-beyond-record`; then the sample is left out. */
export class SampleDecoder {
  readonly #reader: WireReader;
  readonly #raw: RawProfile;
  readonly #problems: ProblemList;
  /** For labels that are not as writers write them. */
  readonly #oddLabel = new RecordReader('label', LABEL_FIELDS);
  readonly #locations = new StretchList();
  readonly #labels = new StretchList();
  /** Fields of labels with their tags. */
  readonly #labelLists = new VarintLists(0);
  /** Lists of labels that are a problem in each sample. */
  readonly #oddLists = new Set<number>();

  constructor(reader: WireReader, raw: RawProfile, problems: ProblemList) {
    this.#reader = reader;
    this.#raw = raw;
    this.#problems = problems;
  }

  /** The record began at `offset`; the reader is behind its length. */
  read(offset: number, end: number): void {
    const { samples, stacks, values } = this.#raw;
    const valueMark = values.length;
    const fields = this.#reader.offset;
    const { view } = this.#reader;
    this.#locations.clear();
    this.#labels.clear();
    const labels = this.#readFields(offset, end) ? this.#labelList(fields, end) : -1;
    if (labels < 0) {
      values.length = valueMark;
      return;
    }
    const list = this.#locations.choose(view);
    stacks.add(list.view, list.from, list.to);
    samples.valueStart.push(valueMark);
    samples.labels.push(labels);
    samples.offset.push(this.#reader.base + offset);
  }

  #readFields(offset: number, end: number): boolean {
    const reader = this.#reader;
    const { values } = this.#raw;
    const locations = this.#locations;
    while (reader.offset < end) {
      const start = reader.offset;
      const tag = reader.unsigned();
      if (tag === LOCATION_ONE) {
        const from = reader.offset;
        reader.skip(WIRE_VARINT);
        if (reader.offset > end) return this.#broken(offset, reader.offset - from, end);
        locations.add(reader.bytes, from, reader.offset);
      } else if (tag === VALUE_ONE) {
        values.reserve(1);
        values.items[values.length++] = reader.signed();
      } else if ((tag & 7) === WIRE_LENGTH) {
        const size = reader.unsigned();
        const fieldEnd = reader.offset + size;
        if (fieldEnd > end) return this.#broken(offset, size, end);
        if (tag === LOCATIONS_PACKED) {
          // The last id must end with the field.
          if ((reader.bytes[fieldEnd - 1] ?? 0) >= 0x80) return this.#broken(offset, size, end);
          locations.add(reader.bytes, reader.offset, fieldEnd);
          reader.offset = fieldEnd;
        } else if (tag === VALUES_PACKED) reader.packedValues(fieldEnd, values);
        else if (tag === LABEL) this.#labels.add(reader.bytes, start, fieldEnd);
        if (reader.offset > fieldEnd) return this.#broken(offset, size, end);
        reader.offset = fieldEnd;
      } else if (!reader.skip(tag & 7)) {
        this.#problems.push({
          code: 'bad-wire-type',
          offset: reader.base + offset,
          message: `sample: field ${tag >>> 3} has wire type ${tag & 7}; the sample is left out`,
        });
        return false;
      }
    }
    return reader.offset === end || this.#broken(offset, reader.offset - end, end);
  }

  /** The labels of the sample as a row of `labels.start`, which are read when they are new; -1 when they are broken. */
  #labelList(fields: number, end: number): number {
    const { labels } = this.#raw;
    const reader = this.#reader;
    const found = this.#labels.choose(reader.view);
    const list = this.#labelLists.settle(found.view, found.from, found.to);
    const isNew = list === labels.start.length;
    if (!isNew && !this.#oddLists.has(list)) return list;
    const mark = labels.key.length;
    const { inexactCount } = reader;
    const isWhole = this.#readLabels(fields, end);
    if (isNew) labels.start.push(mark);
    if (!isWhole || !isNew) {
      for (const column of [labels.key, labels.text, labels.number, labels.unit]) {
        column.length = mark;
      }
    }
    if (!isWhole || reader.inexactCount > inexactCount) this.#oddLists.add(list);
    return isWhole ? list : -1;
  }

  #readLabels(fields: number, end: number): boolean {
    const reader = this.#reader;
    reader.offset = fields;
    while (reader.offset < end) {
      const tag = reader.unsigned();
      if (tag === LABEL) {
        const fieldEnd = reader.unsigned() + reader.offset;
        if (!this.#readLabel(fieldEnd)) return false;
        reader.offset = fieldEnd;
      } else reader.skip(tag & 7);
    }
    return true;
  }

  #readLabel(end: number): boolean {
    const reader = this.#reader;
    const begin = reader.offset;
    let key = 0;
    let text = 0;
    let number = 0;
    let unit = 0;
    while (reader.offset < end) {
      const tag = reader.unsigned();
      if (tag === LABEL_KEY) key = reader.text();
      else if (tag === LABEL_TEXT) text = reader.text();
      else if (tag === LABEL_NUMBER) number = reader.signed();
      else if (tag === LABEL_UNIT) unit = reader.text();
      else return this.#readOddLabel(begin, end);
    }
    if (reader.offset > end) return this.#readOddLabel(begin, end);
    this.#addLabel(key, text, number, unit);
    return true;
  }

  #readOddLabel(begin: number, end: number): boolean {
    const label = this.#oddLabel;
    this.#reader.offset = begin;
    if (!label.read(this.#reader, end, this.#problems, null)) return false;
    this.#addLabel(label.number(1), label.number(2), label.number(3), label.number(4));
    return true;
  }

  /** A label without text, number and unit is none (profile/encode.go, postDecode). */
  #addLabel(key: number, text: number, number: number, unit: number): void {
    if (text === 0 && number === 0 && unit === 0) return;
    const { labels } = this.#raw;
    labels.key.push(key);
    labels.text.push(text);
    labels.number.push(number);
    labels.unit.push(unit);
  }

  #broken(offset: number, size: number, end: number): boolean {
    const { base } = this.#reader;
    this.#problems.push({
      code: 'length-beyond-record',
      offset: base + offset,
      message: `sample: a field of ${size} bytes goes beyond the end of the sample at ${base + end}; the sample is left out`,
    });
    return false;
  }
}

/** Tags of the fields of samples and labels: number × 8 + wire type. */
const LOCATION_ONE = 1 * 8 + 0;
const LOCATIONS_PACKED = 1 * 8 + 2;
const VALUE_ONE = 2 * 8 + 0;
const VALUES_PACKED = 2 * 8 + 2;
const LABEL = 3 * 8 + 2;
const LABEL_KEY = 1 * 8 + 0;
const LABEL_TEXT = 2 * 8 + 0;
const LABEL_NUMBER = 3 * 8 + 0;
const LABEL_UNIT = 4 * 8 + 0;
