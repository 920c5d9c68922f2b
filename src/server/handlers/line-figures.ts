import { linesOfFile } from '../../profile/index.ts';
import { LINE_CHANGED } from '../../protocol/analysis.ts';
import type { LineFigures } from '../../protocol/analysis.ts';
import { trackFile } from '../declared-functions.ts';
import type { FigureFile } from '../declared-functions.ts';
import type { ProfileSession } from '../profile-session.ts';
import { lineNow } from '../source-stretches.ts';

/**
 * Figures of a file's lines as they are now: what moved keeps its figure, and what is not the line that was measured
 * says so.
 */
export function lineFigures(
  session: ProfileSession,
  sampleType: number,
  file: FigureFile,
): LineFigures {
  const figures = session.figures(sampleType);
  const { stretches, between } = trackFile(session, file);
  const rows: { line: number; flat: number; cum: number; state: number }[] = [];
  const gone = new Set<number>();
  let fileTotal = 0;
  for (const index of file.files) {
    fileTotal += figures.lines.files.cum[index] ?? 0;
    const window = linesOfFile(session.profile, figures.lines, index);
    for (let k = 0; k < window.length; k++) {
      const { line, state } = lineNow(window.line[k] ?? 0, stretches, between);
      if (line < 1 || line > file.lines.length) continue;
      // The figure of a line that is gone belongs to none that is here; several may have gone at one place.
      if (state === LINE_CHANGED) gone.add(line);
      else rows.push({ line, state, flat: window.flat[k] ?? 0, cum: window.cum[k] ?? 0 });
    }
  }
  for (const { line } of rows) gone.delete(line);
  for (const line of gone) rows.push({ line, state: LINE_CHANGED, flat: 0, cum: 0 });
  rows.sort((a, b) => a.line - b.line);
  return {
    line: Uint32Array.from(rows, (row) => row.line),
    flat: Float64Array.from(rows, (row) => row.flat),
    cum: Float64Array.from(rows, (row) => row.cum),
    state: Uint8Array.from(rows, (row) => row.state),
    profileTotal: session.whole(sampleType),
    unit: session.profile.sampleTypes[sampleType]?.unit ?? '',
    fileTotal,
    profileName: session.name,
  };
}
