import type { SourceFinder } from '../../workspace/source-finder.ts';
import type { TraceSession } from './trace-session.ts';

/** Which files of a trace are which files here. Found once for each trace, when a Go file first asks. */
export class TraceFiles {
  readonly #byTrace = new WeakMap<TraceSession, ReadonlyMap<string, ReadonlySet<number>>>();

  /** String rows of the names of the local file; empty when the trace has no stack there. */
  filesAt(session: TraceSession, path: string, finder: SourceFinder): ReadonlySet<number> {
    let local = this.#byTrace.get(session);
    if (!local) {
      local = resolveAll(session, finder);
      this.#byTrace.set(session, local);
    }
    return local.get(path) ?? NONE;
  }
}

const NONE: ReadonlySet<number> = new Set();

function resolveAll(session: TraceSession, finder: SourceFinder): Map<string, Set<number>> {
  const local = new Map<string, Set<number>>();
  for (const row of new Set(session.timeline.frames.file)) {
    const file = session.string(row);
    const path = file === '' ? null : finder.resolve(file).path;
    if (path === null) continue;
    const known = local.get(path);
    if (known) known.add(row);
    else local.set(path, new Set([row]));
  }
  return local;
}
