/** Pairs of word and stack, each by the key under which it first came. */
export class SpanKeys {
  readonly #words: number[] = [];
  readonly #stacks: number[] = [];
  readonly #keys = new Map<number, number>();

  keyOf(word: number, stack: number): number {
    // Exact: there are far fewer than 2^21 stacks.
    const pair = stack * 2 ** 32 + word;
    const known = this.#keys.get(pair);
    if (known !== undefined) return known;
    const key = this.#words.push(word) - 1;
    this.#stacks.push(stack);
    this.#keys.set(pair, key);
    return key;
  }

  take(): { readonly words: Uint32Array; readonly stacks: Uint32Array } {
    return { words: Uint32Array.from(this.#words), stacks: Uint32Array.from(this.#stacks) };
  }
}
