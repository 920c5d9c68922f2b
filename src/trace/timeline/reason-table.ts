/** Rows for the reasons of stops: few, so that a byte is enough for each of millions. Row 0 is no reason. */
export class ReasonTable {
  /** String rows by reason. */
  readonly strings: number[] = [0];
  #rows = new Uint8Array(256);

  /** The row of a string row; that of no reason when there are too many. */
  row(text: number): number {
    if (text === 0) return 0;
    const known = this.#rows[text] ?? 0;
    if (known !== 0) return known;
    if (this.strings.length === LIMIT) return 0;
    if (text >= this.#rows.length) {
      const bigger = new Uint8Array(text * 2);
      bigger.set(this.#rows);
      this.#rows = bigger;
    }
    this.#rows[text] = this.strings.length;
    return this.strings.push(text) - 1;
  }
}

const LIMIT = 256;
