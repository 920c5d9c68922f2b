type Column = Uint8Array | Int32Array | Uint32Array | Float64Array;

type ColumnClass = new (length: number) => Column;

/** The class of each column. */
type Kinds = Readonly<Record<string, ColumnClass>>;

type Columns<K extends Kinds> = { [Name in keyof K]: InstanceType<K[Name]> };

/** Rows under construction, as columns. */
export class Rows<K extends Kinds> {
  length = 0;
  /** Others after `add`, which may need more room. */
  columns: Columns<K>;
  readonly #kinds: K;
  #capacity = 64;

  constructor(kinds: K) {
    this.#kinds = kinds;
    this.columns = this.#each((_, kind) => new kind(this.#capacity));
  }

  /** The number of the new row; it holds zeros. */
  add(): number {
    if (this.length === this.#capacity) this.#grow();
    return this.length++;
  }

  /** The columns without their spare room. */
  take(): Columns<K> & { readonly length: number } {
    const { length, columns } = this;
    return { ...this.#each((name) => columns[name].slice(0, length)), length };
  }

  #grow(): void {
    this.#capacity *= 2;
    const old = this.columns;
    this.columns = this.#each((name, kind) => {
      const bigger = new kind(this.#capacity);
      bigger.set(old[name]);
      return bigger;
    });
  }

  #each(make: (name: keyof K, kind: ColumnClass) => Column): Columns<K> {
    const columns = Object.entries(this.#kinds).map(([name, kind]) => [name, make(name, kind)]);
    return Object.fromEntries(columns) as Columns<K>; // One per kind, of its class.
  }
}
