import { StringTable } from '../base/string-table.ts';
import type { Mapping, Profile } from './model.ts';
import { createRawProfile, type RawProfile } from './raw.ts';
import { ByteWriter } from './write/byte-writer.ts';

/** What a profile says about itself. */
export type ProfileHeader = Pick<
  Profile,
  | 'sampleTypes'
  | 'defaultSampleTypeName'
  | 'comments'
  | 'docUrl'
  | 'dropFrames'
  | 'keepFrames'
  | 'timeNanos'
  | 'durationNanos'
  | 'period'
  | 'periodType'
>;

export interface RawLocation {
  readonly id: number;
  /** 0 for none. */
  readonly mappingId: number;
  readonly address: bigint;
  readonly folded: number;
  /** Innermost first. */
  readonly lines: readonly {
    readonly functionId: number;
    readonly line: number;
    readonly column: number;
  }[];
}

/** Makes the columns that the decoder would make, from profiles that come from elsewhere than a file. */
export class RawWriter {
  readonly #raw = createRawProfile(0);
  readonly #strings = new StringTable();
  readonly #list = new ByteWriter();

  sample(locationIds: readonly number[], values: readonly number[]): void {
    const { samples, stacks, values: all, labels } = this.#raw;
    samples.valueStart.push(all.length);
    samples.labels.push(labels.start.length);
    labels.start.push(labels.key.length);
    samples.offset.push(0);
    const list = this.#list.clear();
    for (const id of locationIds) list.bare(id);
    const { buffer, byteLength } = list.take();
    stacks.add(new DataView(buffer), 0, byteLength);
    all.reserve(values.length);
    for (const value of values) all.items[all.length++] = value;
  }

  /** A label of the last sample. */
  label(label: {
    readonly key: string;
    readonly text: string;
    readonly number: number;
    readonly unit: string;
  }): void {
    const { labels } = this.#raw;
    labels.key.push(this.#text(label.key));
    labels.text.push(this.#text(label.text));
    labels.number.push(label.number);
    labels.unit.push(this.#text(label.unit));
  }

  location({ id, mappingId, address, folded, lines }: RawLocation): void {
    const { locations, lines: columns } = this.#raw;
    locations.id.push(id);
    locations.mappingId.push(mappingId);
    locations.addressLow.push(Number(address & 0xffff_ffffn));
    locations.addressHigh.push(Number(address >> 32n));
    locations.folded.push(folded);
    locations.lineStart.push(columns.functionId.length);
    for (const line of lines) {
      columns.functionId.push(line.functionId);
      columns.line.push(line.line);
      columns.column.push(line.column);
    }
  }

  function(row: {
    readonly id: number;
    readonly name: string;
    readonly systemName: string;
    readonly file: string;
    readonly startLine: number;
  }): void {
    const { functions } = this.#raw;
    functions.id.push(row.id);
    functions.name.push(this.#text(row.name));
    functions.systemName.push(this.#text(row.systemName));
    functions.file.push(this.#text(row.file));
    functions.startLine.push(row.startLine);
  }

  mapping({ file, buildId, ...mapping }: Mapping): void {
    this.#raw.mappings.push({
      ...mapping,
      file: this.#text(file),
      buildId: this.#text(buildId),
    });
  }

  header(header: ProfileHeader): void {
    const { scalars } = this.#raw;
    const valueType = ({ type, unit }: Profile['periodType']) => ({
      type: this.#text(type),
      unit: this.#text(unit),
    });
    this.#raw.sampleTypes.push(...header.sampleTypes.map(valueType));
    this.#raw.comments.push(...header.comments.map((comment) => this.#text(comment)));
    scalars.dropFrames = this.#text(header.dropFrames);
    scalars.keepFrames = this.#text(header.keepFrames);
    scalars.defaultSampleType = this.#text(header.defaultSampleTypeName);
    scalars.docUrl = this.#text(header.docUrl);
    scalars.timeNanos = BigInt.asUintN(64, header.timeNanos);
    scalars.durationNanos = header.durationNanos;
    scalars.period = header.period;
    scalars.periodType = valueType(header.periodType);
  }

  take(): RawProfile {
    return { ...this.#raw, strings: this.#strings.strings };
  }

  #text(text: string): number {
    return this.#strings.intern(text);
  }
}
