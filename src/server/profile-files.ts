import type { SourceFinder } from '../workspace/source-finder.ts';
import type { ProfileSession } from './profile-session.ts';

/** Which files of a profile are which files here. Found once for each profile, when a Go file first asks. */
export class ProfileFiles {
  readonly #byProfile = new WeakMap<ProfileSession, ReadonlyMap<string, ReadonlySet<number>>>();

  /** Indexes into the profile's files that are the local file; empty when it has none. */
  filesAt(session: ProfileSession, path: string, finder: SourceFinder): ReadonlySet<number> {
    let local = this.#byProfile.get(session);
    if (!local) {
      local = resolveAll(session, finder);
      this.#byProfile.set(session, local);
    }
    return local.get(path) ?? NONE;
  }
}

const NONE: ReadonlySet<number> = new Set();

function resolveAll(session: ProfileSession, finder: SourceFinder): Map<string, Set<number>> {
  const local = new Map<string, Set<number>>();
  session.profile.files.forEach((file, index) => {
    const path = file === '' ? null : finder.resolve(file).path;
    if (path === null) return;
    const known = local.get(path);
    if (known) known.add(index);
    else local.set(path, new Set([index]));
  });
  return local;
}
