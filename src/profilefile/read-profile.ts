import { constants, createGunzip, gunzipSync } from 'node:zlib';
import type { CancellationToken } from '../base/cancellation.ts';
import { throwIfCancelled } from '../base/cancellation.ts';
import { countText } from '../base/format.ts';
import type { Parsed, Problem } from '../base/problem.ts';
import { messageOf, UserError } from '../base/user-error.ts';
import { inflatedLimit, isGzip, ProfileReader } from '../profile/index.ts';
import type { Profile } from '../profile/index.ts';

export interface ReadOptions {
  /** What messages call the file. */
  readonly name: string;
  readonly token: CancellationToken;
  /** Called with the share of the file that has been read, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** So much is inflated while as much is decoded. */
const PIECE_BYTES = 2 ** 20;
/** Below this a stream costs more than it saves. */
const SMALL_BYTES = 2 ** 18;

/**
 * Reads a profile, gzip or plain, with the frames that it says to drop. One that was cut short yields what is before
 * the cut, and a problem. Throws a UserError for gzip data that cannot be unpacked.
 *
 * 1. zlib inflates a piece in a thread of its own while the piece before is decoded here.
 * 2. More than a profile can hold is not inflated.
 * 3. Data that is no whole gzip file is inflated again in one go, as far as that is possible.
 */
export async function readProfileBytes(
  bytes: Uint8Array,
  options: ReadOptions,
): Promise<Parsed<Profile>> {
  throwIfCancelled(options.token);
  if (!isGzip(bytes)) return await readPlain(bytes, options);
  if (bytes.length < SMALL_BYTES) return readAtOnce(bytes, options);
  return (await readPacked(bytes, options)) ?? readAtOnce(bytes, options);
}

async function readPlain(
  bytes: Uint8Array,
  { token, onProgress }: ReadOptions,
): Promise<Parsed<Profile>> {
  const reader = new ProfileReader(bytes.length);
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    reader.push(bytes.subarray(from, from + PIECE_BYTES));
    onProgress(Math.min(1, (from + PIECE_BYTES) / bytes.length));
    // Cancelling is told by a message, which is heard between two turns.
    await new Promise(setImmediate);
    throwIfCancelled(token);
  }
  return reader.finish();
}

/** Null when the data is broken. */
async function readPacked(
  bytes: Uint8Array,
  { name, token, onProgress }: ReadOptions,
): Promise<Parsed<Profile> | null> {
  const limit = inflatedLimit(bytes.length);
  const reader = new ProfileReader(inflatedSize(bytes));
  // A piece is more than the stream wants to keep: the next one is begun as soon as one is taken.
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  gunzip.end(bytes);
  let size = 0;
  try {
    for await (const piece of gunzip) {
      // A stream of zlib yields nothing else.
      const data = piece as Uint8Array;
      size += data.length;
      if (size > limit) throw tooLarge(name, bytes, limit);
      reader.push(data);
      onProgress(gunzip.bytesWritten / bytes.length);
      throwIfCancelled(token);
    }
  } catch (error) {
    if (error instanceof Error && 'errno' in error) return null;
    throw error;
  }
  return reader.finish();
}

function readAtOnce(bytes: Uint8Array, { name, onProgress }: ReadOptions): Parsed<Profile> {
  const { data, problem } = inflated(bytes, name);
  const reader = new ProfileReader(data.length);
  reader.push(data);
  onProgress(1);
  const { value, problems } = reader.finish();
  return { value, problems: problem ? [problem, ...problems] : problems };
}

function inflated(bytes: Uint8Array, name: string): { data: Uint8Array; problem: Problem | null } {
  const maxOutputLength = inflatedLimit(bytes.length);
  try {
    return { data: gunzipSync(bytes, { maxOutputLength }), problem: null };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
      throw tooLarge(name, bytes, maxOutputLength);
    }
    const data = inflatedPart(bytes, maxOutputLength);
    if (!data || data.length === 0) {
      const words = `${name} cannot be unpacked: it is damaged or cut short. Capture it again.`;
      throw new UserError('bad-gzip', words, messageOf(error));
    }
    const message = `the file is damaged or cut short: ${countText(data.length)} bytes could be unpacked`;
    return { data, problem: { code: 'gzip-truncated', message } };
  }
}

function inflatedPart(bytes: Uint8Array, maxOutputLength: number): Uint8Array | null {
  try {
    return gunzipSync(bytes, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return null;
  }
}

function tooLarge(name: string, { length }: Uint8Array, limit: number): UserError {
  const message = `${name} is refused: its ${countText(length)} bytes unpack to more than ${countText(limit)}, which no profile does.`;
  return new UserError('inflates-too-much', message);
}

/** What the end of a gzip file says about its size, as far as that can be. */
function inflatedSize(bytes: Uint8Array): number {
  const end = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4);
  // Profiles of Go shrink to a half up to a tenth.
  return Math.min(end.getUint32(0, true), 12 * bytes.length);
}
