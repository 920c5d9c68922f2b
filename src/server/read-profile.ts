import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { constants, gunzip } from 'node:zlib';
import type { CancellationToken } from '../base/cancellation.ts';
import { throwIfCancelled } from '../base/cancellation.ts';
import type { Problem } from '../base/problem.ts';
import { messageOf, UserError } from '../base/user-error.ts';
import { inflatedLimit, isGzip, parseProfile } from '../profile/index.ts';
import type { Profile } from '../profile/index.ts';

const inflate = promisify(gunzip);

/**
 * Reads a profile, gzip or plain. A file that was cut short yields what is before the cut, and a problem.
 * Throws a UserError when the file cannot be read or holds no profile at all.
 */
export async function readProfile(
  path: string,
  token: CancellationToken,
): Promise<{ profile: Profile; problems: readonly Problem[] }> {
  const name = basename(path);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UserError('unreadable', `${name} cannot be read: ${messageOf(error)}`);
  });
  throwIfCancelled(token);
  const { data, problem } = isGzip(bytes)
    ? await unpack(bytes, name)
    : { data: bytes, problem: null };
  throwIfCancelled(token);
  const { value, problems } = parseProfile(data);
  if (value.sampleTypes.length === 0) {
    const reason = problems.at(-1)?.message ?? 'it holds no sample types';
    throw new UserError('not-a-profile', `${name} is not a profile: ${reason}`);
  }
  return { profile: value, problems: problem ? [problem, ...problems] : problems };
}

async function unpack(
  bytes: Buffer,
  name: string,
): Promise<{ data: Uint8Array; problem: Problem | null }> {
  const maxOutputLength = inflatedLimit(bytes.length);
  try {
    return { data: await inflate(bytes, { maxOutputLength }), problem: null };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
      const message = `${name} is refused: its ${bytes.length} bytes unpack to more than ${maxOutputLength}`;
      throw new UserError('inflates-too-much', message);
    }
    const partial = await inflate(bytes, {
      maxOutputLength,
      finishFlush: constants.Z_SYNC_FLUSH,
    }).catch(() => null);
    const message = messageOf(error);
    if (!partial) throw new UserError('bad-gzip', `${name} cannot be unpacked: ${message}`);
    return {
      data: partial,
      problem: {
        code: 'gzip-truncated',
        message: `${name} ends early (${message}): ${partial.length} bytes could be unpacked`,
      },
    };
  }
}
