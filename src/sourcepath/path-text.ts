/** Paths as text, of this machine or another one: both separators, no file system. */

/** `\` as `/`. */
export function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

/** Starts at a root: `/…`, `\\host\share`, `C:\…`, `C:/…`. */
export function isAbsolute(path: string): boolean {
  return /^([\\/]|[A-Za-z]:[\\/])/.test(path);
}

/** Without `.`, empty and resolvable `..` elements, with `/`. Leading `..` elements of relative paths stay. */
export function cleaned(path: string): string {
  const text = slashed(path);
  const root = /^(?:[A-Za-z]:\/|\/\/?)?/.exec(text)?.[0] ?? '';
  const kept: string[] = [];
  for (const element of text.slice(root.length).split('/')) {
    if (element === '' || element === '.') continue;
    if (element === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (element !== '..' || root === '') kept.push(element);
  }
  return root + kept.join('/');
}

/** What follows `folder` in `path`, with `/`; null when the path is not below it. Drive paths ignore case. */
export function below(folder: string, path: string): string | null {
  const parent = cleaned(folder).replace(/\/$/, '');
  const child = cleaned(path);
  const head = child.slice(0, parent.length);
  const same = isDrivePath(parent) ? head.toLowerCase() === parent.toLowerCase() : head === parent;
  if (!same || child[parent.length] !== '/') return null;
  return child.slice(parent.length + 1);
}

/** `rest` below `folder`, with the separator that the folder uses. */
export function joined(folder: string, rest: string): string {
  const separator = isDrivePath(folder) || folder.includes('\\') ? '\\' : '/';
  const base = folder.replace(/[\\/]+$/, '');
  return base + separator + cleaned(rest).replaceAll('/', separator);
}

function isDrivePath(path: string): boolean {
  return /^[A-Za-z]:/.test(path);
}
