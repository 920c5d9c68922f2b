import { linesOfFile } from '../../profile/index.ts';
import type { LineFigures } from '../../protocol/analysis.ts';
import { declaredFunctions } from '../declared-functions.ts';
import type { DeclaredFunction } from '../declared-functions.ts';
import type { ProfileSession } from '../profile-session.ts';

/** A Go file that a profile has figures for. */
export interface FigureFile {
  /** Indexes into the profile's files. */
  readonly files: ReadonlySet<number>;
  /** Its text now. */
  readonly lines: readonly string[];
}

/**
 * Figures of a file's lines as they are now. Figures of a function that moved move with it; lines of a function
 * that was changed are marked stale.
 */
export function lineFigures(
  session: ProfileSession,
  sampleType: number,
  file: FigureFile,
): LineFigures {
  const figures = session.figures(sampleType);
  const declared = declaredFunctions(session, file.files, file.lines);
  const rows: { line: number; flat: number; cum: number; stale: number }[] = [];
  let fileTotal = 0;
  for (const index of file.files) {
    fileTotal += figures.lines.files.cum[index] ?? 0;
    const window = linesOfFile(session.profile, figures.lines, index);
    for (let k = 0; k < window.length; k++) {
      const { line, stale } = lineNow(window.line[k] ?? 0, session, declared);
      if (line < 1 || line > file.lines.length) continue;
      rows.push({ line, stale: stale ? 1 : 0, flat: window.flat[k] ?? 0, cum: window.cum[k] ?? 0 });
    }
  }
  rows.sort((a, b) => a.line - b.line);
  return {
    line: Uint32Array.from(rows, (row) => row.line),
    flat: Float64Array.from(rows, (row) => row.flat),
    cum: Float64Array.from(rows, (row) => row.cum),
    stale: Uint8Array.from(rows, (row) => row.stale),
    profileTotal: session.whole(sampleType),
    unit: session.profile.sampleTypes[sampleType]?.unit ?? '',
    fileTotal,
    profileName: session.name,
  };
}

/** Where a line of the profile is now: inside the function that began last before it. */
export function lineNow(
  line: number,
  session: ProfileSession,
  declared: readonly DeclaredFunction[],
): { line: number; stale: boolean } {
  const { startLine } = session.profile.functions;
  let inside: DeclaredFunction | undefined;
  let insideStart = 0;
  for (const candidate of declared) {
    const start = startLine[candidate.function] ?? 0;
    if (start > 0 && start <= line && start >= insideStart) {
      inside = candidate;
      insideStart = start;
    }
  }
  if (!inside || inside.moved === null) return { line, stale: false };
  const now = line + inside.moved;
  return { line: now, stale: inside.changed || now >= inside.end };
}

/** Where a line of the text was when the profile was taken; the inverse of `lineNow`. */
export function lineThen(line: number, declared: readonly DeclaredFunction[]): number {
  const inside = declared.find((candidate) => candidate.line <= line && line < candidate.end);
  return line - (inside?.moved ?? 0);
}
