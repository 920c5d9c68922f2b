/** Why a file cannot be read, and what to do, in words that begin with its name. */
import { basename } from 'node:path';
import { messageOf, UserError } from '../base/user-error.ts';

export function readProblem(path: string, error: unknown): string {
  if (error instanceof UserError) return error.message;
  return known(path, error) ?? `${basename(path)} cannot be read: ${messageOf(error)}`;
}

/** A failure of the disk, or for want of memory, in words; a bug stays what it is. */
export function readFailure(path: string, error: unknown): unknown {
  const words = known(path, error);
  return words === null ? error : new UserError('unreadable', words);
}

function known(path: string, error: unknown): string | null {
  const name = basename(path);
  // An error that comes from another thread may have its code in its message only.
  const message = messageOf(error);
  if (message.startsWith('ENOENT')) {
    return `${name} is not there. Was it moved or deleted? Put it back and try again.`;
  }
  if (/^(?:EACCES|EPERM)/.test(message)) {
    return `${name} may not be read by this user. Change its permissions and try again.`;
  }
  if (/out of memory|memory limit|allocation failed/i.test(message)) {
    return `${name} needs more memory than there is. Close other large files and try again.`;
  }
  return /^E[A-Z]+: /.test(message) ? `${name} cannot be read: ${message}` : null;
}
