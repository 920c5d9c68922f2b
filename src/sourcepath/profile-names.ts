import { parseVersionedFile } from './module-name.ts';
import { below, cleaned } from './path-text.ts';
import { modulesByLength, type SourceRoots } from './source-roots.ts';

/** Names under which a binary or profile may know a file of this machine, the likeliest first; with `/`. */
export function profileNamesOf(localPath: string, roots: SourceRoots): readonly string[] {
  const path = cleaned(localPath);
  const names = new Set<string>();
  for (const { from, to } of roots.substitutePath) {
    const rest = from === '' ? null : below(from, path);
    if (rest !== null) names.add(to === '' ? rest : `${cleaned(to).replace(/\/$/, '')}/${rest}`);
  }
  names.add(path);
  for (const module of modulesByLength(roots)) {
    const rest = below(module.folder, path);
    if (rest === null) continue;
    names.add(`${module.path}/${rest}`);
    if (rest.startsWith('vendor/')) names.add(rest.slice('vendor/'.length));
    // A nested module comes first; names after those of the module around it would be wrong.
    break;
  }
  const cached = roots.moduleCache === '' ? null : below(roots.moduleCache, path);
  const versioned = cached === null ? null : parseVersionedFile(cached);
  if (versioned) names.add(`${versioned.module}@${versioned.version}/${versioned.rest}`);
  const standard = roots.goRoot === '' ? null : below(`${roots.goRoot}/src`, path);
  if (standard !== null) names.add(standard);
  return [...names];
}

/**
 * Index of the file of a profile that is `localPath`, or -1: by name, else by the longest common end of at least
 * two elements, if only one file has it.
 */
export function findProfileFile(
  localPath: string,
  files: readonly string[],
  roots: SourceRoots,
): number {
  const names = profileNamesOf(localPath, roots);
  const clean = files.map(cleaned);
  for (const name of names) {
    const index = clean.indexOf(name);
    if (index >= 0) return index;
  }
  const wanted = cleaned(localPath).split('/');
  let best = -1;
  let bestLength = 1;
  let ambiguous = false;
  clean.forEach((name, index) => {
    const length = commonEnd(name.split('/'), wanted);
    if (length > bestLength) {
      best = index;
      bestLength = length;
      ambiguous = false;
    } else if (length === bestLength && best >= 0) ambiguous = true;
  });
  return ambiguous ? -1 : best;
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length))
    length++;
  return length;
}
