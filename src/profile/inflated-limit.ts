/**
 * Bytes that a profile of so many gzip bytes may inflate to: a file can hold a thousand times its size, real profiles
 * hold three to ten times theirs.
 */
export function inflatedLimit(size: number): number {
  return Math.min(20 * size + 64 * 2 ** 20, 2 ** 31);
}
