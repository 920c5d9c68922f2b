import { Matcher } from './matcher.ts';
import { compileProgram } from './program.ts';
import { parseRegExp } from './syntax.ts';

/** Finds out whether an expression matches anywhere in a text. */
export type TextPattern = Pick<Matcher, 'test'>;

/** A regular expression as pprof understands it (RE2), or why it is none, with the position. */
export interface CompiledRegExp {
  readonly regExp?: TextPattern;
  readonly error?: string;
}

/** With `i` as flags, letters match in both cases. */
export function compileRegExp(source: string, flags: '' | 'i' = ''): CompiledRegExp {
  try {
    return { regExp: new Matcher(compileProgram(parseRegExp(source, flags === 'i'))) };
  } catch (error) {
    // The parser and the program builder throw for no other reason than the expression.
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
