import type { ByteReader } from '../byte-reader.ts';

/** Ticks since the first batch: exact, where ticks since boot exceed the 53 bits of a double. */
export class TickBase {
  #low = Number.NaN;
  #high = 0;

  /** The varint that was read last is a time: the first one is what all others count from. */
  since({ low, high }: Pick<ByteReader, 'low' | 'high'>): number {
    if (Number.isNaN(this.#low)) {
      this.#low = low;
      this.#high = high;
    }
    return (high - this.#high) * 2 ** 32 + (low - this.#low);
  }
}
