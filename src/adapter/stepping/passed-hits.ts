import { basename } from 'node:path';
import type { PassedHit } from '../../protocol/breakpoint-view.ts';
import type { StopHit } from '../stops/stop-desk.ts';

/** More places or goroutines than this are only counted in the line for the console. */
const LISTED = 6;

/** Hits of other goroutines that a step went past, counted by breakpoint and goroutine. */
export class PassedHits {
  readonly #byKey = new Map<string, { -readonly [Key in keyof PassedHit]: PassedHit[Key] }>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  add({ goroutine, breakpoint: { id, file, line } }: StopHit): void {
    this.#total++;
    const key = `${id} ${goroutine}`;
    const known = this.#byKey.get(key);
    if (known) known.count++;
    else this.#byKey.set(key, { breakpoint: id, goroutine, file, line, count: 1 });
  }

  list(): readonly PassedHit[] {
    return [...this.#byKey.values()];
  }

  /** `Passed 3 hits of other goroutines: main.go:40 (goroutines 18, 19)`. */
  summary(): string {
    const places = Map.groupBy(this.#byKey.values(), ({ file, line }) => `${nameOf(file)}:${line}`);
    const words = [...places].map(([place, hits]) => {
      const ids = [...new Set(hits.map(({ goroutine }) => goroutine))].sort((a, b) => a - b);
      return `${place} (goroutine${ids.length === 1 ? '' : 's'} ${listed(ids.map(String))})`;
    });
    const hits = this.#total === 1 ? '1 hit' : `${this.#total.toLocaleString('en')} hits`;
    return `Passed ${hits} of other goroutines: ${listed(words)}`;
  }
}

function listed(words: readonly string[]): string {
  const rest = words.length - LISTED;
  return words.slice(0, LISTED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** The program may have been built on another system. */
function nameOf(file: string): string {
  return basename(file.replaceAll('\\', '/'));
}
