import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { parseGoSymbol } from '../base/go-symbol.ts';
import { readBuildOrigin } from '../workspace/build-origin.ts';
import type { BuildOrigin } from '../workspace/build-origin.ts';
import { lastRevision, linesAtRevision } from '../workspace/git.ts';
import { declaredSymbol } from './declared-symbol.ts';
import { findFunctions } from './go-functions.ts';
import type { ProfileSession } from './profile-session.ts';

/** What is known of the source that a profile was measured with. */
export interface BuiltSource {
  /** Its lines; null where they cannot be had. */
  readonly lines: readonly string[] | null;
  /** Nothing but the time is known, and the file was written later. */
  readonly isRewritten: boolean;
}

/** A file of a profile, here. */
export interface BuiltFile {
  readonly path: string;
  /** Indexes into the profile's files. */
  readonly files: ReadonlySet<number>;
  /** What is on the disk now. */
  readonly readLines: () => Promise<readonly string[] | null>;
}

/**
 * Finds the source as it was when a profile's binary was built. In this order:
 * 1. The revision that the binary names, when the binary with the profile's build id is still there.
 * 2. The file itself, when it was not written since the build (or, not knowing that, since the profile was taken).
 * 3. The last revision of the file before that time; then the one in which the profile itself was committed.
 * What is not certain counts only when every function starts in it at the line that the profile names.
 * Found once for a profile and a file: later edits are compared with what was found first.
 */
export class BuiltSources {
  readonly #goPath: string;
  readonly #known = new WeakMap<readonly string[], Map<string, Promise<BuiltSource>>>();
  readonly #origins = new WeakMap<readonly string[], Promise<BuildOrigin | null>>();

  /** Empty: the go on the PATH. */
  constructor(goPath: string) {
    this.#goPath = goPath;
  }

  of(session: ProfileSession, file: BuiltFile): Promise<BuiltSource> {
    const { files } = session.profile;
    const known = this.#known.get(files) ?? new Map<string, Promise<BuiltSource>>();
    this.#known.set(files, known);
    const source = known.get(file.path) ?? this.#find(session, file);
    known.set(file.path, source);
    return source;
  }

  async #find(session: ProfileSession, file: BuiltFile): Promise<BuiltSource> {
    const origin = await this.#origin(session);
    if (origin?.revision && !origin.isModified) {
      const lines = await linesAtRevision(file.path, origin.revision);
      if (lines) return { lines, isRewritten: false };
    }
    const takenAt = new Date(Number(session.profile.timeNanos / 1_000_000n));
    const builtAt = origin?.builtAt ?? takenAt;
    const isTimeKnown = builtAt.getTime() > 0;
    const starts = startLines(session, file.files);
    const isRewritten = isTimeKnown && (await writtenAfter(file.path, builtAt));
    const here = isRewritten && !isModuleCache(file.path) ? null : await file.readLines();
    if (here && isTimeKnown && fits(here, starts)) return { lines: here, isRewritten: false };
    const revisions = [
      () => origin?.revision ?? null,
      () => (isTimeKnown ? lastRevision(file.path, builtAt) : null),
      () => (isAbsolute(session.path) ? lastRevision(session.path) : null),
    ];
    for (const revisionOf of revisions) {
      const revision = await revisionOf();
      const lines = revision === null ? null : await linesAtRevision(file.path, revision);
      // Without start lines there is nothing that a guess could be checked by.
      if (lines && starts.size > 0 && fits(lines, starts)) return { lines, isRewritten: false };
    }
    return { lines: null, isRewritten };
  }

  #origin(session: ProfileSession): Promise<BuildOrigin | null> {
    const { files, mappings } = session.profile;
    const [main] = mappings;
    let origin = this.#origins.get(files);
    if (!origin) {
      origin = main?.buildId
        ? readBuildOrigin(main.file, main.buildId, this.#goPath)
        : Promise.resolve(null);
      this.#origins.set(files, origin);
    }
    return origin;
  }
}

async function writtenAfter(path: string, time: Date): Promise<boolean> {
  const { mtime } = await stat(path).catch(() => ({ mtime: new Date(0) }));
  return mtime > time;
}

/** Files of a module's version never change, whenever they were unpacked. */
function isModuleCache(path: string): boolean {
  return /@v\d[^/\\]*[/\\]/.test(path);
}

/** Where the profile says that the functions of the files start. */
function startLines(
  { profile }: ProfileSession,
  files: ReadonlySet<number>,
): ReadonlyMap<string, number> {
  const { functions } = profile;
  const starts = new Map<string, number>();
  functions.names.forEach((name, row) => {
    const start = functions.startLine[row] ?? 0;
    if (start === 0 || !files.has(functions.file[row] ?? 0)) return;
    starts.set(declaredSymbol(parseGoSymbol(name).name), start);
  });
  return starts;
}

/** Every function that is declared in the lines and in the profile starts where the profile says. */
function fits(lines: readonly string[], starts: ReadonlyMap<string, number>): boolean {
  return findFunctions(lines).every(({ symbol, line }) => (starts.get(symbol) ?? line) === line);
}
