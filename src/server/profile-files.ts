import type { SourceFinder } from '../workspace/source-finder.ts';
import type { ProfileSession } from './profile-session.ts';

/** Which files of a profile are which files here. Found once for each table of files, when a Go file first asks. */
export class ProfileFiles {
  readonly #byFiles = new WeakMap<readonly string[], ReadonlyMap<string, ReadonlySet<number>>>();

  /** Indexes into the profile's files that are the local file; empty when it has none. */
  filesAt(session: ProfileSession, path: string, finder: SourceFinder): ReadonlySet<number> {
    const { files } = session.profile;
    let local = this.#byFiles.get(files);
    if (!local) {
      local = resolveAll(files, finder);
      this.#byFiles.set(files, local);
    }
    return local.get(path) ?? NONE;
  }
}

const NONE: ReadonlySet<number> = new Set();

function resolveAll(files: readonly string[], finder: SourceFinder): Map<string, Set<number>> {
  const local = new Map<string, Set<number>>();
  files.forEach((file, index) => {
    const path = file === '' ? null : finder.resolve(file).path;
    if (path === null) return;
    const known = local.get(path);
    if (known) known.add(index);
    else local.set(path, new Set([index]));
  });
  return local;
}
