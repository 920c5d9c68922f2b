import type { GrowingIds, GrowingValues } from './growing.ts';
import { IdAliases } from './id-aliases.ts';

/**
 * Reads the protocol buffer wire format from bytes. Reading past the end yields zeros and moves `offset` past
 * the end: whoever knows the end of the message compares once per message, not once per byte.
 */
export class WireReader {
  bytes: Uint8Array;
  /** The same bytes. */
  view: DataView;
  offset = 0;
  /** Where in the file `bytes` begin. */
  base = 0;
  /** How many signed values did not fit into a double, and where the first one ended. */
  inexactCount = 0;
  inexactOffset = 0;
  /** Both halves of the last varint that took more than four bytes. */
  #low = 0;
  #high = 0;
  readonly aliases: IdAliases;

  constructor(bytes: Uint8Array, aliases = new IdAliases()) {
    this.bytes = bytes;
    this.view = viewOf(bytes);
    this.aliases = aliases;
  }

  /** Goes on with other bytes of the file, which begin at `base`. */
  use(bytes: Uint8Array, base: number): void {
    this.bytes = bytes;
    this.view = viewOf(bytes);
    this.base = base;
    this.offset = 0;
  }

  /** An unsigned varint; exact below 2^53. For tags, lengths and indexes. */
  unsigned(): number {
    const short = this.#short();
    return short >= 0 ? short : this.#high * 2 ** 32 + this.#low;
  }

  /** An index into the string table; those beyond 32 bits are beyond any table. */
  text(): number {
    const short = this.#short();
    return short >= 0 ? short : this.#high === 0 ? this.#low : NO_TEXT;
  }

  /** An int64 as a double. Counts the values that a double cannot hold exactly. */
  signed(): number {
    const short = this.#short();
    if (short >= 0) return short;
    const value = (this.#high | 0) * 2 ** 32 + this.#low;
    if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) {
      if (this.inexactCount++ === 0) this.inexactOffset = this.base + this.offset;
    }
    return value;
  }

  /** A uint64 in full. */
  wide(): bigint {
    const short = this.#short();
    return short >= 0 ? BigInt(short) : (BigInt(this.#high) << 32n) | BigInt(this.#low);
  }

  /** A uint64 id as 32 bits. */
  id(): number {
    const short = this.#short();
    if (short >= 0) return short;
    return this.aliases.of(this.#low, this.#high);
  }

  /**
   * Ids packed up to `end`, one after the other. Four bytes at a time: how long an id is cannot be foreseen, and
   * nothing here depends on it.
   */
  packedIds(end: number, into: GrowingIds): void {
    this.#packed(end, into, false);
  }

  /** Signed values packed up to `end`, likewise. */
  packedValues(end: number, into: GrowingValues): void {
    this.#packed(end, into, true);
  }

  /** Moves past a value of the wire type; false where there is no such type. */
  skip(wireType: number): boolean {
    if (wireType === WIRE_VARINT) this.#short();
    else if (wireType === WIRE_FIXED64) this.offset += 8;
    else if (wireType === WIRE_LENGTH) this.offset = this.unsigned() + this.offset;
    else if (wireType === WIRE_FIXED32) this.offset += 4;
    else return false;
    return true;
  }

  #packed(end: number, into: GrowingIds | GrowingValues, isSigned: boolean): void {
    // Each takes at least a byte.
    into.reserve(end - this.offset);
    const { view } = this;
    const { items } = into;
    const safe = Math.min(end, view.byteLength - 3);
    let length = into.length;
    let offset = this.offset;
    while (offset < end) {
      const word = offset < safe ? view.getInt32(offset, true) : LONG_WORD;
      const ends = ~word & 0x80808080;
      if (ends === 0) {
        this.offset = offset;
        items[length++] = isSigned ? this.signed() : this.id();
        offset = this.offset;
      } else {
        items[length++] = firstVarint(word, ends);
        offset += sizeOfVarint(ends);
      }
    }
    this.offset = offset;
    into.length = length;
  }

  /** Varints of up to four bytes (28 bits) directly; longer ones as -1 with both halves set. */
  #short(): number {
    const bytes = this.bytes;
    let offset = this.offset;
    let byte = bytes[offset++] ?? 0;
    if (byte < 0x80) {
      this.offset = offset;
      return byte;
    }
    let value = byte & 0x7f;
    byte = bytes[offset++] ?? 0;
    value |= (byte & 0x7f) << 7;
    if (byte >= 0x80) {
      byte = bytes[offset++] ?? 0;
      value |= (byte & 0x7f) << 14;
      if (byte >= 0x80) {
        byte = bytes[offset++] ?? 0;
        value |= (byte & 0x7f) << 21;
        if (byte >= 0x80) {
          this.offset = offset;
          this.#long(value);
          return -1;
        }
      }
    }
    this.offset = offset;
    return value;
  }

  /** The rest of a varint after its first 28 bits: at most ten bytes in all, bits above 64 are lost as in Go. */
  #long(first: number): void {
    let low = first;
    let high = 0;
    let shift = 28;
    for (let count = 4; count < 10; count++) {
      const byte = this.bytes[this.offset++] ?? 0;
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      if (shift > 25) high |= shift >= 32 ? bits << (shift - 32) : bits >>> (32 - shift);
      shift += 7;
      if (byte < 0x80) break;
    }
    this.#low = low >>> 0;
    this.#high = high >>> 0;
  }
}

export const WIRE_VARINT = 0;
export const WIRE_FIXED64 = 1;
export const WIRE_LENGTH = 2;
export const WIRE_FIXED32 = 5;

/** Four bytes none of which ends a varint. */
const LONG_WORD = -1;

/** The varint at the beginning of four bytes; `ends` are the top bits of those that end one. */
function firstVarint(word: number, ends: number): number {
  const bits = word & (ends ^ (ends - 1));
  return (
    (bits & 0x7f) | ((bits >>> 1) & 0x3f80) | ((bits >>> 2) & 0x1fc000) | ((bits >>> 3) & 0xfe00000)
  );
}

function sizeOfVarint(ends: number): number {
  return (32 - Math.clz32(ends & -ends)) >> 3;
}

const NO_TEXT = 2 ** 32 - 1;

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
