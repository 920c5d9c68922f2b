/** A file of a module version: `github.com/Azure/sdk@v1.2.3/pkg/file.go`. */
export interface VersionedFile {
  readonly module: string;
  readonly version: string;
  /** Below the module, with `/`. */
  readonly rest: string;
}

/** Null where no element names a version. Works on names and on cleaned paths below a module cache. */
export function parseVersionedFile(name: string): VersionedFile | null {
  const match = /^(.+?)@(v[^/]+)\/(.+)$/.exec(name);
  const [, module = '', version = '', rest = ''] = match ?? [];
  return match ? { module: unescapeModule(module), version: unescapeModule(version), rest } : null;
}

/** As folders of the module cache are written: `github.com/!azure` (golang.org/x/mod/module, EscapePath). */
export function escapeModule(path: string): string {
  return path.replaceAll(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}

export function unescapeModule(path: string): string {
  return path.replaceAll(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
