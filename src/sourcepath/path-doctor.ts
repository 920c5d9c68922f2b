/**
 * Compares the files a program was built from, as it names them, with what is on this disk.
 *
 * 1. Files that a rule of the user covers are left to that rule; files of symbolic links are where these point.
 * 2. The standard library is where `runtime/proc.go` is: every Go program has that file.
 * 3. Modules of other people: `…/pkg/mod/`, or, with -trimpath, names that carry a version.
 * 4. Modules of the workspace: by their packages' import paths, or, with -trimpath, by names that begin with them.
 * 5. What is left: by file names. A folder of the program that has the same files as one here, and only one, is it.
 *
 * Only what has one answer becomes a rule; the rest is shown with what might be meant.
 */
import { findByNames } from './name-match.ts';
import { parseVersionedFile, escapeModule } from './module-name.ts';
import { below, cleaned, isAbsolute, joined } from './path-text.ts';
import type { SourceRoots } from './source-roots.ts';
import { allowedFolders, modulesByLength } from './source-roots.ts';

/** As in the setting: `from` is a folder here, `to` what the program calls it. */
export type PathRule = SourceRoots['substitutePath'][number];

export interface ProgramFiles {
  readonly sources: readonly string[];
  /** Import paths and folders; package main is not among them. */
  readonly packages: readonly { readonly path: string; readonly folder: string }[];
}

export interface DiskFiles {
  readonly exists: (path: string) => boolean;
  /** All Go files of the workspace. */
  readonly workspaceFiles: readonly string[];
  /** Folders of the workspace that are, or are below, symbolic links, and where they really are. */
  readonly links: readonly { readonly folder: string; readonly real: string }[];
}

export type FindingKind = 'own' | 'module' | 'standard-library';

/** `as-is`: no rule needed. `sure`: one answer. `likely`: one, with little evidence. `open`: none, or several. */
export type Certainty = 'as-is' | 'configured' | 'sure' | 'likely' | 'open';

export interface Finding {
  readonly kind: FindingKind;
  /** As the program names it; empty for the relative names of a standard library. */
  readonly folder: string;
  /** Files of the program in and below the folder, and how many of them are `here`. */
  readonly files: number;
  readonly found: number;
  /** Folder of this disk; null where there is no single answer. */
  readonly here: string | null;
  readonly certainty: Certainty;
  /** Folders that might be meant. */
  readonly candidates: readonly string[];
}

/** Findings about the user's own code first, open ones before others. */
export function diagnose(
  program: ProgramFiles,
  roots: SourceRoots,
  disk: DiskFiles,
): readonly Finding[] {
  const doctor = new Doctor(roots, disk);
  doctor.take(program.sources.filter(isReal).map(cleaned));
  doctor.configured();
  doctor.links();
  doctor.standardLibrary();
  doctor.moduleCache();
  doctor.modules(program.packages);
  doctor.asIs();
  doctor.byNames();
  return doctor.findings.toSorted((a, b) => rank(a) - rank(b) || b.files - a.files);
}

/** Rules for all that has one answer, in the order in which they must be tried: the longest name first. */
export function rulesOf(findings: readonly Finding[]): readonly PathRule[] {
  const rules = findings.flatMap(({ certainty, here, folder }) => {
    return certainty === 'sure' && here !== null ? [{ from: here, to: folder }] : [];
  });
  return rules.toSorted((a, b) => b.to.length - a.to.length);
}

/** Names that compilers make up are nowhere. */
function isReal(name: string): boolean {
  return (
    name.endsWith('.go') && !name.startsWith('<') && !/(?:^|[\\/])_cgo_|_cgo_gotypes/.test(name)
  );
}

function rank({ kind, certainty }: Finding): number {
  const kinds: Record<FindingKind, number> = { own: 0, module: 2, 'standard-library': 4 };
  return kinds[kind] + (certainty === 'open' || certainty === 'likely' ? 0 : 1);
}

class Doctor {
  readonly findings: Finding[] = [];
  readonly #roots: SourceRoots;
  readonly #disk: DiskFiles;
  #left: readonly string[] = [];

  constructor(roots: SourceRoots, disk: DiskFiles) {
    this.#roots = roots;
    this.#disk = disk;
  }

  take(names: readonly string[]): void {
    this.#left = names;
  }

  configured(): void {
    for (const { from, to } of this.#roots.substitutePath) {
      const rest = this.#takeBelow(to);
      if (rest.length > 0) this.#report('own', to, from, rest, 'configured');
    }
  }

  links(): void {
    for (const { folder, real } of this.#disk.links) {
      const rest = this.#takeBelow(real);
      if (rest.length > 0) this.#report('own', cleaned(real), folder, rest, 'sure');
    }
  }

  standardLibrary(): void {
    const { goRoot } = this.#roots;
    const proc = this.#left.find((name) => /(?:^|\/)src\/runtime\/proc\.go$/.test(name));
    if (proc !== undefined) {
      const root = proc.slice(0, -'/src/runtime/proc.go'.length);
      const rest = this.#takeBelow(`${root}/src`).map((name) => `src/${name}`);
      this.#report('standard-library', root, goRoot, rest, 'sure');
    } else if (this.#left.includes('runtime/proc.go')) {
      const own = modulesByLength(this.#roots).map(({ path }) => `${path}/`);
      const rest = this.#takeIf((name) => {
        const isPlain = !isAbsolute(name) && !name.split('/', 1)[0]?.includes('.');
        // Modules may have names without a dot, too.
        return isPlain && !own.some((path) => name.startsWith(path));
      });
      const source = goRoot === '' ? '' : joined(goRoot, 'src');
      const standard = rest.filter((name) => this.#isStandard(name, source));
      this.#left = [...this.#left, ...rest.filter((name) => !this.#isStandard(name, source))];
      this.#report('standard-library', '', source, standard, 'sure');
    }
  }

  /** By folder on this disk: one element of a relative name is all there is to tell a package of Go from others. */
  #isStandard(name: string, source: string): boolean {
    return source === '' || this.#disk.exists(joined(source, name.split('/', 1)[0] ?? ''));
  }

  moduleCache(): void {
    const { moduleCache } = this.#roots;
    const folders = new Set<string>();
    const inCache = this.#takeIf((name) => {
      const at = name.lastIndexOf('/pkg/mod/');
      if (at < 0 || !parseVersionedFile(name.slice(at + '/pkg/mod/'.length))) return false;
      folders.add(name.slice(0, at + '/pkg/mod'.length));
      return true;
    });
    for (const folder of folders) {
      const rest = inCache.flatMap((name) => below(folder, name) ?? []);
      this.#report('module', folder, moduleCache, rest, 'sure');
    }
    const versioned = this.#takeIf(
      (name) => !isAbsolute(name) && parseVersionedFile(name) !== null,
    );
    const byModule = Map.groupBy(versioned, (name) => /^.+?@v[^/]+/.exec(name)?.[0] ?? '');
    for (const [module, names] of byModule) {
      const here = moduleCache === '' ? '' : joined(moduleCache, escapedVersion(module));
      const rest = names.flatMap((name) => below(module, name) ?? []);
      this.#report('module', module, here, rest, 'sure');
    }
  }

  modules(packages: ProgramFiles['packages']): void {
    for (const module of modulesByLength(this.#roots)) {
      const twins = this.#roots.modules.filter(({ path }) => path === module.path);
      for (const folder of [module.path, ...rootsOf(module.path, packages)]) {
        if (below(folder, `${module.folder}/x`) === 'x') continue;
        const rest = this.#takeBelow(folder);
        if (rest.length === 0) continue;
        const places = twins.filter((twin) => this.#countBelow(twin.folder, rest) > 0);
        if (places.length === 1) this.#report('own', folder, places[0]?.folder ?? '', rest, 'sure');
        else
          this.#open(
            folder,
            rest.length,
            (places.length > 0 ? places : twins).map((twin) => twin.folder),
          );
      }
    }
  }

  /** Under the folders that are looked into anyway. */
  asIs(): void {
    for (const folder of allowedFolders(this.#roots)) {
      const rest = this.#takeIf((name) => below(folder, name) !== null && this.#disk.exists(name));
      if (rest.length > 0) this.#add('own', folder, folder, rest.length, rest.length, 'as-is');
    }
  }

  byNames(): void {
    const names = this.#left;
    const { workspaceFiles, exists } = this.#disk;
    const matches = findByNames(names, workspaceFiles, this.#roots.workspaceFolders);
    for (const { folder, files, found, places, isStrong } of matches) {
      const asIs = names.filter((name) => below(folder, name) !== null && exists(name)).length;
      const [place] = places;
      if (place !== undefined && places.length === 1) {
        // A folder that is here as well is the better answer, unless import paths say otherwise.
        const certainty = isStrong && asIs === 0 ? 'sure' : 'likely';
        this.#add('own', folder, place, files, found, certainty, places);
      } else if (places.length === 0 && asIs > 0) {
        this.#add('own', folder, folder, files, asIs, 'as-is');
      } else this.#open(folder, files, places);
    }
  }

  #takeBelow(folder: string): string[] {
    const rest: string[] = [];
    this.#takeIf((name) => {
      const inside = folder === '' ? (isAbsolute(name) ? null : name) : below(folder, name);
      if (inside !== null) rest.push(inside);
      return inside !== null;
    });
    return rest;
  }

  #takeIf(matches: (name: string) => boolean): string[] {
    const taken: string[] = [];
    this.#left = this.#left.filter((name) => {
      if (!matches(name)) return true;
      taken.push(name);
      return false;
    });
    return taken;
  }

  #countBelow(folder: string, rest: readonly string[]): number {
    return rest.filter((name) => this.#disk.exists(joined(folder, name))).length;
  }

  #report(
    kind: FindingKind,
    folder: string,
    here: string,
    rest: readonly string[],
    certainty: 'sure' | 'configured',
  ): void {
    const found = here === '' ? 0 : this.#countBelow(here, rest);
    if (found > 0 && folder !== '' && cleaned(folder) === cleaned(here)) {
      this.#add(kind, folder, here, rest.length, found, 'as-is');
    } else if (found > 0) this.#add(kind, folder, here, rest.length, found, certainty);
    else if (kind === 'own') this.#open(folder, rest.length, []);
    else this.#add(kind, folder, null, rest.length, 0, 'open');
  }

  #open(folder: string, files: number, candidates: readonly string[]): void {
    this.#add('own', folder, null, files, 0, 'open', candidates);
  }

  #add(
    kind: FindingKind,
    folder: string,
    here: string | null,
    files: number,
    found: number,
    certainty: Certainty,
    candidates: readonly string[] = [],
  ): void {
    if (files > 0) this.findings.push({ kind, folder, files, found, here, certainty, candidates });
  }
}

/** What the program calls a module's folder, told from packages below it. */
function rootsOf(module: string, packages: ProgramFiles['packages']): readonly string[] {
  const roots = new Set<string>();
  for (const { path, folder } of packages) {
    const name = cleaned(folder);
    if (path === module) roots.add(name);
    const rest = below(module, path);
    if (rest !== null && name.endsWith(`/${rest}`)) roots.add(name.slice(0, -rest.length - 1));
  }
  // Names of -trimpath are the import paths.
  roots.delete(module);
  return [...roots];
}

function escapedVersion(module: string): string {
  const at = module.indexOf('@');
  return `${escapeModule(module.slice(0, at))}@${escapeModule(module.slice(at + 1))}`;
}
