const ELLIPSIS = '…';
/** Above this many strings the cache starts again: a page that pans for hours must not grow for ever. */
const LARGEST_CACHE = 20_000;

/** Measures text for one font; strings once, cutting by single characters, which are few. */
export class TextWidths {
  readonly #measure: (text: string) => number;
  readonly #strings = new Map<string, number>();
  readonly #characters = new Map<string, number>();

  constructor(measure: (text: string) => number) {
    this.#measure = measure;
  }

  width(text: string): number {
    const known = this.#strings.get(text);
    if (known !== undefined) return known;
    if (this.#strings.size >= LARGEST_CACHE) this.#strings.clear();
    const width = this.#measure(text);
    this.#strings.set(text, width);
    return width;
  }

  /** The text, or its beginning with an ellipsis, or nothing when fewer than `least` characters would be left. */
  cut(text: string, room: number, least = 2): string {
    if (this.width(text) <= room) return text;
    let left = room - this.#character(ELLIPSIS);
    let end = 0;
    for (const character of text) {
      left -= this.#character(character);
      if (left < 0) break;
      end += character.length;
    }
    const beginning = text.slice(0, end).replace(/[.(*]+$/, '');
    return beginning.length < least ? '' : beginning + ELLIPSIS;
  }

  clear(): void {
    this.#strings.clear();
    this.#characters.clear();
  }

  #character(character: string): number {
    const known = this.#characters.get(character);
    if (known !== undefined) return known;
    const width = this.#measure(character);
    this.#characters.set(character, width);
    return width;
  }
}
