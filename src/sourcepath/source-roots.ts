/** Where source files may be on this machine. Nothing outside of these folders is ever named. */
export interface SourceRoots {
  readonly workspaceFolders: readonly string[];
  /** Modules of the workspace: the path in go.mod, the folder of that file, and what it requires. */
  readonly modules: readonly {
    readonly path: string;
    readonly folder: string;
    readonly requires?: readonly string[];
  }[];
  /** GOROOT; empty where not known. */
  readonly goRoot: string;
  /** GOMODCACHE; empty where not known. */
  readonly moduleCache: string;
  /** As in vscode-go: `from` is a folder here, `to` what the program was built with. */
  readonly substitutePath: readonly { readonly from: string; readonly to: string }[];
}

/** All folders in which a file may be. */
export function allowedFolders(roots: SourceRoots): readonly string[] {
  return [
    ...roots.substitutePath.map(({ from }) => from),
    ...roots.workspaceFolders,
    ...roots.modules.map(({ folder }) => folder),
    roots.moduleCache,
    roots.goRoot,
  ].filter((folder) => folder !== '');
}

/** Modules with the longest path first, so that a nested module wins over the one around it. */
export function modulesByLength(roots: SourceRoots): SourceRoots['modules'] {
  return [...roots.modules].sort((a, b) => b.path.length - a.path.length);
}
