import { constants, gunzipSync } from 'node:zlib';
import type { Problem } from '../base/problem.ts';
import { messageOf, UserError } from '../base/user-error.ts';
import { isGzip } from '../profile/index.ts';
import type { Terminal } from './terminal.ts';

export interface InputFile {
  readonly bytes: Uint8Array;
  readonly problems: readonly Problem[];
}

/** More than this is not inflated: a gzip file can hold a thousand times its size. */
const INFLATED_LIMIT = 2 ** 31;

/** Reads a file. Throws `UserError`. */
export async function readBytes(
  path: string,
  terminal: Pick<Terminal, 'read'>,
): Promise<Uint8Array> {
  return await terminal.read(path).catch((error: unknown) => {
    throw new UserError('unreadable', `${path} cannot be read: ${causeOf(error)}`);
  });
}

/** Reads and inflates a file; of a gzip file that was cut, what can be had. Throws `UserError`. */
export async function readInput(
  path: string,
  terminal: Pick<Terminal, 'read'>,
): Promise<InputFile> {
  const data = await readBytes(path, terminal);
  if (!isGzip(data)) return { bytes: data, problems: [] };
  try {
    return { bytes: gunzipSync(data, { maxOutputLength: INFLATED_LIMIT }), problems: [] };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
      const message = `${path} is refused: its ${data.length} bytes inflate to more than ${INFLATED_LIMIT}`;
      throw new UserError('inflates-too-much', message);
    }
    const bytes = inflatedPart(data, INFLATED_LIMIT);
    if (!bytes || bytes.length === 0) {
      throw new UserError('bad-gzip', `${path} cannot be inflated: ${messageOf(error)}`);
    }
    const message = `the gzip data is broken (${messageOf(error)}): ${bytes.length} bytes could be inflated`;
    return { bytes, problems: [{ code: 'gzip-truncated', message }] };
  }
}

function inflatedPart(data: Uint8Array, limit: number): Uint8Array | null {
  const options = { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    return gunzipSync(data, options);
  } catch {
    return null;
  }
}

function causeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return CAUSES[code] ?? messageOf(error);
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'access is denied',
  EPERM: 'access is denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
};
