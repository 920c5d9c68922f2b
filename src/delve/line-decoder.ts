const NEWLINE = 10;

/** Cuts a byte stream into lines without their newline; linear in the bytes however they are split. */
export class LineDecoder {
  #chunks: Buffer[] = [];

  push(chunk: Buffer): Buffer[] {
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      lines.push(this.#joined(chunk.subarray(start, end)));
      start = end + 1;
    }
    if (start < chunk.length) this.#chunks.push(chunk.subarray(start));
    return lines;
  }

  /** What came after the last newline, taken out. */
  takeRest(): Buffer {
    return this.#joined(Buffer.alloc(0));
  }

  #joined(last: Buffer): Buffer {
    if (this.#chunks.length === 0) return last;
    const line = Buffer.concat([...this.#chunks, last]);
    this.#chunks = [];
    return line;
  }
}
