import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { homedir } from 'node:os';

/** Which build a binary is. */
export interface BuildOrigin {
  readonly builtAt: Date;
  /** The revision it was built from; null where the binary does not say. */
  readonly revision: string | null;
  /** There were changes that no revision has. */
  readonly isModified: boolean;
}

/** The linker writes the build id among the first sections. */
const HEAD_BYTES = 64 << 10;
const LIMIT_MILLIS = 10_000;

/**
 * Where a binary came from, when it still is the one with this build id: its time of writing and, from its build
 * information (debug/buildinfo), its revision. Null for another binary or none.
 */
export async function readBuildOrigin(
  binary: string,
  buildId: string,
  goPath: string,
): Promise<BuildOrigin | null> {
  const builtAt = await timeOfBuild(binary, buildId);
  if (builtAt === null) return null;
  const settings = await buildSettings(binary, goPath);
  return {
    builtAt,
    revision: /^[0-9a-f]{40,64}$/.exec(settings.get('vcs.revision') ?? '')?.[0] ?? null,
    isModified: settings.get('vcs.modified') !== 'false',
  };
}

async function timeOfBuild(binary: string, buildId: string): Promise<Date | null> {
  const id = Buffer.from(buildId, 'hex');
  if (id.length < 8) return null;
  const file = await open(binary).catch(() => null);
  if (!file) return null;
  try {
    const stat = await file.stat();
    if (!stat.isFile()) return null;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead).includes(id) ? stat.mtime : null;
  } finally {
    await file.close();
  }
}

/** The lines `build key=value` of `go version -m`. Run in the home folder, so that no workspace decides what runs. */
function buildSettings(binary: string, goPath: string): Promise<ReadonlyMap<string, string>> {
  const env = { ...process.env, GOTOOLCHAIN: 'local' };
  return new Promise((resolve) => {
    execFile(
      goPath === '' ? 'go' : goPath,
      ['version', '-m', binary],
      { cwd: homedir(), timeout: LIMIT_MILLIS, env },
      (error, stdout) => {
        const pairs = error ? [] : [...stdout.matchAll(/^\tbuild\t([^=\n]+)=(.*)$/gm)];
        resolve(new Map(pairs.map(([, key = '', value = '']) => [key, value.trim()])));
      },
    );
  });
}
