/**
 * Bytes and varints from `offset` to `end`. A read beyond the end, or a varint of more than 64 bits, yields 0
 * and sets `failed` for good: whoever reads a record looks at it once, at the end of the record.
 *
 * The runtime pads some varints with zero groups (varintReserve in runtime/traceevent.go): all up to ten bytes
 * are taken, as by encoding/binary.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  offset: number;
  readonly end: number;
  failed = false;
  #low = 0;
  #high = 0;

  constructor(bytes: Uint8Array, offset: number, end: number) {
    this.bytes = bytes;
    this.offset = offset;
    this.end = end;
  }

  get isAtEnd(): boolean {
    return this.offset >= this.end;
  }

  byte(): number {
    if (this.offset < this.end) return this.bytes[this.offset++] ?? 0;
    this.failed = true;
    return 0;
  }

  /** A uint64 as the nearest double. */
  unsigned(): number {
    this.#read();
    return this.#high * 2 ** 32 + this.#low;
  }

  /** A uint64 taken as int64, as the nearest double: 2^64 − 1 is −1, which stands for "none" in ids. */
  signed(): number {
    this.#read();
    return (this.#high | 0) * 2 ** 32 + this.#low;
  }

  /** A uint64 in full. */
  wide(): bigint {
    this.#read();
    return (BigInt(this.#high) << 32n) | BigInt(this.#low);
  }

  /** The halves of the last varint. */
  get low(): number {
    return this.#low;
  }

  get high(): number {
    return this.#high;
  }

  #read(): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      if (shift > 25) high |= shift >= 32 ? bits << (shift - 32) : bits >>> (32 - shift);
      if (byte < 0x80) {
        // The tenth byte has room for one bit: 9 × 7 + 1 = 64.
        if (shift === 63 && byte > 1) this.failed = true;
        break;
      }
      if (shift === 63) {
        this.failed = true;
        break;
      }
    }
    this.#low = this.failed ? 0 : low >>> 0;
    this.#high = this.failed ? 0 : high >>> 0;
  }
}
