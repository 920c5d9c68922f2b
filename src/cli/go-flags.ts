import { assertNever } from '../base/assert.ts';

/**
 * Command lines in the way of Go's flag package, which pprof's users know: `-focus=x`, `-focus x`, `-cum`,
 * `--cum=false`, in any order with the files.
 */
export type FlagKind = 'switch' | 'text' | 'integer' | 'number';

export interface ParsedFlags {
  readonly values: ReadonlyMap<string, FlagValue>;
  readonly files: readonly string[];
  /** What is wrong with the command line. */
  readonly error: string | null;
}

export type FlagValue = string | number | boolean;

export function parseGoFlags(
  args: readonly string[],
  kinds: Readonly<Record<string, FlagKind>>,
): ParsedFlags {
  const values = new Map<string, FlagValue>();
  const files: string[] = [];
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') {
      files.push(...rest);
      break;
    }
    const match = /^--?([^-=][^=]*)(?:=([\s\S]*))?$/.exec(arg);
    if (!match) {
      files.push(arg);
      continue;
    }
    const name = match[1] ?? '';
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (!kind) return failed(`there is no option -${name}`);
    const text = match[2] ?? (kind === 'switch' ? 'true' : rest.shift());
    if (text === undefined) return failed(`-${name} needs a value`);
    const value = valueOf(kind, text);
    if (value === null) return failed(`-${name}: ${text} is not ${EXPECTED[kind]}`);
    values.set(name, value);
  }
  return { values, files, error: null };

  function failed(error: string): ParsedFlags {
    return { values, files, error };
  }
}

function valueOf(kind: FlagKind, text: string): FlagValue | null {
  switch (kind) {
    case 'text':
      return text;
    case 'switch':
      if (/^(?:1|t|true)$/i.test(text)) return true;
      return /^(?:0|f|false)$/i.test(text) ? false : null;
    case 'integer':
    case 'number': {
      const value = Number(text);
      if (text.trim() === '' || !Number.isFinite(value)) return null;
      return kind === 'integer' && !Number.isInteger(value) ? null : value;
    }
    default:
      return assertNever(kind);
  }
}

const EXPECTED: Readonly<Record<FlagKind, string>> = {
  switch: 'true or false',
  text: 'a text',
  integer: 'a whole number',
  number: 'a number',
};
