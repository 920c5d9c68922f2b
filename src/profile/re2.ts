/** A regular expression as pprof understands it, or why it is none. */
export interface CompiledRegExp {
  readonly regExp?: RegExp;
  readonly error?: string;
}

/**
 * Translates RE2 (regexp/syntax, Go 1.26) to this platform's regular expressions and compiles it. Differences:
 * flags at the start, named groups with P, `\A`, `\z`, `\Q…\E`, POSIX classes. Look-around and backreferences do
 * not exist in RE2 and are rejected, with their position.
 */
export function compileRegExp(source: string, flags = ''): CompiledRegExp {
  const leading = /^(\^?\(?)\(\?([ims]+)\)/.exec(source);
  const rest = leading ? (leading[1] ?? '') + source.slice(leading[0].length) : source;
  const shift = source.length - rest.length;
  const foreign = /\\.|\(\?(?:<?[=!])/g;
  for (const match of rest.matchAll(foreign)) {
    if (match[0].startsWith('(?')) {
      return { error: `look-around at ${match.index + shift} is not supported` };
    }
    if (/^\\[1-9]/.test(match[0])) {
      return { error: `backreference at ${match.index + shift} is not supported` };
    }
  }
  try {
    return { regExp: new RegExp(translate(rest), flags + (leading?.[2] ?? '')) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function translate(source: string): string {
  return source
    .replace(/\\Q(.*?)(?:\\E|$)/gs, (_, literal: string) =>
      literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
    )
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$')
    .replaceAll('(?P<', '(?<')
    .replace(/\[:(\^?)(\w+):\]/g, (whole, negated: string, name: string) =>
      negated === '' ? (POSIX_CLASSES[name] ?? whole) : whole,
    );
}

const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};
