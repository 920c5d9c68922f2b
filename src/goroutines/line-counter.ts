/** 1-based line numbers of offsets that are asked for in ascending order. Reads the text once, and only when asked. */
export class LineCounter {
  readonly #text: string;
  #offset = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  at(offset: number): number {
    for (;;) {
      const end = this.#text.indexOf('\n', this.#offset);
      if (end < 0 || end >= offset) return this.#line;
      this.#offset = end + 1;
      this.#line++;
    }
  }
}
