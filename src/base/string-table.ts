/** Interns strings: the same text gets the same index. Index 0 is always the empty string. */
export class StringTable {
  readonly strings: string[] = [''];
  readonly #indexes = new Map<string, number>([['', 0]]);

  intern(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    const index = this.strings.length;
    this.strings.push(text);
    this.#indexes.set(text, index);
    return index;
  }

  at(index: number): string {
    return this.strings[index] ?? '';
  }
}
