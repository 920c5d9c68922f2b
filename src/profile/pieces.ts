/** Bytes that come piece by piece: those that were not used yet, in front of the next ones. */
export class Pieces {
  #pieces: Uint8Array[] = [];
  #size = 0;
  #needed = 0;
  #taken: Uint8Array = new Uint8Array();
  /** Where pieces are joined; what is left of the last time is moved to its front. */
  #joined: Uint8Array = new Uint8Array();
  /** Where in the file the bytes that were taken last begin. */
  offset = 0;

  add(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.#size += bytes.length;
  }

  /** False while the next record is known not to be whole: joining the pieces would be for nothing. */
  isEnough(): boolean {
    return this.#size >= this.#needed;
  }

  /** All bytes that are there. */
  take(): Uint8Array {
    const [only = new Uint8Array()] = this.#pieces;
    this.#taken = this.#pieces.length === 1 ? only : this.#join();
    this.#pieces = [];
    return this.#taken;
  }

  /** Gives back what begins at `from` of the bytes that were taken; `needed` of them are of use. */
  keep(from: number, needed: number): void {
    const rest = this.#taken.subarray(from);
    this.#taken = rest;
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#size = rest.length;
    this.#needed = needed;
    this.offset += from;
  }

  #join(): Uint8Array {
    const size = this.#size;
    const into = this.#joined.length < size ? new Uint8Array(Math.ceil(size * 1.25)) : this.#joined;
    let length = 0;
    for (const piece of this.#pieces) {
      into.set(piece, length);
      length += piece.length;
    }
    this.#joined = into;
    return into.subarray(0, size);
  }
}
