import { readFile } from 'node:fs/promises';

/** Lines without their ends; null when the file cannot be read. */
export async function linesOnDisk(path: string): Promise<readonly string[] | null> {
  return readFile(path, 'utf8').then(linesOf, () => null);
}

export function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/);
}
