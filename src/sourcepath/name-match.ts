import { cleaned } from './path-text.ts';

/** Files of a program below one folder, and where a workspace has the same ones. */
export interface NameMatch {
  /** As the program names it. */
  readonly folder: string;
  readonly files: number;
  /** How many of the files the places have. */
  readonly found: number;
  /** Folders here that fit equally well; none: nothing fits. */
  readonly places: readonly string[];
  /** More than one file's name speaks for the place. */
  readonly isStrong: boolean;
}

interface Vote {
  readonly folder: string;
  readonly place: string;
  /** Names of the program that this pair explains. */
  readonly names: Set<string>;
  /** How many last elements the two folders have in common. */
  readonly taken: number;
  isStrong: boolean;
}

/** More than the files of the largest repositories that are debugged; above it names say little anyway. */
const PLACE_LIMIT = 50;

/**
 * Matches folders by the files in them, then takes common ends off both sides: `/app/cmd/web` that has the files of
 * `…/shop/cmd/web` speaks for `/app` being `…/shop`. The pair that explains most names wins; pairs that explain as
 * many for the same folder are a draw. Nothing above a workspace folder is ever named.
 */
export function findByNames(
  names: readonly string[],
  here: readonly string[],
  workspaceFolders: readonly string[],
): readonly NameMatch[] {
  const tops = new Set(workspaceFolders.map(cleaned));
  const votes = collectVotes(names, filesByFolder(here), tops);
  const matches: NameMatch[] = [];
  const left = new Set(names);
  for (;;) {
    const scored = votes.map((vote) => ({ vote, score: overlap(vote.names, left) }));
    // Of equally many files, a common end of the folders' names decides.
    scored.sort((a, b) => b.score - a.score || b.vote.taken - a.vote.taken);
    const [first] = scored;
    if (!first || first.score === 0) break;
    const { vote: winner, score: best } = first;
    const draw = scored.filter(({ vote, score }) => {
      return score === best && vote.taken === winner.taken && vote.folder === winner.folder;
    });
    const below = [...left].filter((name) => isBelow(winner.folder, name));
    matches.push({
      folder: winner.folder,
      files: below.length,
      found: best,
      places: draw.map(({ vote }) => vote.place),
      isStrong: winner.isStrong,
    });
    for (const name of below) left.delete(name);
  }
  return [...matches, ...unmatched(left)];
}

function collectVotes(
  names: readonly string[],
  here: ReadonlyMap<string, ReadonlySet<string>>,
  tops: ReadonlySet<string>,
): Vote[] {
  const votes = new Map<string, Vote>();
  for (const [folder, files] of filesByFolder(names)) {
    const scored = [...here].map(([place, local]) => ({
      place,
      local,
      score: overlap(files, local),
    }));
    const best = Math.max(0, ...scored.map(({ score }) => score));
    if (best === 0) continue;
    for (const { place, local } of scored
      .filter(({ score }) => score === best)
      .slice(0, PLACE_LIMIT)) {
      const pair = withoutCommonEnd(folder, place, tops);
      const key = `${pair.folder}\n${pair.place}`;
      const vote = votes.get(key) ?? { ...pair, names: new Set<string>(), isStrong: false };
      for (const file of files) if (local.has(file)) vote.names.add(join(folder, file));
      const isWhole =
        best === files.size && [...local].every((file) => files.has(file) || isTest(file));
      vote.isStrong ||= best > 1 || pair.taken > 0 || isWhole;
      votes.set(key, vote);
    }
  }
  return [...votes.values()];
}

/** Takes equal last elements off; what is left names the same folder twice. A relative name keeps its first element. */
function withoutCommonEnd(
  folder: string,
  place: string,
  tops: ReadonlySet<string>,
): { readonly folder: string; readonly place: string; readonly taken: number } {
  const [a, b] = [folder.split('/'), place.split('/')];
  const least = folder.startsWith('/') || /^[A-Za-z]:/.test(folder) ? 2 : 1;
  let taken = 0;
  while (a.length > least && !tops.has(b.join('/')) && a.at(-1) === b.at(-1)) {
    a.pop();
    b.pop();
    taken++;
  }
  return { folder: a.join('/'), place: b.join('/'), taken };
}

/** What nothing here resembles, by the folders it is in; a folder inside another one is part of that. */
function unmatched(names: ReadonlySet<string>): NameMatch[] {
  const folders = [...filesByFolder([...names]).keys()].toSorted();
  const outer = folders.filter(
    (folder) => !folders.some((other) => other !== folder && isBelow(other, `${folder}/`)),
  );
  return outer.map((folder) => ({
    folder,
    files: [...names].filter((name) => isBelow(folder, name)).length,
    found: 0,
    places: [],
    isStrong: false,
  }));
}

function filesByFolder(paths: readonly string[]): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>();
  for (const path of paths.map(cleaned)) {
    const at = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(0, at));
    const files = folders.get(folder) ?? new Set();
    folders.set(folder, files.add(path.slice(at + 1)));
  }
  return folders;
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const item of a) if (b.has(item)) count++;
  return count;
}

function isBelow(folder: string, name: string): boolean {
  return folder === '' ? !name.startsWith('/') : name.startsWith(`${folder}/`);
}

function join(folder: string, file: string): string {
  return folder === '' ? file : `${folder}/${file}`;
}

function isTest(file: string): boolean {
  return file.endsWith('_test.go');
}
