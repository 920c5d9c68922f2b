/**
 * Regular expressions of RE2 as a tree (regexp/syntax/parse.go of Go 1.26, with the flags of regexp.Compile).
 *
 * 1. Read from left to right; a stack of open groups holds the alternatives so far.
 * 2. A repetition applies to the last item; greedy or not makes no difference to whether something matches.
 * 3. What RE2 does not have (look-around, backreferences, `\Z`) is an error with its position.
 */
import { CLASS_ESCAPES, POSIX_CLASSES, unicodeClass } from './classes.ts';

export type RegExpNode =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'assert'; readonly assertion: Assertion }
  | { readonly kind: 'all'; readonly items: readonly RegExpNode[] }
  | { readonly kind: 'any'; readonly items: readonly RegExpNode[] }
  | {
      readonly kind: 'repeat';
      readonly item: RegExpNode;
      readonly least: number;
      /** Infinity where there is no limit. */
      readonly most: number;
    };

export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word' | 'no-word';

/** Code points by ranges (first, last, first, last, …) and by Unicode property. */
export interface CharSet {
  readonly ranges: readonly number[];
  readonly properties: readonly UnicodeProperty[];
  readonly negated: boolean;
  /** True where letters match in both cases. */
  readonly fold: boolean;
}

export interface UnicodeProperty {
  readonly pattern: RegExp;
  readonly negated: boolean;
}

/** What is wrong with an expression, and where: a UTF-16 index. */
export class RegExpSyntaxError extends Error {
  constructor(what: string, at: number) {
    super(`${what} at ${at}`);
  }
}

export function parseRegExp(source: string, foldAll: boolean): RegExpNode {
  return new Parser(source, foldAll).parse();
}

interface Flags {
  readonly fold: boolean;
  readonly lines: boolean;
  readonly dotAll: boolean;
}

interface Group {
  readonly at: number;
  readonly flags: Flags;
  readonly alternatives: RegExpNode[];
  items: RegExpNode[];
}

class Parser {
  readonly #source: string;
  readonly #open: Group[] = [];
  #at = 0;
  #flags: Flags;
  #group: Group;
  /** True where a repetition may follow. */
  #repeatable = false;

  constructor(source: string, fold: boolean) {
    this.#source = source;
    this.#flags = { fold, lines: false, dotAll: false };
    this.#group = { at: 0, flags: this.#flags, alternatives: [], items: [] };
  }

  parse(): RegExpNode {
    while (this.#at < this.#source.length) this.#next();
    if (this.#open.length > 0) throw new RegExpSyntaxError('missing ) for (', this.#group.at);
    return finished(this.#group);
  }

  #next(): void {
    const at = this.#at;
    const char = this.#source[at] ?? '';
    if (char === '(') this.#openGroup();
    else if (char === ')') this.#closeGroup();
    else if (char === '|') {
      this.#at++;
      this.#group.alternatives.push(all(this.#group.items));
      this.#group.items = [];
      this.#repeatable = false;
    } else if (char === '[') this.#add({ kind: 'set', set: this.#readClass() });
    else if (char === '\\') this.#readEscape();
    else if (char === '*' || char === '+' || char === '?') {
      this.#at++;
      this.#repeat(at, char === '+' ? 1 : 0, char === '?' ? 1 : Infinity);
    } else if (char === '{' && this.#readCount()) return;
    else {
      this.#at++;
      if (char === '^') this.#assert(this.#flags.lines ? 'line-start' : 'text-start');
      else if (char === '$') this.#assert(this.#flags.lines ? 'line-end' : 'text-end');
      else if (char === '.') this.#addSet(this.#flags.dotAll ? [] : [10, 10], true);
      else {
        this.#at = at;
        this.#literal(this.#codePoint());
      }
    }
  }

  #add(node: RegExpNode): void {
    this.#group.items.push(node);
    this.#repeatable = true;
  }

  #assert(assertion: Assertion): void {
    this.#add({ kind: 'assert', assertion });
  }

  #addSet(ranges: readonly number[], negated: boolean): void {
    this.#add({ kind: 'set', set: { ranges, properties: [], negated, fold: false } });
  }

  #literal(code: number): void {
    const set = { ranges: [code, code], properties: [], negated: false, fold: this.#flags.fold };
    this.#add({ kind: 'set', set: set.fold ? folded(set) : set });
  }

  #codePoint(): number {
    const code = this.#source.codePointAt(this.#at) ?? 0;
    this.#at += code > 0xffff ? 2 : 1;
    return code;
  }

  #openGroup(): void {
    const at = this.#at;
    const rest = this.#source.slice(at);
    if (/^\(\?<?[=!]/.test(rest)) throw new RegExpSyntaxError('look-around', at);
    const named = /^\(\?P?<(\w+)>/.exec(rest);
    const flags = named ? null : /^\(\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest);
    if (rest.startsWith('(?') && !named && !flags) {
      throw new RegExpSyntaxError('unknown kind of group', at);
    }
    this.#at += (named ?? flags)?.[0].length ?? 1;
    const before = this.#flags;
    if (flags) this.#flags = changedFlags(before, flags[1] ?? '', flags[2] ?? '');
    // What comes before flags may still be repeated behind them.
    this.#repeatable = flags?.[3] === ')' && this.#group.items.length > 0;
    if (flags?.[3] === ')') return;
    this.#open.push(this.#group);
    this.#group = { at, flags: before, alternatives: [], items: [] };
  }

  #closeGroup(): void {
    const outer = this.#open.pop();
    if (!outer) throw new RegExpSyntaxError('unexpected )', this.#at);
    this.#at++;
    const node = finished(this.#group);
    this.#flags = this.#group.flags;
    this.#group = outer;
    this.#add(node);
  }

  /** `{2}`, `{2,}`, `{2,5}`; false where the brace is a character. */
  #readCount(): boolean {
    const match = /^\{(\d+)(,(\d*))?\}/.exec(this.#source.slice(this.#at));
    if (!match) return false;
    const at = this.#at;
    const least = Number(match[1]);
    const most = match[2] === undefined ? least : match[3] === '' ? Infinity : Number(match[3]);
    if (least > MOST_REPEATS || (most !== Infinity && most > MOST_REPEATS) || most < least) {
      throw new RegExpSyntaxError(`invalid repeat count ${match[0]}`, at);
    }
    this.#at += match[0].length;
    this.#repeat(at, least, most);
    return true;
  }

  #repeat(at: number, least: number, most: number): void {
    const item = this.#group.items.pop();
    if (!item || !this.#repeatable) {
      throw new RegExpSyntaxError('nothing to repeat', at);
    }
    if (this.#source[this.#at] === '?') this.#at++;
    this.#group.items.push({ kind: 'repeat', item, least, most });
    this.#repeatable = false;
  }

  #readEscape(): void {
    const at = this.#at;
    const char = this.#source[at + 1] ?? '';
    if (char === 'Q') {
      const end = this.#source.indexOf('\\E', at + 2);
      const to = end < 0 ? this.#source.length : end;
      this.#at = at + 2;
      while (this.#at < to) this.#literal(this.#codePoint());
      this.#at = end < 0 ? to : end + 2;
      return;
    }
    const assertion = ASSERTIONS[char];
    if (assertion) {
      this.#at += 2;
      this.#assert(assertion);
      return;
    }
    const set = this.#readClassEscape();
    if (set) this.#add({ kind: 'set', set: { ...set, fold: this.#flags.fold } });
    else this.#literal(this.#readCharEscape());
  }

  /** `\d`, `\pL`, `\P{Greek}`; null where another escape follows. */
  #readClassEscape(): CharSet | null {
    const at = this.#at;
    const char = this.#source[at + 1] ?? '';
    const ranges = CLASS_ESCAPES[char.toLowerCase()];
    if (ranges) {
      this.#at += 2;
      return { ranges, properties: [], negated: char !== char.toLowerCase(), fold: false };
    }
    const property = /^\\[pP](?:\{(\^?)(\w+)\}|(\w))/.exec(this.#source.slice(at));
    if (!property) return null;
    const pattern = unicodeClass(property[2] ?? property[3] ?? '');
    if (!pattern) throw new RegExpSyntaxError(`unknown character class ${property[0]}`, at);
    this.#at += property[0].length;
    const negated = (char === 'P') !== (property[1] === '^');
    return { ranges: [], properties: [{ pattern, negated }], negated: false, fold: false };
  }

  #readCharEscape(): number {
    const at = this.#at;
    const rest = this.#source.slice(at);
    const octal = /^\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest);
    const hex = /^\\x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]+)\})/.exec(rest);
    const char = rest[1] ?? '';
    if (octal) {
      this.#at += octal[0].length;
      return Number.parseInt(octal[1] ?? '', 8);
    }
    if (/[1-9]/.test(char)) throw new RegExpSyntaxError('backreference', at);
    if (hex) {
      this.#at += hex[0].length;
      const code = Number.parseInt(hex[1] ?? hex[2] ?? '', 16);
      if (code <= 0x10ffff) return code;
    }
    const control = CONTROL_ESCAPES[char];
    if (control === undefined && !/^[^\w]$/.test(char)) {
      throw new RegExpSyntaxError(`unknown escape \\${char}`, at);
    }
    this.#at = at + 2;
    return control ?? char.charCodeAt(0);
  }

  #readClass(): CharSet {
    const at = this.#at++;
    const negated = this.#source[this.#at] === '^';
    if (negated) this.#at++;
    const ranges: number[] = [];
    const properties: UnicodeProperty[] = [];
    for (let first = true; first || this.#source[this.#at] !== ']'; first = false) {
      if (this.#at >= this.#source.length) throw new RegExpSyntaxError('missing ] for [', at);
      this.#readClassItem(ranges, properties);
    }
    this.#at++;
    const set = { ranges, properties, negated, fold: this.#flags.fold };
    return set.fold ? folded(set) : set;
  }

  #readClassItem(ranges: number[], properties: UnicodeProperty[]): void {
    const at = this.#at;
    const posix = /^\[:(\^?)(\w+):\]/.exec(this.#source.slice(at));
    const known = posix ? POSIX_CLASSES[posix[2] ?? ''] : undefined;
    if (posix) {
      if (!known) throw new RegExpSyntaxError(`unknown character class ${posix[0]}`, at);
      this.#at += posix[0].length;
      ranges.push(...(posix[1] === '^' ? complement(known) : known));
      return;
    }
    const escaped = this.#source[at] === '\\' ? this.#readClassEscape() : null;
    if (escaped) {
      ranges.push(...(escaped.negated ? complement(escaped.ranges) : escaped.ranges));
      properties.push(...escaped.properties);
      return;
    }
    const low = this.#classChar();
    let high = low;
    if (this.#source[this.#at] === '-' && this.#source[this.#at + 1] !== ']') {
      this.#at++;
      if (this.#at >= this.#source.length) throw new RegExpSyntaxError('missing ] for [', at);
      high = this.#classChar();
    }
    if (high < low) throw new RegExpSyntaxError('invalid character class range', at);
    ranges.push(low, high);
  }

  #classChar(): number {
    return this.#source[this.#at] === '\\' ? this.#readCharEscape() : this.#codePoint();
  }
}

function all(items: readonly RegExpNode[]): RegExpNode {
  return { kind: 'all', items };
}

function finished({ alternatives, items }: Group): RegExpNode {
  if (alternatives.length === 0) return all(items);
  return { kind: 'any', items: [...alternatives, all(items)] };
}

function changedFlags(flags: Flags, on: string, off: string): Flags {
  const value = (flag: string, before: boolean): boolean =>
    off.includes(flag) ? false : on.includes(flag) || before;
  return {
    fold: value('i', flags.fold),
    lines: value('m', flags.lines),
    dotAll: value('s', flags.dotAll),
  };
}

/** With both cases of the single characters; ranges are folded when they are matched. */
function folded(set: CharSet): CharSet {
  const ranges = [...set.ranges];
  for (let k = 0; k < set.ranges.length; k += 2) {
    const code = set.ranges[k] ?? 0;
    if (code !== set.ranges[k + 1]) continue;
    const char = String.fromCodePoint(code);
    for (const other of [char.toLowerCase(), char.toUpperCase()]) {
      const folding = other.codePointAt(0) ?? 0;
      if (String.fromCodePoint(folding) === other) ranges.push(folding, folding);
    }
  }
  return { ...set, ranges };
}

function complement(ranges: readonly number[]): number[] {
  const pairs: [number, number][] = [];
  for (let k = 0; k < ranges.length; k += 2) pairs.push([ranges[k] ?? 0, ranges[k + 1] ?? 0]);
  pairs.sort((a, b) => a[0] - b[0]);
  const rest: number[] = [];
  let next = 0;
  for (const [low, high] of pairs) {
    if (low > next) rest.push(next, low - 1);
    next = Math.max(next, high + 1);
  }
  if (next <= 0x10ffff) rest.push(next, 0x10ffff);
  return rest;
}

/** regexp/syntax: a repeat count is at most 1000. */
const MOST_REPEATS = 1000;

const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'text-start',
  z: 'text-end',
  b: 'word',
  B: 'no-word',
};

const CONTROL_ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  f: 12,
  t: 9,
  n: 10,
  r: 13,
  v: 11,
};
