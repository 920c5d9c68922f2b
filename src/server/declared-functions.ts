import { parseGoSymbol } from '../base/go-symbol.ts';
import type { LineState } from '../protocol/analysis.ts';
import { LINE_FRESH, LINE_MAYBE_MOVED } from '../protocol/analysis.ts';
import type { BuiltSource } from './built-sources.ts';
import { declaredSymbol } from './declared-symbol.ts';
import type { ProfileSession } from './profile-session.ts';
import { guessedStretches, stretchesOf } from './source-stretches.ts';
import type { Stretch } from './source-stretches.ts';

/** A Go file that a profile has figures for. */
export interface FigureFile {
  /** Indexes into the profile's files. */
  readonly files: ReadonlySet<number>;
  /** Its text now. */
  readonly lines: readonly string[];
  readonly built: BuiltSource;
}

/** A function of the profile that is declared in a file. */
export interface DeclaredFunction {
  /** Row in the profile. */
  readonly function: number;
  /** 1-based line of the func keyword in the text. */
  readonly line: number;
  readonly state: LineState;
}

/** A file as it is now beside the build that a profile measured. */
export interface TrackedFile {
  readonly stretches: readonly Stretch[];
  /** Holds for lines outside of functions. */
  readonly between: LineState;
  readonly functions: readonly DeclaredFunction[];
}

/** Functions are found by name, so that one that moved is still found. */
export function trackFile(session: ProfileSession, file: FigureFile): TrackedFile {
  const rows = functionsOfFiles(session, file.files);
  const { stretches, between } = linesOf(session, file, rows);
  const functions = stretches.flatMap(({ symbol, now, state }) => {
    const row = rows.get(symbol);
    return row === undefined ? [] : [{ function: row, line: now, state }];
  });
  return { stretches, between, functions };
}

function linesOf(
  { profile }: ProfileSession,
  { lines, built }: FigureFile,
  rows: ReadonlyMap<string, number>,
): Pick<TrackedFile, 'stretches' | 'between'> {
  if (built.lines) {
    const then = built.lines;
    const isSame = then.length === lines.length && then.every((text, at) => text === lines[at]);
    const between = isSame ? LINE_FRESH : LINE_MAYBE_MOVED;
    return { stretches: stretchesOf(then, lines), between };
  }
  const { startLine } = profile.functions;
  const starts = new Map([...rows].map(([symbol, row]) => [symbol, startLine[row] ?? 0]));
  const between = built.isRewritten ? LINE_MAYBE_MOVED : LINE_FRESH;
  return { stretches: guessedStretches(starts, lines, built.isRewritten), between };
}

/** Symbols of the functions in the files, as source declares them: type arguments do not count. */
function functionsOfFiles(
  session: ProfileSession,
  files: ReadonlySet<number>,
): Map<string, number> {
  const { functions } = session.profile;
  const rows = new Map<string, number>();
  functions.names.forEach((name, row) => {
    if (!files.has(functions.file[row] ?? 0)) return;
    rows.set(declaredSymbol(parseGoSymbol(name).name), row);
  });
  return rows;
}
