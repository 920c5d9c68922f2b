/** Bookmarks of a trace, in a small file beside it that exists only while there are some. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { TraceMark } from '../../protocol/timeline.ts';

/** Throws with words for people where the file is none of ours: it is never written over then. */
export async function readMarks(trace: string): Promise<readonly TraceMark[]> {
  const file = marksFile(trace);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const marks = text === null ? [] : parseMarks(text);
  if (marks === null) {
    throw new Error(
      `${basename(file)} is no list of bookmarks. Mend or remove it, and open the trace again.`,
    );
  }
  return marks;
}

export async function writeMarks(trace: string, marks: readonly TraceMark[]): Promise<void> {
  const file = marksFile(trace);
  // Somebody may have changed the file meanwhile: what cannot be read is not written over.
  await readMarks(trace);
  if (marks.length === 0) await rm(file, { force: true });
  else await writeFile(file, `${JSON.stringify({ version: 1, marks }, null, 2)}\n`);
}

/** Null for what is no such file. */
function parseMarks(text: string): readonly TraceMark[] | null {
  try {
    const content: unknown = JSON.parse(text);
    if (!hasMarks(content) || !content.marks.every(isMark)) return null;
    return content.marks.toSorted((a, b) => a.time - b.time);
  } catch {
    return null;
  }
}

function marksFile(trace: string): string {
  return `${trace}.notes.json`;
}

function hasMarks(content: unknown): content is { marks: unknown[] } {
  if (typeof content !== 'object' || content === null) return false;
  return (
    'version' in content &&
    content.version === 1 &&
    'marks' in content &&
    Array.isArray(content.marks)
  );
}

function isMark(mark: unknown): mark is TraceMark {
  if (typeof mark !== 'object' || mark === null) return false;
  const { time, goroutine, note } = mark as Partial<Record<keyof TraceMark, unknown>>;
  const isGoroutine = goroutine === null || Number.isFinite(goroutine);
  return Number.isFinite(time) && isGoroutine && typeof note === 'string';
}
