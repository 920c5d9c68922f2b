import { existsSync } from 'node:fs';
import { resolveSource } from '../sourcepath/index.ts';
import type { SourceRoots } from '../sourcepath/index.ts';
import { readGoEnv } from './go-env.ts';
import { findModules } from './modules.ts';

export interface SourceFinderOptions {
  readonly workspaceFolders: readonly string[];
  readonly substitutePath: readonly { readonly from: string; readonly to: string }[];
  /** Path of go; empty for the one on the PATH. */
  readonly goPath: string;
}

/** Finds source files on this disk by the names programs give them. Answers are kept: files rarely move. */
export class SourceFinder {
  #roots: SourceRoots;
  readonly #known = new Map<
    string,
    { readonly path: string | null; readonly tried: readonly string[] }
  >();

  /** Module paths of the workspace: whose code counts as the user's own. */
  readonly ownModules: readonly string[];
  /** These and what they require. */
  readonly knownModules: readonly string[];

  constructor(roots: SourceRoots) {
    this.#roots = roots;
    this.ownModules = roots.modules.map(({ path }) => path);
    this.knownModules = roots.modules.flatMap(({ path, requires = [] }) => [path, ...requires]);
  }

  /** Asks go for its folders and looks for the workspace's modules. */
  static async create(options: SourceFinderOptions): Promise<SourceFinder> {
    const [{ goRoot, moduleCache }, modules] = await Promise.all([
      readGoEnv(options.goPath),
      findModules(options.workspaceFolders),
    ]);
    const { workspaceFolders, substitutePath } = options;
    return new SourceFinder({ workspaceFolders, substitutePath, modules, goRoot, moduleCache });
  }

  get roots(): SourceRoots {
    return this.#roots;
  }

  /** Other rules of substitution than at the start. */
  setRules(substitutePath: SourceRoots['substitutePath']): void {
    this.#roots = { ...this.#roots, substitutePath };
    this.#known.clear();
  }

  /** The local file, or null with the paths that were tried. Only files under the roots are ever found. */
  resolve(file: string): { readonly path: string | null; readonly tried: readonly string[] } {
    let found = this.#known.get(file);
    if (!found || (found.path !== null && !existsSync(found.path))) {
      found = resolveSource(file, this.#roots, existsSync);
      this.#known.set(file, found);
    }
    return found;
  }
}
