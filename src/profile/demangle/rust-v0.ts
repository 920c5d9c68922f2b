/**
 * Names of Rust since 2025 (https://rust-lang.github.io/rfcs/2603-rust-symbol-name-mangling-v0.html, and rust.go of
 * github.com/ianlancetaylor/demangle), without generic arguments: `a::take::<>`.
 */
import { Mangled, NotUnderstood } from './mangled.ts';
import { fromPunycode } from './punycode.ts';

/** `mangled` is what follows `_R`. */
export function rustName(mangled: string): string {
  return new RustParser(mangled.split('.', 1)[0] ?? '').symbolName();
}

/** A name may refer to parts of itself, which may do so again. */
const LONGEST_NAME = 2 ** 15;
const MOST_PARTS = 20_000;
const DEEPEST = 200;

class RustParser {
  readonly #text: string;
  #in: Mangled;
  #out = '';
  /** Above 0 nothing is written. */
  #skipping = 0;
  #lifetimes = 0;
  #parts = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#in = new Mangled(text);
  }

  symbolName(): string {
    this.#path(true);
    // The crate that instantiated it.
    if (!this.#in.isAtEnd()) this.#quietly(() => this.#path(false));
    if (!this.#in.isAtEnd()) throw new NotUnderstood();
    return this.#out;
  }

  #write(text: string): void {
    if (this.#skipping > 0) return;
    this.#out += text;
    if (this.#out.length > LONGEST_NAME) throw new NotUnderstood();
  }

  #quietly(read: () => void): void {
    this.#skipping++;
    read();
    this.#skipping--;
  }

  #nested(read: () => void): void {
    if (++this.#depth > DEEPEST || ++this.#parts > MOST_PARTS) throw new NotUnderstood();
    read();
    this.#depth--;
  }

  /** `isValue`: outside of types `::` stands before generic arguments. */
  #path(isValue: boolean): void {
    this.#nested(() => this.#pathOf(this.#in.peek(), isValue));
  }

  #pathOf(next: string, isValue: boolean): void {
    if (next === 'B') {
      this.#backReference(() => this.#path(isValue));
      return;
    }
    const kind = this.#in.take(1);
    if (kind === 'C') this.#write(this.#identifier().name);
    else if (kind === 'M' || kind === 'X' || kind === 'Y') this.#implementation(kind);
    else if (kind === 'N') {
      const namespace = this.#in.match(/[a-zA-Z]/y);
      this.#path(isValue);
      const { name, index } = this.#identifier();
      this.#write(/[a-z]/.test(namespace) ? `::${name}` : specialName(namespace, name, index));
    } else if (kind === 'I') {
      this.#path(isValue);
      this.#write(isValue ? '::<' : '<');
      this.#genericArgs();
      this.#write('>');
    } else throw new NotUnderstood();
  }

  #implementation(kind: 'M' | 'X' | 'Y'): void {
    // Where the implementation is written is no part of the name.
    if (kind !== 'Y') {
      this.#quietly(() => {
        this.#disambiguator();
        this.#path(false);
      });
    }
    this.#write('<');
    this.#type();
    if (kind !== 'M') {
      this.#write(' as ');
      this.#path(false);
    }
    this.#write('>');
  }

  #genericArgs(): void {
    this.#quietly(() => {
      while (!this.#in.skip('E')) {
        if (this.#in.skip('L')) this.#base62();
        else if (this.#in.skip('K')) this.#constant();
        else this.#type();
      }
    });
  }

  #type(): void {
    this.#nested(() => this.#typeOf(this.#in.peek()));
  }

  #typeOf(next: string): void {
    const input = this.#in;
    if (/[CMXYNI]/.test(next)) {
      this.#path(false);
      return;
    }
    if (next === 'B') {
      this.#backReference(() => this.#type());
      return;
    }
    input.take(1);
    const basic = BASIC_TYPES[next];
    if (basic !== undefined) this.#write(basic);
    else if (next === 'A' || next === 'S') this.#array(next === 'A');
    else if (next === 'T') {
      const count = this.#list('(');
      this.#write(count === 1 ? ',)' : ')');
    } else if (next === 'R' || next === 'Q') this.#reference(next === 'Q' ? 'mut ' : '');
    else if (next === 'P' || next === 'O') {
      this.#write(next === 'P' ? '*const ' : '*mut ');
      this.#type();
    } else if (next === 'F') this.#withLifetimes(() => this.#functionType());
    else if (next === 'D') this.#dynamicType();
    else throw new NotUnderstood();
  }

  /** Types up to `E`, with the text before them; how many there are. */
  #list(before: string): number {
    this.#write(before);
    let count = 0;
    for (; !this.#in.skip('E'); count++) {
      if (count > 0) this.#write(', ');
      this.#type();
    }
    return count;
  }

  #array(hasSize: boolean): void {
    this.#write('[');
    this.#type();
    if (hasSize) {
      this.#write('; ');
      this.#constant();
    }
    this.#write(']');
  }

  #reference(mutable: string): void {
    this.#write('&');
    if (this.#in.skip('L')) {
      const lifetime = this.#base62();
      if (lifetime > 0) this.#write(`${this.#lifetime(lifetime)} `);
    }
    this.#write(mutable);
    this.#type();
  }

  #functionType(): void {
    const input = this.#in;
    this.#binder();
    if (input.skip('U')) this.#write('unsafe ');
    if (input.skip('KC')) this.#write('extern "C" ');
    else if (input.skip('K')) {
      const name = this.#plainIdentifier();
      this.#write(`extern "${name.replaceAll('_', '-')}" `);
    }
    this.#list('fn(');
    this.#write(')');
    if (input.skip('u')) return;
    this.#write(' -> ');
    this.#type();
  }

  #dynamicType(): void {
    const input = this.#in;
    this.#withLifetimes(() => {
      this.#write('dyn ');
      this.#binder();
      for (let count = 0; !input.skip('E'); count++) {
        if (count > 0) this.#write(' + ');
        this.#trait();
      }
    });
    input.expect('L');
    const lifetime = this.#base62();
    if (lifetime === 0) return;
    this.#write(`${this.#out.endsWith(' ') ? '' : ' '}+ ${this.#lifetime(lifetime)}`);
  }

  #trait(): void {
    let isOpen = this.#openPath();
    while (this.#in.skip('p')) {
      this.#write(isOpen ? ', ' : '<');
      isOpen = true;
      this.#write(`${this.#plainIdentifier()} = `);
      this.#type();
    }
    if (isOpen) this.#write('>');
  }

  /** A path whose generic arguments stay open, for what follows in them; false where it has none. */
  #openPath(): boolean {
    let isOpen = false;
    this.#nested(() => {
      if (this.#in.peek() === 'B') this.#backReference(() => (isOpen = this.#openPath()));
      else if (this.#in.skip('I')) {
        this.#path(false);
        this.#write('<');
        this.#genericArgs();
        isOpen = true;
      } else this.#path(false);
    });
    return isOpen;
  }

  #withLifetimes(read: () => void): void {
    const before = this.#lifetimes;
    read();
    this.#lifetimes = before;
  }

  #binder(): void {
    if (!this.#in.skip('G')) return;
    const count = this.#base62() + 1;
    // Each is named further on.
    if (count >= this.#text.length) throw new NotUnderstood();
    const names = Array.from({ length: count }, () => {
      this.#lifetimes++;
      return this.#lifetime(1);
    });
    this.#write(`for<${names.join(', ')}> `);
  }

  #lifetime(index: number): string {
    const depth = this.#lifetimes - index;
    if (index === 0) return "'_";
    if (depth < 0) throw new NotUnderstood();
    return depth < 26 ? `'${String.fromCharCode(97 + depth)}` : `'z${depth - 25}`;
  }

  #constant(): void {
    const input = this.#in;
    if (input.peek() === 'B') {
      this.#backReference(() => this.#constant());
      return;
    }
    if (input.skip('p')) {
      this.#write('_');
      return;
    }
    const type = input.match(/[aslxnihtmyojbc]/y);
    const sign = /[aslxni]/.test(type) && input.skip('n') ? '-' : '';
    const digits = input.match(/(?:0|[1-9a-f][0-9a-f]*)_/y).slice(0, -1);
    const value = BigInt(`0x${digits}`);
    if (type === 'b' && value > 1n) throw new NotUnderstood();
    if (type === 'b') this.#write(value === 1n ? 'true' : 'false');
    else if (type === 'c') this.#write(characterText(Number(value)));
    else this.#write(sign + (digits.length > 16 ? `0x${digits}` : value.toString()));
  }

  #backReference(read: () => void): void {
    const end = this.#in.at;
    this.#in.expect('B');
    const index = this.#base62();
    if (this.#skipping > 0) return;
    if (index >= end) throw new NotUnderstood();
    const rest = this.#in;
    this.#in = new Mangled(this.#text.slice(0, end));
    this.#in.at = index;
    this.#nested(read);
    this.#in = rest;
  }

  #identifier(): { name: string; index: number } {
    const index = this.#disambiguator();
    const isPunycode = this.#in.skip('u');
    const name = this.#plainIdentifier();
    return { name: isPunycode ? fromPunycode(name) : name, index };
  }

  #disambiguator(): number {
    return this.#in.skip('s') ? this.#base62() + 1 : 0;
  }

  #plainIdentifier(): string {
    // As in pprof's demangler: `00` is one number, and none is 0 unless the name is over.
    if (this.#in.isAtEnd()) throw new NotUnderstood();
    const size = Number(this.#in.match(/\d{0,9}/y));
    this.#in.skip('_');
    const name = this.#in.take(size);
    if (!/^\w*$/.test(name)) throw new NotUnderstood();
    return name;
  }

  /** `_` is 0, `0_` is 1. */
  #base62(): number {
    const digits = this.#in.match(/[0-9a-zA-Z]{0,11}_/y).slice(0, -1);
    if (digits === '') return 0;
    let value = 0;
    for (const digit of digits) value = value * 62 + DIGITS.indexOf(digit);
    return value + 1;
  }
}

/** Closures and the like have a number. */
function specialName(namespace: string, name: string, index: number): string {
  const kind = { C: 'closure', S: 'shim' }[namespace] ?? namespace;
  return `::{${kind}${name === '' ? '' : `:${name}`}#${index}}`;
}

function characterText(code: number): string {
  const known = { 9: '\\t', 10: '\\n', 13: '\\r', 39: "\\'", 92: '\\\\' }[code];
  if (known !== undefined) return `'${known}'`;
  const isPrintable = code >= 32 && code <= 126;
  return isPrintable ? `'${String.fromCharCode(code)}'` : `'\\u{${code.toString(16)}}'`;
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

const BASIC_TYPES: Readonly<Record<string, string>> = {
  a: 'i8',
  b: 'bool',
  c: 'char',
  d: 'f64',
  e: 'str',
  f: 'f32',
  h: 'u8',
  i: 'isize',
  j: 'usize',
  l: 'i32',
  m: 'u32',
  n: 'i128',
  o: 'u128',
  p: '_',
  s: 'i16',
  t: 'u16',
  u: '()',
  v: '...',
  x: 'i64',
  y: 'u64',
  z: '!',
};
