/** Writes the protocol buffer wire format. Fields with the value 0 are left out, as proto3 does. */
export class ByteWriter {
  #bytes = new Uint8Array(4096);
  #length = 0;

  /** Begins anew. */
  clear(): this {
    this.#length = 0;
    return this;
  }

  /** A number without a field. */
  bare(value: number): this {
    this.#varint(value);
    return this;
  }

  /** An int64 field; negative values take ten bytes. */
  number(field: number, value: number): this {
    if (value !== 0) {
      this.#varint(field * 8);
      this.#signed(value);
    }
    return this;
  }

  /** A uint64 field. */
  wide(field: number, value: bigint): this {
    if (value !== 0n) {
      this.#varint(field * 8);
      this.#wideVarint(value);
    }
    return this;
  }

  packed(field: number, values: readonly number[]): this {
    if (values.length === 0) return this;
    return this.#nested(field, () => {
      for (const value of values) this.#signed(value);
    });
  }

  bytes(field: number, bytes: Uint8Array): this {
    this.#varint(field * 8 + 2);
    this.#varint(bytes.length);
    return this.append(bytes);
  }

  message(field: number, write: (writer: this) => void): this {
    return this.#nested(field, () => write(this));
  }

  append(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** Writes the content first, then moves it behind its length. */
  #nested(field: number, write: () => void): this {
    this.#varint(field * 8 + 2);
    const start = this.#length;
    write();
    const size = this.#length - start;
    this.#varint(size);
    const head = this.#bytes.slice(start + size, this.#length);
    this.#bytes.copyWithin(start + head.length, start, start + size);
    this.#bytes.set(head, start);
    return this;
  }

  #signed(value: number): void {
    if (value >= 0) this.#varint(value);
    else this.#wideVarint(BigInt.asUintN(64, BigInt(value)));
  }

  #varint(value: number): void {
    let rest = value;
    this.#reserve(10);
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  #wideVarint(value: bigint): void {
    let rest = value;
    this.#reserve(10);
    while (rest >= 0x80n) {
      this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const bigger = new Uint8Array(Math.max(this.#length + count, this.#bytes.length * 2));
    bigger.set(this.#bytes);
    this.#bytes = bigger;
  }
}
