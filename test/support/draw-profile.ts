/**
 * Profiles drawn as text, the root at the top, one stack per column, columns apart by two spaces:
 *
 *     main           main        main
 *     serve@a.go:10  serve       gc
 *     ~read          write
 *     = 10           20          5
 *
 * `~` marks a frame that is inlined into the one above it, `@file:line` says where it is. Each line that starts
 * with `=` holds the values of a sample type; without one each stack counts 1. The bytes are written by
 * protobufjs after profile.proto: an encoder that shares nothing with the decoder in src/profile.
 */
import protobuf from 'protobufjs';

/** profile.proto as JSON-like objects; string fields are indexes into `stringTable`. */
export interface ProfileMessage {
  sampleType?: { type: number; unit: number }[];
  sample?: {
    locationId?: number[];
    value?: number[];
    label?: { key: number; str?: number; num?: number; numUnit?: number }[];
  }[];
  mapping?: {
    id: number;
    filename?: number;
    buildId?: number;
    memoryStart?: number;
    memoryLimit?: number;
    fileOffset?: number;
    hasFunctions?: boolean;
    hasFilenames?: boolean;
    hasLineNumbers?: boolean;
    hasInlineFrames?: boolean;
  }[];
  location?: {
    id: number;
    mappingId?: number;
    address?: number;
    line?: { functionId: number; line?: number; column?: number }[];
    isFolded?: boolean;
  }[];
  function?: {
    id: number;
    name?: number;
    systemName?: number;
    filename?: number;
    startLine?: number;
  }[];
  stringTable?: string[];
  dropFrames?: number;
  keepFrames?: number;
  timeNanos?: number;
  durationNanos?: number;
  periodType?: { type: number; unit: number };
  period?: number;
  comment?: number[];
  defaultSampleType?: number;
  docUrl?: number;
}

export interface DrawOptions {
  /** `type/unit` per line of values; `samples/count` without. */
  readonly types?: readonly string[];
  readonly dropFrames?: string;
  readonly keepFrames?: string;
  readonly defaultSampleType?: string;
}

export function drawProfile(drawing: string, options: DrawOptions = {}): Uint8Array {
  return encodeProfile(messageOf(drawing, options));
}

/** The message of a drawing, for tests that break it before they encode it. */
export function messageOf(
  drawing: string,
  options: DrawOptions = {},
): Required<
  Pick<ProfileMessage, 'sampleType' | 'sample' | 'location' | 'function' | 'stringTable'>
> &
  ProfileMessage {
  const strings = [''];
  const text = (value: string): number => {
    const known = strings.indexOf(value);
    return known >= 0 ? known : strings.push(value) - 1;
  };
  const lines = drawing.split('\n').filter((line) => line.trim() !== '');
  const values = lines.filter((line) => line.trim().startsWith('='));
  const stacks = columnsOf(lines.filter((line) => !line.trim().startsWith('=')));
  const types = options.types ?? ['samples/count'];
  const functions = new Map<string, number>();
  const locations = new Map<string, number>();
  const message = {
    sampleType: types.map((type) => {
      const [name = '', unit = ''] = type.split('/');
      return { type: text(name), unit: text(unit) };
    }),
    sample: [] as NonNullable<ProfileMessage['sample']>,
    location: [] as NonNullable<ProfileMessage['location']>,
    function: [] as NonNullable<ProfileMessage['function']>,
    stringTable: strings,
  };
  const functionId = (name: string, file: string): number => {
    const key = `${name} ${file}`;
    let id = functions.get(key);
    if (id === undefined) {
      id = functions.size + 1;
      functions.set(key, id);
      message.function.push({ id, name: text(name), systemName: text(name), filename: text(file) });
    }
    return id;
  };
  const locationId = (frames: readonly string[]): number => {
    const key = frames.join(' ');
    let id = locations.get(key);
    if (id === undefined) {
      id = locations.size + 1;
      locations.set(key, id);
      // Frames come root first; a location has its innermost line first.
      const line = frames.toReversed().map((frame) => {
        const [, name = '', file = '', number = '0'] =
          /^~?(.*?)(?:@(.*?)(?::(\d+))?)?$/.exec(frame) ?? [];
        return { functionId: functionId(name, file), line: Number(number) };
      });
      message.location.push({ id, address: 0x1000 + id, line });
    }
    return id;
  };
  stacks.forEach((stack, index) => {
    const groups: string[][] = [];
    for (const frame of stack) {
      if (frame.startsWith('~')) groups.at(-1)?.push(frame);
      else groups.push([frame]);
    }
    message.sample.push({
      locationId: groups.map(locationId).toReversed(),
      value: types.map((_, type) =>
        values.length === 0
          ? 1
          : Number(values[type]?.replace('=', ' ').trim().split(/\s+/)[index] ?? 0),
      ),
    });
  });
  return {
    ...message,
    ...(options.dropFrames === undefined ? {} : { dropFrames: text(options.dropFrames) }),
    ...(options.keepFrames === undefined ? {} : { keepFrames: text(options.keepFrames) }),
    ...(options.defaultSampleType === undefined
      ? {}
      : { defaultSampleType: text(options.defaultSampleType) }),
  };
}

export function encodeProfile(message: ProfileMessage): Uint8Array {
  return ProfileType.encode(ProfileType.fromObject(message)).finish();
}

/** The second, independent decoder. */
export function decodeWithProtobuf(bytes: Uint8Array): ProfileMessage {
  return ProfileType.toObject(ProfileType.decode(bytes), { longs: Number, arrays: true });
}

/** Stacks by column: a cell belongs to the column of the first line that starts at or before it. */
function columnsOf(lines: readonly string[]): string[][] {
  const starts = [...(lines[0] ?? '').matchAll(/\S+/g)].map(({ index }) => index);
  const stacks: string[][] = starts.map(() => []);
  for (const line of lines) {
    for (const cell of line.matchAll(/\S+/g)) {
      const column = starts.findLastIndex((start) => start <= cell.index);
      stacks[column]?.push(cell[0]);
    }
  }
  return stacks;
}

const ProfileType = protobuf
  .parse(
    `
  syntax = "proto3";
  message Profile {
    repeated ValueType sample_type = 1;
    repeated Sample sample = 2;
    repeated Mapping mapping = 3;
    repeated Location location = 4;
    repeated Function function = 5;
    repeated string string_table = 6;
    int64 drop_frames = 7;
    int64 keep_frames = 8;
    int64 time_nanos = 9;
    int64 duration_nanos = 10;
    ValueType period_type = 11;
    int64 period = 12;
    repeated int64 comment = 13;
    int64 default_sample_type = 14;
    int64 doc_url = 15;
  }
  message ValueType { int64 type = 1; int64 unit = 2; }
  message Sample { repeated uint64 location_id = 1; repeated int64 value = 2; repeated Label label = 3; }
  message Label { int64 key = 1; int64 str = 2; int64 num = 3; int64 num_unit = 4; }
  message Mapping {
    uint64 id = 1; uint64 memory_start = 2; uint64 memory_limit = 3; uint64 file_offset = 4;
    int64 filename = 5; int64 build_id = 6;
    bool has_functions = 7; bool has_filenames = 8; bool has_line_numbers = 9; bool has_inline_frames = 10;
  }
  message Location { uint64 id = 1; uint64 mapping_id = 2; uint64 address = 3; repeated Line line = 4; bool is_folded = 5; }
  message Line { uint64 function_id = 1; int64 line = 2; int64 column = 3; }
  message Function { uint64 id = 1; int64 name = 2; int64 system_name = 3; int64 filename = 4; int64 start_line = 5; }
`,
  )
  .root.lookupType('Profile');
