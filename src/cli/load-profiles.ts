import { ProblemList } from '../base/problem.ts';
import { type Profile, pruneUninteresting, readProfile, withMapping } from '../profile/index.ts';
import { readInput } from './input-file.ts';
import type { ProfileOptions } from './profile-options.ts';
import type { Terminal } from './terminal.ts';

/** The profile of a command line: its files merged, the base subtracted. Complains about what is odd in them. */
export async function loadProfiles(options: ProfileOptions, terminal: Terminal): Promise<Profile> {
  const [file = ''] = options.files;
  const profile = await loadFile(file, terminal);
  const problems = new ProblemList();
  const pruned = pruneUninteresting(profile, problems);
  for (const { message } of problems.list()) terminal.complain(message);
  return pruned;
}

async function loadFile(file: string, terminal: Terminal): Promise<Profile> {
  const input = await readInput(file, terminal);
  const { value, problems } = readProfile(input.bytes);
  for (const { message } of [...input.problems, ...problems]) {
    terminal.complain(`${file}: ${message}`);
  }
  return withMapping(value);
}
