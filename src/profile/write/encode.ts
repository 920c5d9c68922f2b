/** A profile as profile.proto bytes, not deflated (profile/encode.go of pprof vendored in Go 1.26). */
import { StringTable } from '../../base/string-table.ts';
import { addressOf, type Profile } from '../model.ts';
import { reportNames } from '../report-names.ts';
import { ByteWriter } from './byte-writer.ts';

export interface EncodeOptions {
  /** Values are multiplied by this and cut to whole numbers, as with pprof's `-divide_by`. */
  readonly ratio: number;
  /** False where names are written as they are in the file. */
  readonly simplifyNames: boolean;
}

export function encodeProfile(profile: Profile, options: EncodeOptions): Uint8Array {
  const strings = new StringTable();
  const text = (value: string): number => strings.intern(value);
  const out = new ByteWriter();
  for (const { type, unit } of profile.sampleTypes) {
    out.message(1, (m) => m.number(1, text(type)).number(2, text(unit)));
  }
  writeSamples(profile, options.ratio, text, out);
  writeMappings(profile, text, out);
  writeLocations(profile, out);
  writeFunctions(profile, options.simplifyNames, text, out);
  const { periodType } = profile;
  const tail = new ByteWriter();
  tail.number(7, text(profile.dropFrames)).number(8, text(profile.keepFrames));
  tail.wide(9, BigInt.asUintN(64, profile.timeNanos)).number(10, profile.durationNanos);
  tail.message(11, (m) => m.number(1, text(periodType.type)).number(2, text(periodType.unit)));
  tail.number(12, profile.period);
  tail.packed(13, profile.comments.map(text));
  tail.number(14, text(profile.defaultSampleTypeName)).number(15, text(profile.docUrl));
  const encoder = new TextEncoder();
  for (const value of strings.strings) out.bytes(6, encoder.encode(value));
  out.append(tail.take());
  return out.take();
}

function writeSamples(
  profile: Profile,
  ratio: number,
  text: (value: string) => number,
  out: ByteWriter,
): void {
  const { samples, stacks, frames, locations, labels } = profile;
  const stackIds: (number[] | undefined)[] = [];
  for (let sample = 0; sample < samples.length; sample++) {
    const stack = samples.stack[sample] ?? 0;
    const ids = (stackIds[stack] ??= locationIds(stack));
    const set = samples.labelSet[sample] ?? 0;
    out.message(2, (m) => {
      m.packed(1, ids);
      m.packed(
        2,
        samples.values.map((column) => scaled(column[sample] ?? 0)),
      );
      for (let row = labels.start[set] ?? 0; row < (labels.start[set + 1] ?? 0); row++) {
        const label = (index: number | undefined): number => text(labels.strings[index ?? 0] ?? '');
        m.message(3, (l) => {
          l.number(1, label(labels.key[row])).number(2, label(labels.text[row]));
          l.number(3, labels.number[row] ?? 0).number(4, label(labels.unit[row]));
        });
      }
    });
  }

  function locationIds(stack: number): number[] {
    const ids: number[] = [];
    for (let k = stacks.start[stack] ?? 0; k < (stacks.start[stack + 1] ?? 0); k++) {
      const frame = stacks.frame[k] ?? 0;
      if (frames.inlined[frame] === 1) continue;
      ids.push(locations.id[frames.location[frame] ?? 0] ?? 0);
    }
    return ids;
  }

  function scaled(value: number): number {
    return ratio > 0 && ratio !== 1 ? Math.trunc(value * ratio) : value;
  }
}

function writeMappings(profile: Profile, text: (value: string) => number, out: ByteWriter): void {
  for (const { id, start, limit, fileOffset, file, buildId, has } of profile.mappings) {
    out.message(3, (m) => {
      m.number(1, id).wide(2, start).wide(3, limit).wide(4, fileOffset);
      m.number(5, text(file)).number(6, text(buildId));
      m.number(7, Number(has.functions)).number(8, Number(has.files));
      m.number(9, Number(has.lines)).number(10, Number(has.inlines));
    });
  }
}

function writeLocations(profile: Profile, out: ByteWriter): void {
  const { locations, mappings, frames, places } = profile;
  for (let location = 0; location < locations.length; location++) {
    const mapping = mappings[locations.mapping[location] ?? -1];
    out.message(4, (m) => {
      m.number(1, locations.id[location] ?? 0).number(2, mapping?.id ?? 0);
      m.wide(3, addressOf(locations, location));
      const end = locations.frameStart[location + 1] ?? 0;
      for (let frame = locations.frameStart[location] ?? 0; frame < end; frame++) {
        const symbol = frames.symbol[frame] ?? -1;
        if (symbol < 0) continue;
        const line = places.line[frames.place[frame] ?? 0] ?? 0;
        m.message(4, (l) => {
          l.number(1, symbol + 1)
            .number(2, line)
            .number(3, frames.column[frame] ?? 0);
        });
      }
      m.number(5, locations.folded[location] ?? 0);
    });
  }
}

function writeFunctions(
  { symbols, files }: Profile,
  simplifyNames: boolean,
  text: (value: string) => number,
  out: ByteWriter,
): void {
  const names = simplifyNames ? reportNames(symbols) : symbols.names;
  for (let symbol = 0; symbol < symbols.length; symbol++) {
    out.message(5, (m) => {
      m.number(1, symbol + 1).number(2, text(names[symbol] ?? ''));
      m.number(3, text(symbols.systemNames[symbol] ?? ''));
      m.number(4, text(files[symbols.file[symbol] ?? 0] ?? ''));
      m.number(5, symbols.startLine[symbol] ?? 0);
    });
  }
}
