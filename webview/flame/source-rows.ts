/** The rows of the source view: lines, and below some of them their calls. No DOM. */
import type { SourceListing } from '../../src/protocol/profile-views.ts';

export interface SourceRow {
  readonly listing: number;
  /** Index into the lines of the listing. */
  readonly at: number;
  /** In the file as it is now; 0 for a line that is gone. */
  readonly line: number;
  /** Names the line while the view is the same. */
  readonly key: string;
  /** What is called, of a row below a line. */
  readonly call: SourceListing['calls'][number] | null;
  /** Whether calls are shown below; null where there are none. */
  readonly isExpanded: boolean | null;
  /** A line with a figure. */
  readonly isHot: boolean;
}

/** Inlined calls are shown at first: their code is nowhere else. `turned` are lines where it is the other way. */
export function listingRows(
  listings: readonly SourceListing[],
  turned: ReadonlySet<string>,
): readonly SourceRow[] {
  const rows: SourceRow[] = [];
  listings.forEach((listing, index) => {
    for (let at = 0; at < listing.line.length; at++) {
      const line = listing.line[at] ?? 0;
      const key = `${index}:${at}`;
      const calls = listing.calls.filter((call) => call.at === at);
      const isUsual = calls.some(({ isInlined }) => isInlined) !== turned.has(key);
      const isExpanded = calls.length === 0 ? null : isUsual;
      const isHot = [listing, listing.before].some(
        (side) => side !== undefined && (side.cumOf[at] !== 0 || side.flatOf[at] !== 0),
      );
      rows.push({ listing: index, at, line, key, call: null, isExpanded, isHot });
      if (isExpanded !== true) continue;
      for (const call of calls) {
        rows.push({ listing: index, at, line, key, call, isExpanded: null, isHot: false });
      }
    }
  });
  return rows;
}

/** The row some steps away, counting rows that are wanted; infinite steps lead to the ends. */
export function rowAfter(
  rows: readonly SourceRow[],
  from: number,
  step: number,
  isWanted: (row: SourceRow) => boolean = () => true,
): number {
  const way = Math.sign(step);
  let left = Math.abs(step);
  let row = from;
  for (let next = from + way; left > 0 && next >= 0 && next < rows.length; next += way) {
    const candidate = rows[next];
    if (candidate === undefined || !isWanted(candidate)) continue;
    row = next;
    left--;
  }
  return row;
}

/** What colours a line: its total, or how that changed. */
export function heatOf(listing: SourceListing | undefined, at: number): number {
  return (listing?.cumOf[at] ?? 0) - (listing?.before?.cumOf[at] ?? 0);
}

/** The line with the largest figures, or the largest change: the first row to look at. */
export function hotLine(rows: readonly SourceRow[], listings: readonly SourceListing[]): number {
  let best = 0;
  let most = -1;
  rows.forEach(({ listing, at, call }, row) => {
    const value = call === null ? Math.abs(heatOf(listings[listing], at)) : -1;
    if (value <= most) return;
    most = value;
    best = row;
  });
  return best;
}
