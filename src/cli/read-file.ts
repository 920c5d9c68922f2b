import { open, readFile, stat } from 'node:fs/promises';

/** Larger files are not read by `readFile` of Node. */
const NODE_LIMIT = 2 ** 31 - 1;
/** Places in a trace are told by 32 bits. */
const LIMIT = 2 ** 32 - 1;
const CHUNK = 2 ** 26;

/** All bytes of a file. Throws as `readFile`, and where a file has 4 GiB or more. */
export async function readLargeFile(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size <= NODE_LIMIT) return readFile(path);
  if (size > LIMIT) throw new Error('it has 4 GiB or more; the editor opens traces of any size');
  const file = await open(path);
  try {
    const bytes = new Uint8Array(size);
    let length = 0;
    for (let read = 1; length < size && read > 0; length += read) {
      read = (await file.read(bytes, length, Math.min(CHUNK, size - length), length)).bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}
