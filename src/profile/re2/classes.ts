/** Character classes of RE2 as ranges of code points (regexp/syntax/perl_groups.go): first, last, first, last, … */
export const CLASS_ESCAPES: Readonly<Record<string, readonly number[]>> = {
  d: ranges('0-9'),
  // Without the vertical tab that other dialects count as a space.
  s: ranges('\t-\n\f-\r - '),
  w: ranges('0-9A-Z_-_a-z'),
};

export const POSIX_CLASSES: Readonly<Record<string, readonly number[]>> = {
  alnum: ranges('0-9A-Za-z'),
  alpha: ranges('A-Za-z'),
  ascii: ranges('\0-\x7f'),
  blank: ranges('\t-\t - '),
  cntrl: ranges('\0-\x1f\x7f-\x7f'),
  digit: ranges('0-9'),
  graph: ranges('!-~'),
  lower: ranges('a-z'),
  print: ranges(' -~'),
  punct: ranges('!-/:-@[-`{-~'),
  space: ranges('\t-\r - '),
  upper: ranges('A-Z'),
  word: ranges('0-9A-Za-z_-_'),
  xdigit: ranges('0-9A-Fa-f'),
};

/** A Unicode general category or script as a pattern for one character; null where there is none of the name. */
export function unicodeClass(name: string): RegExp | null {
  if (name === 'Any') return /^[\s\S]/u;
  for (const property of name.length <= 2 ? [name] : [`Script=${name}`, name]) {
    try {
      return new RegExp(`^\\p{${property}}`, 'u');
    } catch {
      // Not a category or script of this platform: the next spelling, or none.
    }
  }
  return null;
}

/** `0-9A-Z` as code points. */
function ranges(text: string): readonly number[] {
  const codes: number[] = [];
  for (let k = 0; k < text.length; k += 3) codes.push(text.charCodeAt(k), text.charCodeAt(k + 2));
  return codes;
}
