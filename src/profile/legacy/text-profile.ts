import type { SampleType } from '../model.ts';
import type { RawProfile } from '../raw.ts';
import { RawWriter } from '../raw-writer.ts';
import { dropFramesOf } from './drop-frames.ts';
import { MemoryMap } from './memory-map.ts';

/** A sample of a text profile; addresses are those of calls, leaf first. */
interface TextSample {
  readonly addresses: readonly bigint[];
  readonly values: readonly number[];
  /** Size of the objects; -1 for none. */
  readonly size: number;
}

/** A function that a comment names for an address. */
interface TextLine {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** Collects what a legacy profile says and hands it over as the columns of a file. */
export class TextProfile {
  sampleTypes: readonly SampleType[] = [];
  periodType: SampleType = { type: '', unit: '' };
  period = 0;
  durationNanos = 0;
  /** The lines of the program's mappings. */
  memoryMap: readonly string[] = [];
  /** The leaf may come twice, as the address of a call too (cleanupDuplicateLocations). */
  repeatsLeaf = false;
  /** Addresses are only names for frames. */
  hidesAddresses = false;
  readonly #samples: TextSample[] = [];
  /** Lines of frames that have no address but a place of their own, as dumps have. */
  readonly #places = new Map<string, bigint>();
  readonly #lines = new Map<bigint, TextLine[]>();

  sample(addresses: readonly bigint[], values: readonly number[], size = -1): void {
    this.#samples.push({ addresses, values, size });
  }

  /** The last sample once more. */
  repeatSample(): void {
    const last = this.#samples.pop();
    if (last) this.#samples.push({ ...last, values: last.values.map((value) => value + 1) });
  }

  /** What an address is; the last word counts. */
  name(address: bigint, line: TextLine): void {
    this.#lines.set(address, [line]);
  }

  /** A made-up address for a frame that the text names without one. */
  place(name: string, file: string, line: number): bigint {
    const key = `${name} ${file}:${line}`;
    let address = this.#places.get(key);
    if (address === undefined) {
      address = BigInt(this.#places.size + 1);
      this.#places.set(key, address);
      this.#lines.set(address, [{ name, file, line }]);
    }
    return address;
  }

  take(lines: readonly string[]): RawProfile {
    if (this.#places.size === 0 && !this.hidesAddresses) this.#readComments(lines);
    const raw = new RawWriter();
    const map = new MemoryMap(this.memoryMap);
    const locations = new Map<bigint, number>();
    const functions = new Map<string, number>();
    for (const { addresses, values, size } of this.#samples) {
      const ids = addresses.map((address) =>
        this.#location(address, raw, map, locations, functions),
      );
      const [leaf, caller] = addresses;
      const isRepeated = this.repeatsLeaf && caller !== undefined && leaf === caller + 1n;
      if (isRepeated) ids.splice(1, 1);
      raw.sample(ids, values);
      if (size >= 0) raw.label({ key: 'bytes', text: '', number: size, unit: '' });
    }
    const isNamed = this.#lines.size > 0 && !this.hidesAddresses;
    const has = { functions: isNamed, files: isNamed, lines: isNamed, inlines: isNamed };
    for (const mapping of map.take(has)) raw.mapping(mapping);
    raw.header({
      ...dropFramesOf(this.sampleTypes),
      sampleTypes: this.sampleTypes,
      defaultSampleTypeName: '',
      comments: [],
      docUrl: '',
      timeNanos: 0n,
      durationNanos: this.durationNanos,
      period: this.period,
      periodType: this.periodType,
    });
    return raw.take();
  }

  #location(
    address: bigint,
    raw: RawWriter,
    map: MemoryMap,
    locations: Map<bigint, number>,
    functions: Map<string, number>,
  ): number {
    const known = locations.get(address);
    if (known !== undefined) return known;
    const id = locations.size + 1;
    locations.set(address, id);
    const lines = (this.#lines.get(address) ?? []).map(({ name, file, line }) => {
      const key = `${name}\0${file}`;
      let functionId = functions.get(key);
      if (functionId === undefined) {
        functionId = functions.size + 1;
        functions.set(key, functionId);
        raw.function({ id: functionId, name, systemName: name, file, startLine: 0 });
      }
      return { functionId, line, column: 0 };
    });
    const isHidden = this.hidesAddresses || this.#places.size > 0;
    // A frame with a name of its own is in no mapping.
    const mapped = this.hidesAddresses && lines.length > 0 ? 0n : address;
    const own = isHidden ? 0n : address;
    raw.location({ id, mappingId: map.idOf(mapped), address: own, folded: 0, lines });
    return id;
  }

  /** `#  0x489484  internal/poll.runtime_pollWait+0x84  runtime/netpoll.go:351`. */
  #readComments(lines: readonly string[]): void {
    const finished = new Set<bigint>();
    let last = -1n;
    for (const line of lines) {
      const match = /^#\s+0x([0-9a-f]+)\s+(\S.*?)\+0x[0-9a-f]+\s+(\S.*?):(\d+)\s*$/.exec(line);
      const address = match ? BigInt(`0x${match[1]}`) : -1n;
      // Inlined calls of an address follow each other, innermost first; further samples repeat them.
      if (address !== last && last >= 0n) finished.add(last);
      last = address;
      if (!match || finished.has(address)) continue;
      const entry = { name: match[2] ?? '', file: match[3] ?? '', line: Number(match[4]) };
      const known = this.#lines.get(address);
      if (known) known.push(entry);
      else this.#lines.set(address, [entry]);
    }
  }
}

/** Addresses behind `@`: each is where a call returns to; one less is the call. */
export function callAddresses(text: string): bigint[] {
  return hexAddresses(text).map((address) => BigInt.asUintN(64, address - 1n));
}

export function hexAddresses(text: string): bigint[] {
  return [...text.matchAll(/0x[0-9a-f]+/g)].map(([digits]) => BigInt.asUintN(64, BigInt(digits)));
}

export function isBlankOrComment(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
}
