/**
 * Equal samples of several profiles as one (profile/merge.go of pprof vendored in Go 1.26).
 *
 * 1. Mappings are equal by build id or file, offset and size; locations by their address in the mapping and their
 *    lines; functions by names, file and start line; label sets by content.
 * 2. Each stack and label set of a source is translated once; samples with the same pair are summed.
 * 3. What no sample uses is left out; new ids count from 1 in the order of use. Samples that sum to 0 go, and with
 *    them what only they used: then the result is merged again.
 */
import { ProblemList } from '../../base/problem.ts';
import { addressOf, type Mapping, type Profile } from '../model.ts';
import { buildProfile } from '../build.ts';
import { labelValuesOf } from '../query/label-sets.ts';
import { RawWriter } from '../raw-writer.ts';

/** All have the same sample types and period type. */
export function mergeProfiles(profiles: readonly Profile[]): Profile {
  const merged = new Merger(profiles).merge();
  return hasZeroSample(merged) ? new Merger([merged]).merge() : merged;
}

function hasZeroSample({ samples }: Profile): boolean {
  for (let sample = 0; sample < samples.length; sample++) {
    if (samples.values.every((column) => column[sample] === 0)) return true;
  }
  return false;
}

class Merger {
  readonly #profiles: readonly Profile[];
  readonly #raw = new RawWriter();
  readonly #mappings = new Map<string, { readonly id: number; readonly start: bigint }>();
  readonly #functions = new Map<string, number>();
  readonly #locations = new Map<string, number>();
  readonly #stacks = new Map<string, number>();
  readonly #stackIds: (readonly number[])[] = [];
  readonly #labelSets = new Map<string, number>();
  readonly #samples = new Map<number, number>();
  readonly #rows: { readonly stack: number; readonly profile: Profile; readonly set: number }[] =
    [];
  readonly #values: number[][] = [];

  constructor(profiles: readonly Profile[]) {
    this.#profiles = profiles;
  }

  merge(): Profile {
    for (const profile of this.#profiles) this.#addSource(profile);
    for (let row = 0; row < this.#rows.length; row++) this.#writeSample(row);
    this.#writeHeader();
    return buildProfile(this.#raw.take(), new ProblemList());
  }

  #addSource(profile: Profile): void {
    const source = new SourceIds(profile);
    const [main] = profile.mappings;
    // The first mapping of all is the main binary, whatever the first sample is in.
    if (this.#mappings.size === 0 && main) this.#mapping(main);
    const { samples } = profile;
    const labelKeys = labelValuesOf(profile.labels).map(labelKey);
    for (let sample = 0; sample < samples.length; sample++) {
      if (samples.values.every((column) => column[sample] === 0)) continue;
      const stack = this.#stack(profile, source, samples.stack[sample] ?? 0);
      const set = samples.labelSet[sample] ?? 0;
      const labels = numberOf(this.#labelSets, labelKeys[set] ?? '');
      const pair = stack * PAIR_FACTOR + labels;
      const row = this.#samples.get(pair);
      if (row === undefined) {
        this.#samples.set(pair, this.#rows.length);
        this.#rows.push({ stack, profile, set });
        this.#values.push(samples.values.map((column) => column[sample] ?? 0));
        continue;
      }
      samples.values.forEach((column, type) => {
        const values = this.#values[row];
        if (values) values[type] = (values[type] ?? 0) + (column[sample] ?? 0);
      });
    }
  }

  #stack(profile: Profile, source: SourceIds, stack: number): number {
    const known = source.stacks[stack] ?? -1;
    if (known >= 0) return known;
    const { stacks, frames } = profile;
    const ids: number[] = [];
    const to = stacks.start[stack + 1] ?? 0;
    for (let k = stacks.start[stack] ?? 0; k < to; k++) {
      const frame = stacks.frame[k] ?? 0;
      if (frames.inlined[frame] !== 1) {
        ids.push(this.#location(profile, source, frames.location[frame] ?? 0));
      }
    }
    const row = numberOf(this.#stacks, ids.join());
    this.#stackIds[row] ??= ids;
    source.stacks[stack] = row;
    return row;
  }

  #location(profile: Profile, source: SourceIds, location: number): number {
    const known = source.locations[location] ?? 0;
    if (known > 0) return known;
    const { locations, mappings, frames, places } = profile;
    const mapping = mappings[locations.mapping[location] ?? -1];
    const target = mapping ? this.#mapping(mapping) : null;
    const offset = target && mapping ? target.start - mapping.start : 0n;
    const address = BigInt.asUintN(64, addressOf(locations, location) + offset);
    const lines: { readonly functionId: number; readonly line: number; readonly column: number }[] =
      [];
    const end = locations.frameStart[location + 1] ?? 0;
    for (let frame = locations.frameStart[location] ?? 0; frame < end; frame++) {
      const symbol = frames.symbol[frame] ?? -1;
      if (symbol < 0) continue;
      const line = places.line[frames.place[frame] ?? 0] ?? 0;
      const functionId = this.#function(profile, source, symbol);
      lines.push({ functionId, line, column: frames.column[frame] ?? 0 });
    }
    const folded = locations.folded[location] ?? 0;
    const start = target?.start ?? 0n;
    const lineKey = lines.map((l) => `${l.functionId}:${l.line}:${l.column}`).join();
    const key = `${BigInt.asUintN(64, address - start)} ${target?.id ?? 0} ${folded} ${lineKey}`;
    let id = this.#locations.get(key);
    if (id === undefined) {
      id = this.#locations.size + 1;
      this.#locations.set(key, id);
      this.#raw.location({ id, mappingId: target?.id ?? 0, address, folded, lines });
    }
    source.locations[location] = id;
    return id;
  }

  #function(profile: Profile, source: SourceIds, symbol: number): number {
    const known = source.functions[symbol] ?? 0;
    if (known > 0) return known;
    const { symbols, files } = profile;
    const name = symbols.names[symbol] ?? '';
    const systemName = symbols.systemNames[symbol] ?? '';
    const file = files[symbols.file[symbol] ?? 0] ?? '';
    const startLine = symbols.startLine[symbol] ?? 0;
    const key = JSON.stringify([name, systemName, file, startLine]);
    let id = this.#functions.get(key);
    if (id === undefined) {
      id = this.#functions.size + 1;
      this.#functions.set(key, id);
      this.#raw.function({ id, name, systemName, file, startLine });
    }
    source.functions[symbol] = id;
    return id;
  }

  #mapping(mapping: Mapping): { readonly id: number; readonly start: bigint } {
    // Sizes are rounded up to 4 kB, so that small differences do not count.
    const size = (BigInt.asUintN(64, mapping.limit - mapping.start) + 0xfffn) & ~0xfffn;
    const name = mapping.buildId === '' ? mapping.file : mapping.buildId;
    const key = `${size} ${mapping.fileOffset} ${name}`;
    let known = this.#mappings.get(key);
    if (!known) {
      known = { id: this.#mappings.size + 1, start: mapping.start };
      this.#mappings.set(key, known);
      this.#raw.mapping({ ...mapping, id: known.id });
    }
    return known;
  }

  #writeSample(row: number): void {
    const sample = this.#rows[row];
    if (!sample) return;
    const { labels } = sample.profile;
    this.#raw.sample(this.#stackIds[sample.stack] ?? [], this.#values[row] ?? []);
    for (let at = labels.start[sample.set] ?? 0; at < (labels.start[sample.set + 1] ?? 0); at++) {
      this.#raw.label({
        key: labels.strings[labels.key[at] ?? 0] ?? '',
        text: labels.strings[labels.text[at] ?? 0] ?? '',
        number: labels.number[at] ?? 0,
        unit: labels.strings[labels.unit[at] ?? 0] ?? '',
      });
    }
  }

  /** merge.go, combineHeaders. */
  #writeHeader(): void {
    const [first] = this.#profiles;
    if (!first) return;
    let timeNanos = 0n;
    let durationNanos = 0;
    let period = 0;
    for (const profile of this.#profiles) {
      if (timeNanos === 0n || profile.timeNanos < timeNanos) timeNanos = profile.timeNanos;
      durationNanos += profile.durationNanos;
      if (period === 0 || period < profile.period) period = profile.period;
    }
    this.#raw.header({
      ...first,
      timeNanos,
      durationNanos,
      period,
      comments: [...new Set(this.#profiles.flatMap(({ comments }) => comments))],
      defaultSampleTypeName: firstOf(this.#profiles.map((each) => each.defaultSampleTypeName)),
      docUrl: firstOf(this.#profiles.map(({ docUrl }) => docUrl)),
    });
  }
}

/** New ids by row of a source; 0, for stacks -1, where there is none yet. */
class SourceIds {
  readonly locations: Uint32Array;
  readonly functions: Uint32Array;
  readonly stacks: Int32Array;

  constructor({ locations, symbols, stacks }: Profile) {
    this.locations = new Uint32Array(locations.length);
    this.functions = new Uint32Array(symbols.length);
    this.stacks = new Int32Array(stacks.length).fill(-1);
  }
}

/** Label sets beyond this number would mix pairs up; a profile has far fewer. */
const PAIR_FACTOR = 2 ** 24;

function labelKey({ texts, numbers }: ReturnType<typeof labelValuesOf>[number]): string {
  return JSON.stringify([[...texts].sort(byKey), [...numbers].sort(byKey)]);
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function numberOf(numbers: Map<string, number>, key: string): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}

function firstOf(texts: readonly string[]): string {
  return texts.find((text) => text !== '') ?? '';
}
