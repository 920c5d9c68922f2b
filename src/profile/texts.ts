import type { ProblemList } from '../base/problem.ts';

/** The file's string table; an index beyond it is a problem once per field, and an empty text. */
export class Texts {
  readonly strings: readonly string[];
  readonly #problems: ProblemList;
  readonly #reported = new Set<string>();

  constructor(strings: readonly string[], problems: ProblemList) {
    this.#problems = problems;
    if (strings.length > 0 && strings[0] !== '') {
      problems.push({
        code: 'first-string-not-empty',
        message: `the first of ${strings.length} strings has ${strings[0]?.length ?? 0} characters, it must have 0`,
      });
      this.strings = ['', ...strings.slice(1)];
    } else this.strings = strings.length === 0 ? [''] : strings;
  }

  at(index: number, field: string): string {
    return this.find(index, field) ?? '';
  }

  /** Undefined when the index is beyond the table. */
  find(index: number, field: string): string | undefined {
    const text = this.strings[index];
    if (text === undefined && !this.#reported.has(field)) {
      this.#reported.add(field);
      this.#problems.push({
        code: 'string-out-of-range',
        message: `a ${field} is string ${index}, the file has ${this.strings.length}`,
      });
    }
    return text;
  }
}
