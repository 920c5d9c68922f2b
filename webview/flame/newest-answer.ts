import type { Question } from './questions.ts';

/** What a stage knows, and whether it is about what the stage wants to know now. */
export class NewestAnswer<Result> {
  #value: Result | null = null;
  #key = '';

  get value(): Result | null {
    return this.#value;
  }

  set(value: Result, { query }: Question): void {
    this.#value = value;
    this.#key = JSON.stringify(query);
  }

  /** False while another answer is on its way. */
  isOf(query: Question['query']): boolean {
    return this.#key === JSON.stringify(query);
  }
}
