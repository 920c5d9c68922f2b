/**
 * Raw columns to dense rows.
 *
 * 1. Functions are merged by name, as pprof's default granularity does; code without a name is counted per
 *    binary (graph.NewNode with NodeInfo{Name} or {Objfile}; pprof vendored in Go 1.26).
 * 2. Each line of each location becomes a frame: function, place, location, inlined.
 *    The last line of a location is the function that was called; those before it were inlined into it.
 * 3. A location without lines becomes one frame of its binary.
 */
import { Uint32Builder } from '../base/columns.ts';
import type { ProblemList } from '../base/problem.ts';
import { StringTable } from '../base/string-table.ts';
import { IdIndex } from './ids.ts';
import type {
  FrameTable,
  FunctionTable,
  LocationTable,
  Mapping,
  PlaceTable,
  SymbolTable,
} from './model.ts';
import type { RawProfile } from './raw.ts';
import { demangledName } from './report-names.ts';
import type { Texts } from './texts.ts';
import { TupleInterner } from './tuple-interner.ts';

export interface Symbols {
  readonly functions: FunctionTable;
  readonly symbols: SymbolTable;
  readonly places: PlaceTable;
  readonly files: readonly string[];
  readonly mappings: readonly Mapping[];
  readonly locations: LocationTable;
  readonly frames: FrameTable;
  readonly locationIds: IdIndex;
}

/** Problems: `id-zero`, `id-duplicate`, `function-missing`, `string-out-of-range`. */
export function resolveSymbols(raw: RawProfile, texts: Texts, problems: ProblemList): Symbols {
  return new Resolver(raw, texts, problems).resolve();
}

class Resolver {
  readonly #raw: RawProfile;
  readonly #texts: Texts;
  readonly #problems: ProblemList;
  readonly #files = new StringTable();
  readonly #functions = new FunctionBuilder();
  /** Files and lines. */
  readonly #places = new TupleInterner(2);

  constructor(raw: RawProfile, texts: Texts, problems: ProblemList) {
    this.#raw = raw;
    this.#texts = texts;
    this.#problems = problems;
  }

  resolve(): Symbols {
    const mappings = this.#resolveMappings();
    const addresses = this.#resolveLocations();
    const symbols = this.#resolveSymbols();
    const { frames, frameStart } = this.#resolveFrames(addresses, mappings, symbols);
    const locations = { ...addresses, frameStart };
    return {
      functions: this.#functions.build(),
      symbols,
      places: {
        length: this.#places.length,
        file: this.#places.column(0),
        line: this.#places.column(1),
      },
      files: this.#files.strings,
      mappings,
      locations,
      frames,
      locationIds: new IdIndex('location', locations.id, this.#problems),
    };
  }

  #resolveMappings(): Mapping[] {
    return this.#raw.mappings.map(({ start, limit, fileOffset, file, buildId, has, id }) => ({
      id,
      start,
      limit,
      fileOffset,
      file: this.#texts.at(file, 'mapping file'),
      buildId: this.#texts.at(buildId, 'build id'),
      has,
    }));
  }

  #resolveLocations(): Omit<LocationTable, 'frameStart'> {
    const { id, mappingId, addressLow, addressHigh, folded } = this.#raw.locations;
    const rawMappings = this.#raw.mappings.map((mapping) => mapping.id);
    const mappingIds = new IdIndex('mapping', rawMappings, this.#problems);
    const { length } = id;
    const mapping = new Int32Array(length).fill(-1);
    const mappingIdOf = mappingId.view();
    for (let row = 0; row < mappingIdOf.length; row++) {
      mapping[row] = mappingIds.row(mappingIdOf[row] ?? 0);
    }
    return {
      length,
      id: id.take(),
      addressLow: addressLow.take(),
      addressHigh: addressHigh.take(),
      mapping,
      folded: Uint8Array.from(folded.view()),
    };
  }

  #resolveFrames(
    locations: Omit<LocationTable, 'frameStart'>,
    mappings: readonly Mapping[],
    symbols: SymbolTable,
  ): { frames: FrameTable; frameStart: Uint32Array } {
    const { functions, lines } = this.#raw;
    const functionIds = new IdIndex('function', functions.id.view(), this.#problems);
    const rowOf = this.#mergeByName(symbols);
    const functionId = lines.functionId.view();
    const line = lines.line.view();
    const column = lines.column.view();
    const lineStart = this.#raw.locations.lineStart.view();
    const frameStart = new Uint32Array(locations.length + 1);
    const frames = new FrameBuilder(functionId.length + locations.length);
    let missing = 0;
    for (let location = 0; location < locations.length; location++) {
      frameStart[location] = frames.length;
      const binary = mappings[locations.mapping[location] ?? -1]?.file ?? '';
      const from = lineStart[location] ?? functionId.length;
      const to = lineStart[location + 1] ?? functionId.length;
      for (let row = from; row < to; row++) {
        const symbol = functionIds.row(functionId[row] ?? 0);
        if (symbol < 0) missing++;
        const named = rowOf[symbol] ?? -1;
        const startLine = lineNumber(symbols.startLine[symbol] ?? 0);
        frames.push(
          named >= 0 ? named : this.#functions.nameless(binary, startLine),
          symbol,
          this.#place(symbols.file[symbol] ?? 0, line[row] ?? 0),
          lineNumber(column[row] ?? 0),
          location,
          row + 1 < to ? 1 : 0,
        );
      }
      if (from >= to) {
        frames.push(this.#functions.nameless(binary, 0), -1, this.#place(0, 0), 0, location, 0);
      }
    }
    frameStart[locations.length] = frames.length;
    if (missing > 0) {
      this.#problems.push({
        code: 'function-missing',
        message: `${missing} of ${functionId.length} lines name a function that the file does not have`,
      });
    }
    return { frameStart, frames: frames.build() };
  }

  #resolveSymbols(): SymbolTable {
    const { name, systemName, file, startLine } = this.#raw.functions;
    const names = textsOf(name.view(), (index) => {
      return this.#texts.find(index, 'function name') ?? `<missing string ${index}>`;
    });
    const systemNames = textsOf(systemName.view(), (index) =>
      this.#texts.at(index, 'function system name'),
    );
    const fileOf = file
      .view()
      .map((index) => this.#files.intern(this.#texts.at(index, 'file name')));
    return { length: names.length, names, systemNames, file: fileOf, startLine: startLine.take() };
  }

  /** Per symbol the function of its name, or -1 without a name. */
  #mergeByName({ names, systemNames, file, startLine }: SymbolTable): Int32Array {
    const rowOf = new Int32Array(names.length).fill(-1);
    names.forEach((text, symbol) => {
      const systemName = systemNames[symbol] ?? '';
      if (text === '' && systemName === '') return;
      const line = lineNumber(startLine[symbol] ?? 0);
      const name = (text === '' || text === systemName) && demangledName(systemName);
      const shown = name || text || systemName;
      rowOf[symbol] = this.#functions.named(shown, systemName, file[symbol] ?? 0, line);
    });
    return rowOf;
  }

  #place(file: number, line: number): number {
    const { key } = this.#places;
    key[0] = file;
    key[1] = lineNumber(line);
    return this.#places.intern();
  }
}

class FunctionBuilder {
  readonly #rows = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #systemNames: string[] = [];
  readonly #file = new Uint32Builder();
  readonly #startLine = new Uint32Builder();

  named(name: string, systemName: string, file: number, startLine: number): number {
    return this.#rows.get(name) ?? this.#add(name, name, systemName, file, startLine);
  }

  nameless(binary: string, startLine: number): number {
    const key = `\0${startLine}\0${binary}`;
    const base = binary.slice(binary.lastIndexOf('/') + 1);
    const name = base === '' ? '<unknown>' : `[${base}]`;
    return this.#rows.get(key) ?? this.#add(key, name, '', 0, startLine);
  }

  #add(key: string, name: string, systemName: string, file: number, startLine: number): number {
    const row = this.#names.length;
    this.#rows.set(key, row);
    this.#names.push(name);
    this.#systemNames.push(systemName);
    this.#file.push(file);
    this.#startLine.push(startLine);
    return row;
  }

  build(): FunctionTable {
    return {
      length: this.#names.length,
      names: this.#names,
      systemNames: this.#systemNames,
      file: this.#file.take(),
      startLine: this.#startLine.take(),
    };
  }
}

/** Room is made once: a location has as many frames as lines, or one. */
class FrameBuilder {
  length = 0;
  readonly #function: Uint32Array;
  readonly #symbol: Int32Array;
  readonly #place: Uint32Array;
  readonly #column: Uint32Array;
  readonly #location: Uint32Array;
  readonly #inlined: Uint8Array;

  constructor(capacity: number) {
    this.#function = new Uint32Array(capacity);
    this.#symbol = new Int32Array(capacity);
    this.#place = new Uint32Array(capacity);
    this.#column = new Uint32Array(capacity);
    this.#location = new Uint32Array(capacity);
    this.#inlined = new Uint8Array(capacity);
  }

  push(
    row: number,
    symbol: number,
    place: number,
    column: number,
    location: number,
    inlined: number,
  ): void {
    const frame = this.length++;
    this.#function[frame] = row;
    this.#symbol[frame] = symbol;
    this.#place[frame] = place;
    this.#column[frame] = column;
    this.#location[frame] = location;
    this.#inlined[frame] = inlined;
  }

  build(): FrameTable {
    const { length } = this;
    return {
      length,
      function: this.#function.subarray(0, length),
      symbol: this.#symbol.subarray(0, length),
      place: this.#place.subarray(0, length),
      column: this.#column.subarray(0, length),
      location: this.#location.subarray(0, length),
      inlined: this.#inlined.subarray(0, length),
    };
  }
}

/** The list has its length from the start: one that is made of an iterable grows, which takes three times the memory. */
function textsOf(indexes: Uint32Array, textOf: (index: number) => string): string[] {
  return Array.from({ length: indexes.length }, (_, row) => textOf(indexes[row] ?? 0));
}

function lineNumber(line: number): number {
  return line > 0 && line < 2 ** 32 ? line : 0;
}
