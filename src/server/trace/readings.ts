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

  /** What `read` makes of the file, once for all who ask until it is forgotten, fails or the file changes. */
  async share(
    path: string,
    token: CancellationToken,
    read: (token: CancellationToken) => Promise<T>,
  ): Promise<T> {
    const stamp = await stampOf(path);
    const known = this.#readings.get(path);
    const isShared = known?.stamp === stamp && !isCancelled(known.tokens);
    const reading = isShared ? known : this.#start(path, stamp, read);
    reading.tokens.push(token);
    const result = await reading.result;
    throwIfCancelled(token);
    return result;
  }

  forget(path: string): void {
    this.#readings.delete(path);
  }

  #start(path: string, stamp: string, read: (token: CancellationToken) => Promise<T>): Reading<T> {
    const tokens: CancellationToken[] = [];
    const all = {
      get isCancellationRequested() {
        return isCancelled(tokens);
      },
    };
    const reading = { stamp, tokens, result: read(all) };
    this.#readings.set(path, reading);
    reading.result.catch(() => {
      if (this.#readings.get(path) === reading) this.#readings.delete(path);
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
