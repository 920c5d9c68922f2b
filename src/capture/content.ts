import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { messageOf, UserError } from '../base/user-error.ts';
import type { CaptureFormat } from './kinds.ts';

/**
 * Checks that a downloaded file is whole and of its format. Throws `UserError`: `login-page` for a page in place of
 * data, `cut` for a gzip stream without its end, `wrong-format` for anything else.
 */
export async function checkContent(
  path: string,
  format: CaptureFormat,
  host: string,
): Promise<void> {
  const head = await headOf(path);
  const text = head.toString('latin1').trimStart().toLowerCase();
  if (text.startsWith('<!doctype') || text.startsWith('<html')) {
    throw new UserError(
      'login-page',
      `${host} sent a web page instead of a profile. A login page? Give it a header or a token.`,
    );
  }
  if (format === 'trace' && !text.startsWith('go 1.')) throw wrong(host, 'an execution trace');
  if (format === 'text' && !text.includes('goroutine ')) throw wrong(host, 'a goroutine dump');
  if (format !== 'pprof') return;
  if (head.length === 0) throw wrong(host, 'a profile');
  if (head[0] === 0x1f && head[1] === 0x8b) await checkGzip(path, host);
}

async function checkGzip(path: string, host: string): Promise<void> {
  try {
    const nothing = new Writable({ write: (_chunk, _encoding, done) => done() });
    await pipeline(createReadStream(path), createGunzip(), nothing);
  } catch (error) {
    throw new UserError(
      'cut',
      `The profile from ${host} is cut short or damaged (${messageOf(error)}). Fetch it again.`,
    );
  }
}

const HEAD_BYTES = 512;

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function wrong(host: string, wanted: string): UserError {
  return new UserError('wrong-format', `${host} did not send ${wanted}. Check the address.`);
}
