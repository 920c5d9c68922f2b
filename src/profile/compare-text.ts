/** By UTF-8 bytes, as Go compares strings: characters beyond the basic plane come after all others. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === length) return a.length - b.length;
  return rankOf(a.charCodeAt(at)) - rankOf(b.charCodeAt(at));
}

/** Halves of characters beyond the basic plane move behind the rest of it. */
function rankOf(code: number): number {
  return code >= 0xd800 && code < 0xe000 ? code + 0x10000 : code;
}
