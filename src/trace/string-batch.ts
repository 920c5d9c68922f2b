import type { Problem } from '../base/problem.ts';
import type { StringTable } from '../base/string-table.ts';
import { ByteReader } from './byte-reader.ts';
import type { Batch } from './batches.ts';
import { STRING } from './event-types.ts';
import type { IdRows } from './id-rows.ts';

/** MaxEventTrailerDataSize of tracev2/spec.go. */
const STRING_LIMIT = 1 << 10;

/**
 * Reads `(05 id length bytes)*` after the first byte of a batch (addStrings in internal/trace/generation.go);
 * rows are those of the table of the whole trace. Problems: `string-batch`, `string-duplicate`.
 */
export function readStrings(
  bytes: Uint8Array,
  batch: Batch,
  strings: StringTable,
  rows: IdRows,
): Problem | null {
  const reader = new ByteReader(bytes, batch.start + 1, batch.end);
  while (!reader.isAtEnd) {
    const offset = reader.offset;
    const type = reader.byte();
    if (type !== STRING) return broken(offset, `expected a string, got event ${type}`);
    const id = reader.unsigned();
    const length = reader.unsigned();
    if (length > STRING_LIMIT) {
      return broken(offset, `a string says ${length} bytes, the most is ${STRING_LIMIT}`);
    }
    const end = reader.offset + length;
    if (reader.failed || end > batch.end) {
      return broken(offset, `a string says ${length} bytes, ${batch.end - reader.offset} left`);
    }
    const text = DECODER.decode(bytes.subarray(reader.offset, end));
    reader.offset = end;
    if (!rows.insert(id, strings.intern(text))) {
      const message = `two strings of a generation have the id ${id}`;
      return { code: 'string-duplicate', offset, message };
    }
  }
  return null;
}

const DECODER = new TextDecoder();

function broken(offset: number, message: string): Problem {
  return { code: 'string-batch', offset, message };
}
