/** Something odd in data: shown beside the result, never thrown. */
export interface Problem {
  /** Stable, kebab-case, the same in tests and in documents: `sample-truncated`. */
  readonly code: string;
  /** One sentence with both numbers: what was found, what was expected. */
  readonly message: string;
  /** Byte offset in the input, where one is known. */
  readonly offset?: number;
  /** 1-based line in the input, for text formats. */
  readonly line?: number;
}

/** Whatever could be understood, and what could not. Both may be empty; neither replaces the other. */
export interface Parsed<T> {
  readonly value: T;
  readonly problems: readonly Problem[];
}

/** Collects problems up to a limit, so that a hostile file cannot fill the memory with complaints. */
export class ProblemList {
  readonly #limit: number;
  readonly #items: Problem[] = [];
  #dropped = 0;

  constructor(limit = 100) {
    this.#limit = limit;
  }

  push(problem: Problem): void {
    if (this.#items.length < this.#limit) this.#items.push(problem);
    else this.#dropped++;
  }

  /** The problems so far; the last one tells how many more there were. */
  list(): readonly Problem[] {
    if (this.#dropped === 0) return [...this.#items];
    return [
      ...this.#items,
      { code: 'more-problems', message: `${this.#dropped} more problems are not listed` },
    ];
  }
}
