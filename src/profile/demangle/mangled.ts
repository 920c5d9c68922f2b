/** Something that no name has, or that is not read here: expressions in names, modules. */
export class NotUnderstood extends Error {}

/** A mangled name that is being read. */
export class Mangled {
  readonly #text: string;
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next characters, fewer at the end. */
  peek(count = 1): string {
    return this.#text.slice(this.at, this.at + count);
  }

  isAtEnd(): boolean {
    return this.at >= this.#text.length;
  }

  take(count: number): string {
    const text = this.peek(count);
    if (text.length < count) throw new NotUnderstood();
    this.at += count;
    return text;
  }

  /** Takes the text if it is next. */
  skip(text: string): boolean {
    if (this.peek(text.length) !== text) return false;
    this.at += text.length;
    return true;
  }

  expect(text: string): void {
    if (!this.skip(text)) throw new NotUnderstood();
  }

  /** What matches from here on; the expression is sticky. */
  match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const text = pattern.exec(this.#text)?.[0];
    if (text === undefined) throw new NotUnderstood();
    this.at += text.length;
    return text;
  }

  number(): number {
    return Number(this.match(/\d{1,9}/y));
  }

  /** `_` is 0, `0_` is 1. */
  compactNumber(): number {
    if (this.skip('_')) return 0;
    const number = this.number();
    this.expect('_');
    return number + 1;
  }

  /** Like a compact number, to the base 36. */
  sequenceNumber(): number {
    const digits = this.match(/[0-9A-Z]{0,5}_/y).slice(0, -1);
    return digits === '' ? 0 : parseInt(digits, 36) + 1;
  }

  identifier(): string {
    const id = this.take(this.number());
    if (id === '') throw new NotUnderstood();
    return /^_GLOBAL_[._$]N./s.test(id) ? '(anonymous namespace)' : id;
  }
}
