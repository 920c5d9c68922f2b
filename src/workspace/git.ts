import { execFile } from 'node:child_process';
import { basename, dirname } from 'node:path';

const LIMIT_MILLIS = 10_000;
const LIMIT_BYTES = 64 << 20;

/** The lines of a file as a revision has it; null where it has none, or where there is no git. */
export async function linesAtRevision(
  path: string,
  revision: string,
): Promise<readonly string[] | null> {
  const blob = `${revision}:./${basename(path)}`;
  const text = await git(dirname(path), ['cat-file', 'blob', blob]);
  return text === null ? null : text.split(/\r?\n/);
}

/** The last revision that changed a file, or the last one before a time; null where there is none. */
export async function lastRevision(path: string, before?: Date): Promise<string | null> {
  const until = before ? [`--before=${before.toISOString()}`] : [];
  const options = ['log', '-1', '--format=%H', '--no-show-signature', ...until];
  const text = await git(dirname(path), [...options, '--', basename(path)]);
  return text?.trim() || null;
}

/** Reads only what is on this disk: nothing is fetched, nothing asked, and no program of the repository runs. */
function git(folder: string, args: readonly string[]): Promise<string | null> {
  const env = { ...process.env, GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0' };
  const options = { cwd: folder, timeout: LIMIT_MILLIS, maxBuffer: LIMIT_BYTES, env };
  return new Promise((resolve) => {
    execFile(
      'git',
      ['-c', 'core.fsmonitor=false', '--no-optional-locks', ...args],
      options,
      (error, stdout) => resolve(error ? null : stdout),
    );
  });
}
