import { ByteReader } from '../byte-reader.ts';

/** A `ByteReader` that reads short varints in place: nearly all of an old trace. */
export class WireReader extends ByteReader {
  /** As `unsigned`, but `low` and `high` may be those of an earlier varint. */
  number(): number {
    const { bytes } = this;
    let at = this.offset;
    let byte = bytes[at++] ?? 0xff;
    let value = byte & 0x7f;
    if (byte >= 0x80) {
      byte = bytes[at++] ?? 0xff;
      value |= (byte & 0x7f) << 7;
      if (byte >= 0x80) {
        byte = bytes[at++] ?? 0xff;
        value |= (byte & 0x7f) << 14;
        if (byte >= 0x80) {
          byte = bytes[at++] ?? 0xff;
          value |= (byte & 0x7f) << 21;
          if (byte >= 0x80) return this.unsigned();
        }
      }
    }
    this.offset = at;
    return value;
  }
}
