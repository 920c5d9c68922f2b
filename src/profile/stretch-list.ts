/**
 * Bytes of one list that may lie in several places: packed lists are one stretch, and nothing is copied; ids that
 * come one by one, as Go writes those of one or two, are joined.
 */
export class StretchList {
  /** What was chosen: the list is `from` to `to - 1` of the view. */
  view: DataView = new DataView(new ArrayBuffer(0));
  from = 0;
  to = 0;
  #joined = new Uint8Array(256);
  #length = 0;

  clear(): void {
    this.from = 0;
    this.to = 0;
    this.#length = 0;
  }

  add(bytes: Uint8Array, from: number, to: number): void {
    if (this.#length === 0 && this.from === this.to) {
      this.from = from;
      this.to = to;
      return;
    }
    if (this.#length === 0 && this.to === from) {
      this.to = to;
      return;
    }
    if (this.#length === 0) this.#append(bytes, this.from, this.to);
    this.#append(bytes, from, to);
  }

  /** Nothing is added any more; `view` is of the bytes that were added from. */
  choose(view: DataView): this {
    this.view = view;
    if (this.#length === 0) return this;
    this.view = new DataView(this.#joined.buffer);
    this.from = 0;
    this.to = this.#length;
    return this;
  }

  #append(bytes: Uint8Array, from: number, to: number): void {
    const length = this.#length + to - from;
    if (length > this.#joined.length) {
      const joined = new Uint8Array(length * 2);
      joined.set(this.#joined);
      this.#joined = joined;
    }
    for (let k = from; k < to; k++) this.#joined[this.#length++] = bytes[k] ?? 0;
  }
}
