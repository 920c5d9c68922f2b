import { neverCancelled } from '../base/cancellation.ts';
import { ProblemList } from '../base/problem.ts';
import { UserError } from '../base/user-error.ts';
import {
  combineProfiles,
  type Profile,
  pruneUninteresting,
  subtractBase,
  unsymbolizedAddresses,
  withMapping,
  withSymbols,
} from '../profile/index.ts';
import { readProfileBytes } from '../profilefile/index.ts';
import { symbolizeByGo } from './addr2line.ts';
import { readBytes } from './input-file.ts';
import type { ProfileOptions } from './profile-options.ts';
import type { Terminal } from './terminal.ts';

/** The profile of a command line: its files merged, the base subtracted. Complains about what is odd in them. */
export async function loadProfiles(options: ProfileOptions, terminal: Terminal): Promise<Profile> {
  let profile = await mergeFiles(options.files, terminal);
  if (options.base !== '') {
    const base = await mergeFiles([options.base], terminal);
    const difference = subtractBase(profile, base, options);
    if (difference.error !== undefined) throw new UserError('different-kinds', difference.error);
    profile = difference.profile;
  }
  if (options.binary !== '') {
    const symbols = await symbolizeByGo(options.binary, unsymbolizedAddresses(profile));
    profile = withSymbols(profile, symbols);
  }
  const problems = new ProblemList();
  const pruned = pruneUninteresting(profile, problems);
  for (const { message } of problems.list()) terminal.complain(message);
  return pruned;
}

async function mergeFiles(files: readonly string[], terminal: Terminal): Promise<Profile> {
  const profiles: Profile[] = [];
  for (const file of files) profiles.push(await loadFile(file, terminal));
  const combined = combineProfiles(profiles);
  if (combined.error !== undefined) throw new UserError('different-kinds', combined.error);
  return combined.profile;
}

async function loadFile(file: string, terminal: Terminal): Promise<Profile> {
  const bytes = await readBytes(file, terminal);
  const { value, problems } = await readProfileBytes(bytes, {
    name: file,
    token: neverCancelled,
    onProgress: () => undefined,
  });
  for (const { message } of problems) terminal.complain(`${file}: ${message}`);
  return withMapping(value);
}
