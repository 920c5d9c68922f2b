/**
 * From the name of a file in a binary, profile or dump to a file here. Candidates, in this order:
 *
 * 1. Substitution rules of the user.
 * 2. The path as it is, if it is below an allowed folder.
 * 3. A workspace module: `example.com/shop/cart/cart.go`, as -trimpath writes it.
 * 4. The module cache: `…@v1.2.3/…`, from -trimpath or below a foreign `pkg/mod`; a `vendor` folder after it.
 * 5. GOROOT: `net/http/server.go`, `/usr/local/go/src/net/http/server.go`, `$GOROOT/src/…`.
 * 6. The end of the path in the workspace: the longest end of at least two elements that exists just once.
 *
 * Each candidate is cleaned and dropped unless it is below an allowed folder.
 */
import { escapeModule, parseVersionedFile } from './module-name.ts';
import { below, cleaned, isAbsolute, joined } from './path-text.ts';
import { allowedFolders, modulesByLength, type SourceRoots } from './source-roots.ts';

export type SourceMatch =
  | 'substitute-path'
  | 'same-path'
  | 'workspace-module'
  | 'module-cache'
  | 'vendor'
  | 'goroot'
  | 'path-end';

export interface ResolvedFile {
  /** A path of this machine; null where no candidate exists. */
  readonly path: string | null;
  /** How the path was found; null with it. */
  readonly how: SourceMatch | null;
  /** All candidates that were looked for, in order. */
  readonly tried: readonly string[];
}

/** `exists` is asked once per candidate, until it says yes. */
export function resolveSource(
  file: string,
  roots: SourceRoots,
  exists: (path: string) => boolean,
): ResolvedFile {
  const allowed = allowedFolders(roots);
  const tried: string[] = [];
  const look = (path: string): boolean => {
    if (!allowed.some((folder) => below(folder, path) !== null)) return false;
    if (tried.includes(path)) return false;
    tried.push(path);
    return exists(path);
  };
  if (file === '') return { path: null, how: null, tried };
  for (const [how, path] of candidates(file, roots)) if (look(path)) return { path, how, tried };
  const end = findByEnd(cleaned(file), roots, look);
  return { path: end, how: end === null ? null : 'path-end', tried };
}

function* candidates(file: string, roots: SourceRoots): Generator<readonly [SourceMatch, string]> {
  const name = cleaned(file);
  for (const { from, to } of roots.substitutePath) {
    const rest = to === '' ? relativeOnly(name) : below(to, name);
    if (rest !== null && from !== '') yield ['substitute-path', joined(from, rest)];
  }
  if (isAbsolute(name)) {
    for (const folder of allowedFolders(roots)) {
      const rest = below(folder, name);
      if (rest !== null) yield ['same-path', joined(folder, rest)];
    }
  }
  const short = isAbsolute(name) ? afterModuleCache(name) : name;
  if (short !== null) yield* inModules(short, roots);
  if (roots.goRoot === '') return;
  const standard = isAbsolute(name) || name.startsWith('$GOROOT/') ? afterGoRoot(name) : name;
  if (standard !== null) yield ['goroot', joined(joined(roots.goRoot, 'src'), standard)];
}

function* inModules(name: string, roots: SourceRoots): Generator<readonly [SourceMatch, string]> {
  const modules = modulesByLength(roots);
  const versioned = parseVersionedFile(name);
  const plain = versioned ? `${versioned.module}/${versioned.rest}` : name;
  if (versioned && roots.moduleCache !== '') {
    // The version that was built comes before a workspace copy, which may be another one.
    const folder = `${escapeModule(versioned.module)}@${escapeModule(versioned.version)}`;
    yield ['module-cache', joined(roots.moduleCache, `${folder}/${versioned.rest}`)];
  }
  for (const { path, folder } of modules) {
    const rest = below(path, plain);
    if (rest !== null) yield ['workspace-module', joined(folder, rest)];
  }
  if (!plain.split('/', 1)[0]?.includes('.')) return;
  for (const { folder } of modules) yield ['vendor', joined(joined(folder, 'vendor'), plain)];
}

/** The longest end of the path that exists in exactly one place; none where the longest is ambiguous. */
function findByEnd(
  name: string,
  roots: SourceRoots,
  look: (path: string) => boolean,
): string | null {
  const folders = new Set([
    ...roots.workspaceFolders,
    ...roots.modules.map(({ folder }) => folder),
  ]);
  const elements = name
    .replace(/@v[^/]*/g, '')
    .split('/')
    .filter((element) => element !== '');
  for (let from = 0; elements.length - from >= 2; from++) {
    const rest = elements.slice(from).join('/');
    const found = [...folders].map((folder) => joined(folder, rest)).filter(look);
    if (found.length > 0) return found.length === 1 ? (found[0] ?? null) : null;
  }
  return null;
}

function relativeOnly(name: string): string | null {
  return isAbsolute(name) ? null : name;
}

function afterModuleCache(name: string): string | null {
  const at = name.lastIndexOf('/pkg/mod/');
  return at < 0 ? null : name.slice(at + '/pkg/mod/'.length);
}

/** What follows `src` of a folder that looks like a Go installation. */
function afterGoRoot(name: string): string | null {
  const match = /^(.*?)\/src\/(.+)$/.exec(name);
  const [, root = '', rest = ''] = match ?? [];
  return match && /(^|\/)(go(lang)?[-.\d]*(\/|$)|toolchain@|\$GOROOT)/i.test(root) ? rest : null;
}
