/** Bookmarks of a trace, in a small file beside it that exists only while there are some. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { TraceMark, TraceSection } from '../../protocol/timeline.ts';

/** Those of the section that is open, whose times count from its beginning; null stands for the whole trace. */
export async function readMarks(
  trace: string,
  section: TraceSection | null,
): Promise<readonly TraceMark[]> {
  const start = section?.start ?? 0;
  const marks = (await readAll(trace)).filter(({ time }) => isIn(section, time));
  return marks.map((mark) => ({ ...mark, time: mark.time - start }));
}

/** Keeps these in place of those that `readMarks` gave. */
export async function writeMarks(
  trace: string,
  section: TraceSection | null,
  marks: readonly TraceMark[],
): Promise<void> {
  const file = marksFile(trace);
  // Somebody may have changed the file meanwhile: what cannot be read is not written over.
  const others = (await readAll(trace)).filter(({ time }) => !isIn(section, time));
  const start = section?.start ?? 0;
  const all = [...others, ...marks.map((mark) => ({ ...mark, time: mark.time + start }))];
  if (all.length === 0) await rm(file, { force: true });
  else await writeFile(file, `${JSON.stringify({ version: 1, marks: all }, null, 2)}\n`);
}

function isIn(section: TraceSection | null, time: number): boolean {
  return section === null || (time >= section.start && time < section.end);
}

/** Throws with words for people where the file is none of ours: it is never written over then. */
async function readAll(trace: string): Promise<readonly TraceMark[]> {
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
