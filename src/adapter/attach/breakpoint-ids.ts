/** Ids that a client gets for breakpoints dlv has no id for, or whose id the client knows for another one. */
const FIRST_OWN = 1_000_000;

/**
 * What a client calls a breakpoint over the life of several dlvs, each of which counts from one. With the first dlv
 * both names are the same; later ones are bound when the client's breakpoints are set again.
 */
export class BreakpointIds {
  /** Id of the present dlv → the client's. */
  readonly #names = new Map<number, number>();
  readonly #used = new Set<number>();
  #lastOwn = FIRST_OWN;

  /** Another dlv: its ids say nothing yet. */
  reset(): void {
    this.#names.clear();
  }

  bind(server: number, client: number): void {
    this.#names.set(server, client);
    this.#used.add(client);
  }

  /** dlv's own breakpoints, for panics, have negative ids, which are the same everywhere. */
  toClient(server: number): number {
    if (server < 0) return server;
    const known = this.#names.get(server);
    if (known !== undefined) return known;
    const name = this.#used.has(server) ? this.create() : server;
    this.bind(server, name);
    return name;
  }

  create(): number {
    const id = ++this.#lastOwn;
    this.#used.add(id);
    return id;
  }
}
