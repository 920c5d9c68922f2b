/** Readings of files, under way or done: whoever asks for the same file again shares one. */
import { stat } from 'node:fs/promises';
import type { CancellationToken } from '../../base/cancellation.ts';
import { throwIfCancelled } from '../../base/cancellation.ts';

interface Reading<T> {
  /** Of the file when it was read: another one is another file. */
  readonly stamp: string;
  /** Of all who wait: what one of them still wants goes on. */
  readonly tokens: CancellationToken[];
  readonly result: Promise<T>;
}

export class Readings<T> {
  readonly #readings = new Map<string, Reading<T>>();

  /** What `read` makes of the file, or of what is called so in it, once for all who ask until it is forgotten, fails or the file changes. */
  async share(
    { path, name }: { readonly path: string; readonly name: string },
    token: CancellationToken,
    read: (token: CancellationToken) => Promise<T>,
  ): Promise<T> {
    const stamp = await stampOf(path);
    const known = this.#readings.get(name);
    const isShared = known?.stamp === stamp && !isCancelled(known.tokens);
    const reading = isShared ? known : this.#start(name, stamp, read);
    reading.tokens.push(token);
    const result = await reading.result;
    throwIfCancelled(token);
    return result;
  }

  forget(name: string): void {
    this.#readings.delete(name);
  }

  #start(name: string, stamp: string, read: (token: CancellationToken) => Promise<T>): Reading<T> {
    const tokens: CancellationToken[] = [];
    const all = {
      get isCancellationRequested() {
        return isCancelled(tokens);
      },
    };
    const reading = { stamp, tokens, result: read(all) };
    this.#readings.set(name, reading);
    reading.result.catch(() => {
      if (this.#readings.get(name) === reading) this.#readings.delete(name);
    });
    return reading;
  }
}

function isCancelled(tokens: readonly CancellationToken[]): boolean {
  return tokens.length > 0 && tokens.every((token) => token.isCancellationRequested);
}

/** Empty where the file cannot be looked at: whoever reads it says why. */
async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size } = await stat(path);
    return `${mtimeMs} ${size}`;
  } catch {
    return '';
  }
}
