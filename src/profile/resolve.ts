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
import type { FrameTable, FunctionTable, LocationTable, Mapping, PlaceTable } from './model.ts';
import type { RawProfile } from './raw.ts';
import type { Texts } from './texts.ts';

export interface Symbols {
  readonly functions: FunctionTable;
  readonly places: PlaceTable;
  readonly files: readonly string[];
  readonly mappings: readonly Mapping[];
  readonly locations: LocationTable;
  readonly frames: FrameTable;
  /** Frames of location i: `frameStart[i]` to `frameStart[i + 1] - 1`, innermost first. */
  readonly frameStart: Uint32Array;
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
  readonly #placeRows = new Map<number, number>();
  readonly #placeFile = new Uint32Builder();
  readonly #placeLine = new Uint32Builder();

  constructor(raw: RawProfile, texts: Texts, problems: ProblemList) {
    this.#raw = raw;
    this.#texts = texts;
    this.#problems = problems;
  }

  resolve(): Symbols {
    const mappings = this.#resolveMappings();
    const locations = this.#resolveLocations();
    const ids = this.#raw.locations.id.take();
    const { frames, frameStart } = this.#resolveFrames(locations, mappings);
    return {
      functions: this.#functions.build(),
      places: {
        length: this.#placeFile.length,
        file: this.#placeFile.take(),
        line: this.#placeLine.take(),
      },
      files: this.#files.strings,
      mappings,
      locations,
      frames,
      frameStart,
      locationIds: new IdIndex('location', ids, this.#problems),
    };
  }

  #resolveMappings(): Mapping[] {
    return this.#raw.mappings.map(({ start, limit, fileOffset, file, buildId }) => ({
      start,
      limit,
      fileOffset,
      file: this.#texts.at(file, 'mapping file'),
      buildId: this.#texts.at(buildId, 'build id'),
    }));
  }

  #resolveLocations(): LocationTable {
    const { id, mappingId, addressLow, addressHigh } = this.#raw.locations;
    const rawMappings = this.#raw.mappings.map((mapping) => mapping.id);
    const mappingIds = new IdIndex('mapping', rawMappings, this.#problems);
    const { length } = id;
    const mapping = new Int32Array(length).fill(-1);
    const mappingIdOf = mappingId.take();
    for (let row = 0; row < mappingIdOf.length; row++) {
      mapping[row] = mappingIds.row(mappingIdOf[row] ?? 0);
    }
    return { length, addressLow: addressLow.take(), addressHigh: addressHigh.take(), mapping };
  }

  #resolveFrames(
    locations: LocationTable,
    mappings: readonly Mapping[],
  ): { frames: FrameTable; frameStart: Uint32Array } {
    const { functions, lines } = this.#raw;
    const functionIds = new IdIndex('function', functions.id.take(), this.#problems);
    const known = this.#resolveFunctions();
    const functionId = lines.functionId.take();
    const line = lines.line.take();
    const lineStart = this.#raw.locations.lineStart.take();
    const frameStart = new Uint32Array(locations.length + 1);
    const columns = {
      function: new Uint32Builder(),
      place: new Uint32Builder(),
      location: new Uint32Builder(),
      inlined: new Uint32Builder(),
    };
    let missing = 0;
    for (let location = 0; location < locations.length; location++) {
      frameStart[location] = columns.function.length;
      const binary = mappings[locations.mapping[location] ?? -1]?.file ?? '';
      const from = lineStart[location] ?? functionId.length;
      const to = lineStart[location + 1] ?? functionId.length;
      for (let row = from; row < to; row++) {
        const rawRow = functionIds.row(functionId[row] ?? 0);
        if (rawRow < 0) missing++;
        const named = known.row[rawRow] ?? -1;
        const file = known.file[rawRow] ?? 0;
        columns.function.push(
          named >= 0 ? named : this.#functions.nameless(binary, known.startLine[rawRow] ?? 0),
        );
        columns.place.push(this.#place(file, line[row] ?? 0));
        columns.location.push(location);
        columns.inlined.push(row + 1 < to ? 1 : 0);
      }
      if (from >= to) {
        columns.function.push(this.#functions.nameless(binary, 0));
        columns.place.push(this.#place(0, 0));
        columns.location.push(location);
        columns.inlined.push(0);
      }
    }
    frameStart[locations.length] = columns.function.length;
    if (missing > 0) {
      this.#problems.push({
        code: 'function-missing',
        message: `${missing} of ${functionId.length} lines name a function that the file does not have`,
      });
    }
    return { frameStart, frames: framesOf(columns) };
  }

  /** Per function of the file: its row, or -1 without a name; index of its source file; start line. */
  #resolveFunctions(): { row: Int32Array; file: Uint32Array; startLine: Float64Array } {
    const { name, systemName, file, startLine } = this.#raw.functions;
    const columns = { name: name.take(), systemName: systemName.take(), file: file.take() };
    const start = startLine.take().map((line) => (line > 0 && line < 2 ** 32 ? line : 0));
    const row = new Int32Array(start.length).fill(-1);
    const fileOf = columns.file.map((index) =>
      this.#files.intern(this.#texts.at(index, 'file name')),
    );
    for (let raw = 0; raw < row.length; raw++) {
      const index = columns.name[raw] ?? 0;
      const linkerName = this.#texts.at(columns.systemName[raw] ?? 0, 'function system name');
      const text = this.#texts.find(index, 'function name') ?? `<missing string ${index}>`;
      if (text === '' && linkerName === '') continue;
      row[raw] = this.#functions.named(
        text === '' ? linkerName : text,
        linkerName,
        fileOf[raw] ?? 0,
        start[raw] ?? 0,
      );
    }
    return { row, file: fileOf, startLine: start };
  }

  #place(file: number, line: number): number {
    const number = line > 0 && line < 2 ** 32 ? line : 0;
    const key = file * 2 ** 32 + number;
    let row = this.#placeRows.get(key);
    if (row === undefined) {
      row = this.#placeFile.length;
      this.#placeRows.set(key, row);
      this.#placeFile.push(file);
      this.#placeLine.push(number);
    }
    return row;
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

function framesOf(columns: {
  readonly function: Uint32Builder;
  readonly place: Uint32Builder;
  readonly location: Uint32Builder;
  readonly inlined: Uint32Builder;
}): FrameTable {
  return {
    length: columns.function.length,
    function: columns.function.take(),
    place: columns.place.take(),
    location: columns.location.take(),
    inlined: Uint8Array.from(columns.inlined.take()),
  };
}
