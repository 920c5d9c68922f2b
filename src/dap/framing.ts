/** The bytes at `offset` of the stream are not a DAP frame. Nothing after them can be trusted. */
export class FramingError extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(`${message} at byte ${offset} of the stream`);
    this.name = 'FramingError';
    this.offset = offset;
  }
}

/** A header is one short line; 4 KiB leave room for headers nobody has invented yet. */
export const MAX_HEADER_BYTES = 4096;
/** Larger than anything a debugger sends; a wrong length must not reserve the memory. */
const MAX_BODY_BYTES = 1024 * 1024 * 1024;

const SEPARATOR = Buffer.from('\r\n\r\n');

/**
 * Cuts a byte stream into message bodies.
 *
 *   header: bytes until CR LF CR LF, at most MAX_HEADER_BYTES, copied to a small buffer
 *   body:   chunks are kept as they came and joined once when the last byte is there
 */
export class FrameDecoder {
  #chunks: Buffer[] = [];
  #buffered = 0;
  #header: Buffer = Buffer.alloc(0);
  /** Length of the body being read; -1 while reading a header. */
  #bodyLength = -1;
  #frameOffset = 0;

  /** Bodies that are complete with this chunk. Throws `FramingError`; the decoder is dead afterwards. */
  push(chunk: Buffer): Buffer[] {
    const bodies: Buffer[] = [];
    let rest = chunk;
    while (rest.length > 0) {
      rest = this.#bodyLength < 0 ? this.#readHeader(rest) : this.#readBody(rest);
      if (this.#bodyLength >= 0 && this.#buffered === this.#bodyLength) bodies.push(this.#take());
    }
    return bodies;
  }

  /** True when the stream ended inside a frame. */
  get isPartial(): boolean {
    return this.#header.length > 0 || this.#bodyLength >= 0;
  }

  #readHeader(chunk: Buffer): Buffer {
    const known = this.#header.length;
    const room = MAX_HEADER_BYTES + SEPARATOR.length - known;
    const text = Buffer.concat([this.#header, chunk.subarray(0, room)]);
    const end = text.indexOf(SEPARATOR, Math.max(0, known - SEPARATOR.length));
    checkHeaderStart(text, this.#frameOffset);
    if (end < 0) {
      if (text.length > MAX_HEADER_BYTES) {
        throw new FramingError(this.#frameOffset, `header longer than ${MAX_HEADER_BYTES} bytes`);
      }
      this.#header = text;
      return chunk.subarray(text.length - known);
    }
    this.#bodyLength = contentLength(text.toString('latin1', 0, end), this.#frameOffset);
    this.#header = Buffer.alloc(0);
    this.#frameOffset += end + SEPARATOR.length;
    return chunk.subarray(end + SEPARATOR.length - known);
  }

  #readBody(chunk: Buffer): Buffer {
    const missing = this.#bodyLength - this.#buffered;
    const part = chunk.subarray(0, missing);
    this.#chunks.push(part);
    this.#buffered += part.length;
    return chunk.subarray(part.length);
  }

  #take(): Buffer {
    const [only] = this.#chunks;
    const body =
      only && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks, this.#buffered);
    this.#frameOffset += this.#bodyLength;
    this.#chunks = [];
    this.#buffered = 0;
    this.#bodyLength = -1;
    return body;
  }
}

/** One message as header and body, ready to write. */
export function encodeFrame(body: string | Buffer): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return Buffer.concat([Buffer.from(`Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
}

const FIELD_START = /^[A-Za-z][A-Za-z0-9-]*(?::|$)/;

/** Fails on the first wrong byte, not after the limit: an HTTP answer has no end to wait for. */
function checkHeaderStart(text: Buffer, offset: number): void {
  const firstLine = text.toString('latin1', 0, 64).split('\r', 1)[0] ?? '';
  if (firstLine !== '' && !FIELD_START.test(firstLine)) {
    throw new FramingError(offset, `no header field in ${JSON.stringify(firstLine.slice(0, 32))}`);
  }
  if (firstLine === '') throw new FramingError(offset, 'empty header');
}

function contentLength(header: string, offset: number): number {
  for (const line of header.split('\r\n')) {
    const [name, value = ''] = line.split(/:\s*/, 2);
    if (name?.toLowerCase() !== 'content-length') continue;
    if (!/^\d+$/.test(value.trim())) {
      throw new FramingError(offset, `Content-Length is ${JSON.stringify(value)}`);
    }
    const length = Number(value);
    if (length > MAX_BODY_BYTES) {
      throw new FramingError(offset, `Content-Length ${length} is above ${MAX_BODY_BYTES}`);
    }
    return length;
  }
  throw new FramingError(offset, 'header without Content-Length');
}
