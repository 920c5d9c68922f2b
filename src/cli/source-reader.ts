import { isAbsolute, join, dirname } from 'node:path';
import { messageOf } from '../base/user-error.ts';
import { type ProfileQuery, type SourceFile, trimPath } from '../profile/index.ts';
import type { Terminal } from './terminal.ts';

/**
 * Finds source files as pprof does (report/source.go, openSourceFile): absolute names are taken as they are, others
 * are looked for in each folder of the source path and above it.
 */
export function sourceReader(
  { sourcePath, trimPath: trimmed }: Pick<ProfileQuery, 'sourcePath' | 'trimPath'>,
  terminal: Pick<Terminal, 'readSource' | 'folder'>,
): (file: string) => SourceFile {
  const searchPath = sourcePath === '' ? terminal.folder : sourcePath;
  return (file) => {
    const path = trimPath(file, trimmed, searchPath);
    if (isAbsolute(path)) return open(path, terminal);
    for (const folder of searchPath.split(':')) {
      for (let at = folder; ; at = dirname(at)) {
        const source = open(join(at, path), terminal);
        if ('lines' in source) return source;
        if (at === dirname(at)) break;
      }
    }
    return { error: `could not find file ${path} on path ${searchPath}` };
  };
}

function open(path: string, terminal: Pick<Terminal, 'readSource'>): SourceFile {
  try {
    const lines = terminal.readSource(path).split('\n');
    if (lines.at(-1) === '') lines.pop();
    return { lines: lines.map((line) => line.replace(/\r$/, '')) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { error: `open ${path}: ${GO_ERRORS[code] ?? messageOf(error)}` };
  }
}

const GO_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  ENOTDIR: 'not a directory',
};
