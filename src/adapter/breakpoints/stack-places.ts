import type { RpcStackframe } from '../../delve/rpc-types.ts';

/** Where the functions of a `@stack` term stood whenever it held: dlv itself can look at some places, not at all. */
export class StackPlaces {
  #all = 0;
  #callers = 0;
  #starts = 0;

  /** `frames`: of a goroutine for which the term held. */
  note(frames: readonly RpcStackframe[], functions: ReadonlySet<string>): void {
    const names = frames.map((frame) => frame.function?.name ?? '');
    this.#all++;
    if (functions.has(names[1] ?? '')) this.#callers++;
    if (names.at(-1) === 'runtime.goexit' && functions.has(startOf(names))) this.#starts++;
  }

  /** The place where they stood each time. */
  get always(): 'caller' | 'startedAs' | null {
    if (this.#all === 0) return null;
    if (this.#callers === this.#all) return 'caller';
    return this.#starts === this.#all ? 'startedAs' : null;
  }
}

/** The function that the go statement names: below it are the compiler's wrapper and the runtime. */
export function startOf(names: readonly string[]): string {
  return names.findLast((name) => name !== 'runtime.goexit' && !/\.gowrap\d+$/.test(name)) ?? '';
}
