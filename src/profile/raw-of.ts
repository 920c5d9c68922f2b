import { addressOf, type Profile } from './model.ts';
import type { RawProfile } from './raw.ts';
import { RawWriter } from './raw-writer.ts';

/** What a binary knows about an address: the calls there, innermost first. */
export type SymbolLines = readonly {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}[];

/** A profile as the columns of a file, with lines for addresses that had none. */
export function rawOf(profile: Profile, found: ReadonlyMap<bigint, SymbolLines>): RawProfile {
  const { samples, stacks, frames, locations, labels, symbols, files, mappings } = profile;
  const raw = new RawWriter();
  raw.header(profile);
  for (const mapping of mappings) raw.mapping(mapping);
  for (let symbol = 0; symbol < symbols.length; symbol++) {
    raw.function({
      id: symbol + 1,
      name: symbols.names[symbol] ?? '',
      systemName: symbols.systemNames[symbol] ?? '',
      file: files[symbols.file[symbol] ?? 0] ?? '',
      startLine: symbols.startLine[symbol] ?? 0,
    });
  }
  const added = new AddedFunctions(raw, symbols.length);
  for (let location = 0; location < locations.length; location++) {
    const address = addressOf(locations, location);
    const own = linesOf(profile, location);
    const lines = own.length > 0 ? own : (found.get(address) ?? []).map((line) => added.line(line));
    raw.location({
      id: location + 1,
      mappingId: mappings[locations.mapping[location] ?? -1]?.id ?? 0,
      address,
      folded: locations.folded[location] ?? 0,
      lines,
    });
  }
  for (let sample = 0; sample < samples.length; sample++) {
    const stack = samples.stack[sample] ?? 0;
    const ids: number[] = [];
    for (let k = stacks.start[stack] ?? 0; k < (stacks.start[stack + 1] ?? 0); k++) {
      const frame = stacks.frame[k] ?? 0;
      if (frames.inlined[frame] !== 1) ids.push((frames.location[frame] ?? 0) + 1);
    }
    raw.sample(
      ids,
      samples.values.map((column) => column[sample] ?? 0),
    );
    const set = samples.labelSet[sample] ?? 0;
    for (let row = labels.start[set] ?? 0; row < (labels.start[set + 1] ?? 0); row++) {
      raw.label({
        key: labels.strings[labels.key[row] ?? 0] ?? '',
        text: labels.strings[labels.text[row] ?? 0] ?? '',
        number: labels.number[row] ?? 0,
        unit: labels.strings[labels.unit[row] ?? 0] ?? '',
      });
    }
  }
  return raw.take();
}

interface RawLine {
  readonly functionId: number;
  readonly line: number;
  readonly column: number;
}

function linesOf({ frames, places, locations }: Profile, location: number): RawLine[] {
  const lines: RawLine[] = [];
  const end = locations.frameStart[location + 1] ?? 0;
  for (let frame = locations.frameStart[location] ?? 0; frame < end; frame++) {
    const symbol = frames.symbol[frame] ?? -1;
    if (symbol < 0) continue;
    const line = places.line[frames.place[frame] ?? 0] ?? 0;
    lines.push({ functionId: symbol + 1, line, column: frames.column[frame] ?? 0 });
  }
  return lines;
}

/** Functions behind those of the profile, each name and file once. */
class AddedFunctions {
  readonly #raw: RawWriter;
  readonly #ids = new Map<string, number>();
  readonly #first: number;

  constructor(raw: RawWriter, count: number) {
    this.#raw = raw;
    this.#first = count + 1;
  }

  line({ name, file, line }: SymbolLines[number]): RawLine {
    const key = `${name}\0${file}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#first + this.#ids.size;
      this.#ids.set(key, id);
      this.#raw.function({ id, name, systemName: name, file, startLine: 0 });
    }
    return { functionId: id, line, column: 0 };
  }
}
