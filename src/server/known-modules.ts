import { parseGoSymbol } from '../base/go-symbol.ts';
import type { Profile } from '../profile/index.ts';
import { parseVersionedFile } from '../sourcepath/index.ts';

/**
 * Paths of the modules that packages of a profile belong to, as far as they are known and not guessed: those of the
 * workspace with what they require, and those whose version is in the name of a file (`…/chi/v5@v5.0.1/mux.go`).
 */
export function knownModules(
  { functions, files }: Pick<Profile, 'functions' | 'files'>,
  workspaceModules: readonly string[],
): readonly string[] {
  const known = new Set(workspaceModules);
  const folders = files.map((file) => parseVersionedFile(file)?.module ?? '');
  functions.names.forEach((name, row) => {
    const folder = folders[functions.file[row] ?? 0] ?? '';
    if (folder === '') return;
    const module = prefixes(parseGoSymbol(name).packagePath).find(
      (prefix) => folder === prefix || folder.endsWith(`/${prefix}`),
    );
    if (module !== undefined) known.add(module);
  });
  return [...known].sort();
}

/** A package path and what is above it, the longest first. */
function prefixes(packagePath: string): readonly string[] {
  const elements = packagePath.split('/');
  return elements.map((_, index) => elements.slice(0, elements.length - index).join('/'));
}
