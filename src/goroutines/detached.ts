/**
 * The same text in its own memory. A slice of a large string keeps that string alive in JavaScript engines; a table
 * that outlives its dump holds detached strings.
 */
export function detached(slice: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(slice));
}
