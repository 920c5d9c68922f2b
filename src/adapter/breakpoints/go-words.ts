import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Tells whether a name stands anywhere in the Go files of a file's folder; yes, when they cannot be read. */
export function wordsBeside(file: string): (name: string) => Promise<boolean> {
  let words: Promise<ReadonlySet<string> | undefined> | undefined;
  return async (name) => {
    words ??= readWords(dirname(file)).catch(() => undefined); // Not on this disk.
    const known = await words;
    return known === undefined || known.has(name);
  };
}

async function readWords(folder: string): Promise<ReadonlySet<string> | undefined> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.go'));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  // A dot import brings names in that are written elsewhere.
  if (texts.length === 0 || texts.some((text) => /^\s*(import\s+)?\.\s+"/m.test(text)))
    return undefined;
  return new Set(texts.flatMap((text) => text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []));
}
