import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { UserError } from '../../base/user-error.ts';

export interface Revision {
  readonly hash: string;
  /** Seven digits or more, as git shortens it. */
  readonly short: string;
  readonly subject: string;
  /** `2 hours ago`. */
  readonly age: string;
  /** Branches and tags. */
  readonly names: string;
}

const MOST_REVISIONS = 200;
const LIMIT_BYTES = 16 << 20;

/** The last revisions that are reachable from any branch, newest first. Throws a `UserError` outside of a repository. */
export async function listRevisions(folder: string): Promise<readonly Revision[]> {
  const format = ['%H', '%h', '%s', '%cr', '%D'].join('%x1f');
  const options = ['log', '--branches', 'HEAD', `-${MOST_REVISIONS}`, `--format=${format}`];
  const text = await git(folder, options);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [hash = '', short = '', subject = '', age = '', names = ''] = line.split('\x1f');
      return { hash, short, subject, age, names };
    });
}

/** Lets `use` work in a folder as a revision has it, in a worktree of its own that is gone afterwards. */
export async function atRevision<Result>(
  folder: string,
  revision: string,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const root = (await git(folder, ['rev-parse', '--show-toplevel'])).trim();
  const below = relative(await realpath(root), await realpath(folder));
  const temporary = await mkdtemp(join(tmpdir(), 'delvescope-revision-'));
  const tree = join(temporary, 'tree');
  try {
    await git(root, ['worktree', 'add', '--detach', '--quiet', tree, revision]);
    return await use(join(tree, below));
  } finally {
    await rm(temporary, { recursive: true, force: true });
    // Takes the worktree that is gone off git's list.
    await git(root, ['worktree', 'prune']).catch(() => undefined);
  }
}

function git(folder: string, args: readonly string[]): Promise<string> {
  const options = { cwd: folder, maxBuffer: LIMIT_BYTES, env: { ...process.env, LC_ALL: 'C' } };
  return new Promise((resolve, reject) => {
    execFile('git', [...args], options, (error, stdout, stderr) => {
      if (!error) resolve(stdout);
      else if (error.code === 'ENOENT') reject(new UserError('git', 'There is no git here.'));
      else reject(new UserError('git', firstLine(stderr) || error.message));
    });
  });
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
