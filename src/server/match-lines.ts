/** So many cells of the table are worth their time: 4 million take some 20 ms. */
const MOST_CELLS = 4_000_000;

/**
 * For each of the old lines the index of the same line among the new ones, -1 for none; pairs never cross. As many as
 * possible (longest common subsequence); of texts too long for that the beginning and the end. Indentation does not
 * count: a statement that was wrapped is still there.
 */
export function matchLines(old: readonly string[], now: readonly string[]): Int32Array {
  const a = old.map((text) => text.trim());
  const b = now.map((text) => text.trim());
  const pairs = new Int32Array(a.length).fill(-1);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) pairs[start] = start++;
  let end = 0;
  while (
    end < a.length - start &&
    end < b.length - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  ) {
    pairs[a.length - 1 - end] = b.length - 1 - end;
    end++;
  }
  const rows = a.length - start - end;
  const columns = b.length - start - end;
  if ((rows + 1) * (columns + 1) > MOST_CELLS) return pairs;
  // longest[i][j]: pairs among the lines from i and from j on.
  const width = columns + 1;
  const longest = new Uint16Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const at = i * width + j;
      longest[at] =
        a[start + i] === b[start + j]
          ? (longest[at + width + 1] ?? 0) + 1
          : Math.max(longest[at + width] ?? 0, longest[at + 1] ?? 0);
    }
  }
  for (let i = 0, j = 0; i < rows && j < columns;) {
    const at = i * width + j;
    if (a[start + i] === b[start + j]) pairs[start + i++] = start + j++;
    else if ((longest[at + width] ?? 0) >= (longest[at + 1] ?? 0)) i++;
    else j++;
  }
  return pairs;
}
