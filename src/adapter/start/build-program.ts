import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { CancellationToken } from '../../base/cancellation.ts';
import { build } from '../../delve/build.ts';
import type { BuildCommand } from '../../delve/build.ts';
import { parseCompileErrors } from '../../delve/build-errors.ts';
import type { ClientPort } from '../client-port.ts';
import type { Configuration, Target } from './configuration.ts';
import { shortName } from './configuration.ts';
import { startError } from './failures.ts';

/** A binary that was built for this session. */
export interface BuiltProgram {
  readonly binary: string;
  /** Where the package is; programs run there unless `cwd` says otherwise. */
  readonly folder: string;
  /** Files to remove when the session ends. */
  readonly cleanup: readonly string[];
  /** How it was built, for building it again. */
  readonly command: BuildCommand;
}

type BuildTarget = Extract<Target, { kind: 'build' }>;

/** Builds with the go command, shows its output, and fails with the first error first. */
export async function buildProgram(
  target: BuildTarget,
  configuration: Pick<Configuration, 'root'>,
  go: string,
  env: Readonly<Record<string, string>>,
  client: ClientPort,
  token: CancellationToken,
): Promise<BuiltProgram> {
  const place = await placeOf(target.program, configuration.root);
  const temporary =
    target.output === undefined ? await mkdtemp(join(tmpdir(), 'delvescope-')) : undefined;
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const name = `${basename(place.folder)}${target.mode === 'test' ? '.test' : ''}${suffix}`;
  const binary = target.output ?? join(temporary ?? tmpdir(), name);
  const { mode: kind, buildFlags: flags } = target;
  const command: BuildCommand = { go, kind, flags, env, output: binary, ...place };
  const cleanup = [temporary ?? binary];
  try {
    await runBuild(command, target.program, client, token);
  } catch (error) {
    for (const file of cleanup) await rm(file, { recursive: true, force: true });
    throw error;
  }
  if (!(await exists(binary))) {
    // `go test -c` succeeds without a binary when a package has no tests.
    throw startError('program-missing', { subject: target.program });
  }
  return { binary, folder: place.folder, cleanup, command };
}

/** One run of the go command; throws `build-failed` and tells the client where the errors are. */
export async function runBuild(
  command: BuildCommand,
  program: string,
  client: ClientPort,
  token: CancellationToken,
): Promise<void> {
  const result = await build(command, token, (text) => client.output('console', text));
  if (result.succeeded) return;
  const errors = parseCompileErrors(result.output, command.folder);
  client.tell('delvescope/buildFailed', { errors });
  const first = errors[0];
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const extra = first
    ? `${shortName(first.file)}:${first.line}:${first.column}: ${first.message}${more}`
    : (result.output.trim().split('\n').at(-1) ?? '');
  throw startError('build-failed', { subject: shortName(program), extra, detail: result.output });
}

async function placeOf(
  program: string,
  root: string,
): Promise<{ readonly folder: string; readonly target: readonly string[] }> {
  const kind = await kindOf(program);
  if (kind === 'folder') return { folder: program, target: ['.'] };
  if (kind === 'file' && program.endsWith('.go')) {
    return { folder: dirname(program), target: [program] };
  }
  // What was resolved against the root may have been an import path: `example.com/tool/cmd/tool`.
  const importPath = program.startsWith(root) ? program.slice(root.length + 1) : program;
  const first = importPath.split(/[\\/]/, 1)[0] ?? '';
  if (
    kind === undefined &&
    !isAbsolute(importPath) &&
    /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(first)
  ) {
    return { folder: root, target: [importPath.replaceAll('\\', '/')] };
  }
  throw startError('program-missing', { subject: program });
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined; // Not there: the caller says so.
  }
}

async function exists(path: string): Promise<boolean> {
  return (await kindOf(path)) !== undefined;
}
