/** Bookmarks in the order of time. Nothing here is drawn or stored. */
import type { TraceMark } from '../../src/protocol/timeline.ts';

/** The bookmarks with one more at its place; without it when there is one already. */
export function toggledMark(marks: readonly TraceMark[], mark: TraceMark): readonly TraceMark[] {
  const known = marks.findIndex((each) => isAt(each, mark));
  if (known >= 0) return marks.toSpliced(known, 1);
  return [...marks, mark].toSorted((a, b) => a.time - b.time);
}

/** The bookmarks with another note at this index; null takes the bookmark away. */
export function withNote(
  marks: readonly TraceMark[],
  index: number,
  note: string | null,
): readonly TraceMark[] {
  const mark = marks[index];
  if (!mark) return marks;
  return note === null ? marks.toSpliced(index, 1) : marks.with(index, { ...mark, note });
}

export function indexOfMark(marks: readonly TraceMark[], mark: TraceMark): number {
  return marks.findIndex((each) => isAt(each, mark));
}

/** The next bookmark after a time, or the one before; round the ends. -1 when there is none. */
export function markBeside(marks: readonly TraceMark[], time: number, step: 1 | -1): number {
  if (marks.length === 0) return -1;
  const found =
    step > 0
      ? marks.findIndex((mark) => mark.time > time)
      : marks.findLastIndex((mark) => mark.time < time);
  if (found >= 0) return found;
  return step > 0 ? 0 : marks.length - 1;
}

/** The bookmark within so many nanoseconds of a time that is nearest to it; -1 for none. */
export function markNear(marks: readonly TraceMark[], time: number, slack: number): number {
  let best = -1;
  let distance = slack;
  for (const [index, mark] of marks.entries()) {
    const away = Math.abs(mark.time - time);
    if (away > distance) continue;
    best = index;
    distance = away;
  }
  return best;
}

function isAt(one: TraceMark, other: TraceMark): boolean {
  return one.time === other.time && one.goroutine === other.goroutine;
}
