/** Paths as pprof treats them, on a system with slashes. */

/** Go's filepath.Base. */
export function baseName(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** Go's filepath.Clean. */
export function cleanPath(path: string): string {
  if (path === '') return '.';
  // Most paths are clean: nothing doubled, no dots between slashes, no slash at the end.
  if (!/\/\/|(?:^|\/)\.{1,2}(?:\/|$)|.\/$/.test(path)) return path;
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!rooted) parts.push('..');
  }
  const clean = (rooted ? '/' : '') + parts.join('/');
  return clean === '' ? '.' : clean;
}

/** Leaves out configured and well-known beginnings (report/source.go, trimPath). */
export function trimPath(path: string, trimmed: string, searchPath: string): string {
  if (trimmed === '') {
    for (const folder of splitList(searchPath)) {
      const wanted = `/${baseName(folder)}/`;
      const found = path.indexOf(wanted);
      if (found >= 0) return path.slice(found + wanted.length);
    }
  }
  for (const prefix of [...splitList(trimmed), '/proc/self/cwd/./', '/proc/self/cwd/']) {
    const folder = prefix.endsWith('/') ? prefix : `${prefix}/`;
    if (path.startsWith(folder)) return path.slice(folder.length);
  }
  return path;
}

function splitList(list: string): string[] {
  return list === '' ? [] : list.split(':');
}
