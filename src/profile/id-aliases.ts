/** Ids of 64 bits as 32: those from 2^31 on get an alias from 2^31 on, the same one each time. */
export class IdAliases {
  readonly #known = new Map<bigint, number>();

  of(low: number, high: number): number {
    if (high === 0 && low < ALIASES_FROM) return low;
    const id = (BigInt(high) << 32n) | BigInt(low);
    let alias = this.#known.get(id);
    if (alias === undefined) {
      alias = ALIASES_FROM + this.#known.size;
      this.#known.set(id, alias);
    }
    return alias;
  }
}

const ALIASES_FROM = 2 ** 31;
