import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Problem } from '../base/problem.ts';
import { ProblemList } from '../base/problem.ts';
import { pruneUninteresting } from '../profile/index.ts';
import type { Profile } from '../profile/index.ts';
import { foreignFile } from './foreign-file.ts';
import { readFailure } from './read-problem.ts';
import { type ReadOptions, readProfileBytes } from '../profilefile/index.ts';

/** What tells other files. */
const HEAD_BYTES = 4096;

export type FileReadOptions = Omit<ReadOptions, 'name'>;

/**
 * Reads a profile as a view shows it. Throws a UserError when the file cannot be read or holds no profile at all.
 */
export async function readProfile(
  path: string,
  options: FileReadOptions,
): Promise<{ profile: Profile; problems: readonly Problem[] }> {
  const name = basename(path);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw readFailure(path, error);
  });
  const { value, problems } = await readProfileBytes(bytes, { ...options, name });
  if (value.sampleTypes.length === 0) {
    throw foreignFile(name, bytes.subarray(0, HEAD_BYTES), 'a profile');
  }
  const odd = new ProblemList();
  const profile = pruneUninteresting(value, odd);
  return { profile, problems: [...problems, ...odd.list()] };
}
