/**
 * Aligns cells that end with a tab to the right, one space apart, as Go's text/tabwriter does with
 * `NewWriter(w, 0, 0, 1, ' ', AlignRight)`: a column is as wide as its widest cell over consecutive lines.
 */
export function alignColumns(text: string): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const widths = lines.map(() => [] as number[]);
  for (let line = 0; line < lines.length; line++) {
    // The last cell of a line belongs to no column.
    for (let cell = 0; cell < (lines[line]?.length ?? 0) - 1; cell++) {
      if (widths[line]?.[cell] === undefined) spread(lines, widths, line, cell);
    }
  }
  return lines
    .map((cells, line) =>
      cells
        .map((cell, at) => ' '.repeat(Math.max(0, (widths[line]?.[at] ?? 0) - sizeOf(cell))) + cell)
        .join(''),
    )
    .join('\n');
}

/** Gives a cell and those below it in its column their common width. */
function spread(
  lines: readonly (readonly string[])[],
  widths: readonly number[][],
  first: number,
  cell: number,
): void {
  let width = 0;
  let end = first;
  for (; (lines[end]?.length ?? 0) - 1 > cell; end++) {
    width = Math.max(width, sizeOf(lines[end]?.[cell] ?? '') + 1);
  }
  for (let line = first; line < end; line++) {
    const row = widths[line];
    if (row) row[cell] = width;
  }
}

/** Characters, as Go counts them. */
function sizeOf(cell: string): number {
  let size = 0;
  for (const _ of cell) size++;
  return size;
}
