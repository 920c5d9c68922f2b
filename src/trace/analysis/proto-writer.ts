/** Writes messages of Protocol Buffers: varints, bytes, packed lists. Numbers are whole and not negative. */
export class ProtoWriter {
  #bytes = new Uint8Array(64);
  #length = 0;

  varint(field: number, value: number): void {
    this.#tag(field, 0);
    this.#varint(value);
  }

  /** A value of 64 bits, in two halves. */
  wide(field: number, low: number, high: number): void {
    this.#tag(field, 0);
    let [lower, upper] = [low, high];
    while (upper > 0 || lower >= 0x80) {
      this.#byte((lower & 0x7f) | 0x80);
      lower = ((lower >>> 7) | (upper << 25)) >>> 0;
      upper >>>= 7;
    }
    this.#byte(lower);
  }

  packed(field: number, values: readonly number[]): void {
    if (values.length === 0) return;
    const list = new ProtoWriter();
    for (const value of values) list.#varint(value);
    this.message(field, list);
  }

  message(field: number, message: ProtoWriter): void {
    this.#data(field, message.#bytes.subarray(0, message.#length));
  }

  text(field: number, text: string): void {
    this.#data(field, ENCODER.encode(text));
  }

  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #data(field: number, bytes: Uint8Array): void {
    this.#tag(field, 2);
    this.#varint(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #tag(field: number, kind: number): void {
    this.#varint(field * 8 + kind);
  }

  #varint(value: number): void {
    let left = value;
    for (; left >= 0x80; left = Math.floor(left / 0x80)) this.#byte((left % 0x80) | 0x80);
    this.#byte(left);
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const bigger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    bigger.set(this.#bytes);
    this.#bytes = bigger;
  }
}

const ENCODER = new TextEncoder();
