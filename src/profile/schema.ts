/**
 * profile.proto as tables (github.com/google/pprof/proto/profile.proto): message, field number, name, kind.
 * The decoder runs on these tables; samples, which are most of a file, are read by hand after the same numbers.
 */
export type FieldKind = 'id' | 'signed' | 'text' | 'wide' | 'message' | 'bytes';

export interface Field {
  readonly number: number;
  readonly name: string;
  /** `text` is an index into the string table; `wide` keeps all 64 bits. */
  readonly kind: FieldKind;
}

export const PROFILE_FIELDS: readonly Field[] = [
  { number: 1, name: 'sample_type', kind: 'message' },
  { number: 2, name: 'sample', kind: 'message' },
  { number: 3, name: 'mapping', kind: 'message' },
  { number: 4, name: 'location', kind: 'message' },
  { number: 5, name: 'function', kind: 'message' },
  { number: 6, name: 'string_table', kind: 'bytes' },
  { number: 7, name: 'drop_frames', kind: 'text' },
  { number: 8, name: 'keep_frames', kind: 'text' },
  { number: 9, name: 'time_nanos', kind: 'wide' },
  { number: 10, name: 'duration_nanos', kind: 'signed' },
  { number: 11, name: 'period_type', kind: 'message' },
  { number: 12, name: 'period', kind: 'signed' },
  { number: 13, name: 'comment', kind: 'text' },
  { number: 14, name: 'default_sample_type', kind: 'text' },
  { number: 15, name: 'doc_url', kind: 'text' },
];

export const VALUE_TYPE_FIELDS: readonly Field[] = [
  { number: 1, name: 'type', kind: 'text' },
  { number: 2, name: 'unit', kind: 'text' },
];

export const LABEL_FIELDS: readonly Field[] = [
  { number: 1, name: 'key', kind: 'text' },
  { number: 2, name: 'str', kind: 'text' },
  { number: 3, name: 'num', kind: 'signed' },
  { number: 4, name: 'num_unit', kind: 'text' },
];

export const MAPPING_FIELDS: readonly Field[] = [
  { number: 1, name: 'id', kind: 'id' },
  { number: 2, name: 'memory_start', kind: 'wide' },
  { number: 3, name: 'memory_limit', kind: 'wide' },
  { number: 4, name: 'file_offset', kind: 'wide' },
  { number: 5, name: 'filename', kind: 'text' },
  { number: 6, name: 'build_id', kind: 'text' },
  { number: 7, name: 'has_functions', kind: 'signed' },
  { number: 8, name: 'has_filenames', kind: 'signed' },
  { number: 9, name: 'has_line_numbers', kind: 'signed' },
  { number: 10, name: 'has_inline_frames', kind: 'signed' },
];

export const LOCATION_FIELDS: readonly Field[] = [
  { number: 1, name: 'id', kind: 'id' },
  { number: 2, name: 'mapping_id', kind: 'id' },
  { number: 3, name: 'address', kind: 'wide' },
  { number: 4, name: 'line', kind: 'message' },
  { number: 5, name: 'is_folded', kind: 'signed' },
];

export const LINE_FIELDS: readonly Field[] = [
  { number: 1, name: 'function_id', kind: 'id' },
  { number: 2, name: 'line', kind: 'signed' },
  { number: 3, name: 'column', kind: 'signed' },
];

export const FUNCTION_FIELDS: readonly Field[] = [
  { number: 1, name: 'id', kind: 'id' },
  { number: 2, name: 'name', kind: 'text' },
  { number: 3, name: 'system_name', kind: 'text' },
  { number: 4, name: 'filename', kind: 'text' },
  { number: 5, name: 'start_line', kind: 'signed' },
];
