import { parseGoSymbol } from '../base/go-symbol.ts';

import { findFunctions } from './go-functions.ts';
import type { ProfileSession } from './profile-session.ts';

/** A function of the profile that is declared in a file, and where it is now. */
export interface DeclaredFunction {
  /** Row in the profile. */
  readonly function: number;
  /** 1-based line of the func keyword in the text. */
  readonly line: number;
  /** Line of the next declaration, or past the last line. */
  readonly end: number;
  /** Lines that the function moved since the profile; null where the profile does not say where it was. */
  readonly moved: number | null;
  /** It or its length changed: figures inside may belong to other lines. */
  readonly changed: boolean;
}

/**
 * Finds the functions of a profile in the text of one of its files, by name: so a function that moved is still
 * found. One whose neighbour below moved by a different distance grew or shrank, and counts as changed.
 */
export function declaredFunctions(
  session: ProfileSession,
  profileFiles: ReadonlySet<number>,
  lines: readonly string[],
): DeclaredFunction[] {
  const rows = functionsOfFiles(session, profileFiles);
  const declarations = findFunctions(lines);
  const { startLine } = session.profile.functions;
  const found = declarations.map((declaration, index) => {
    const row = rows.get(declaration.symbol);
    const start = row === undefined ? 0 : (startLine[row] ?? 0);
    return {
      declaration,
      row,
      moved: start === 0 ? null : declaration.line - start,
      end: declarations[index + 1]?.line ?? lines.length + 1,
    };
  });
  return found.flatMap(({ declaration, row, moved, end }, index) => {
    if (row === undefined) return [];
    const below = found.slice(index + 1).find((other) => other.moved !== null)?.moved ?? moved;
    return [
      {
        function: row,
        line: declaration.line,
        end,
        moved,
        changed: moved !== null && below !== moved,
      },
    ];
  });
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

/** `Map[go.shape.int].Get` is declared as `Map[...].Get`. */
export function declaredSymbol(name: string): string {
  let depth = 0;
  let symbol = '';
  for (const character of name) {
    if (character === ']') depth--;
    if (depth === 0) symbol += character;
    if (character === '[') {
      if (depth === 0) symbol += '...';
      depth++;
    }
  }
  return symbol;
}
