/** Traces of Go 1.11 to 1.21: those that come with Go's sources, and how Go and ours are compared. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Recorded ones, by the Go that wrote them. */
export const OLD_TRACES = {
  'go1.11': fixture('go1.11'),
  'go1.19': fixture('go1.19'),
  'go1.21': fixture('go1.21'),
} as const;
export type OldTrace = keyof typeof OLD_TRACES;

const FOLDER = 'src/internal/trace/internal/tracev1/testdata';

/** Go's own old traces, by name; nothing where this Go is of another time. */
export function goOldTraces(): (readonly [name: string, bytes: Uint8Array])[] {
  const root = execFileSync('go', ['env', 'GOROOT']).toString().trim();
  const path = join(root, FOLDER);
  return readdirSync(path).map((name) => [name, new Uint8Array(readFileSync(join(path, name)))]);
}

/**
 * Lines of events, `Kind time …`, without an order that Go itself leaves to chance: events at the same tick, which are
 * told as 1 ns apart, come as its map of processors has them. Times stand where they stood.
 */
export function withoutTies(lines: Iterable<string>): string[] {
  const times: number[] = [];
  const texts: string[] = [];
  let first = 0;
  const settle = (): void => {
    const tied = texts.splice(first).sort();
    texts.push(...tied);
    first = texts.length;
  };
  for (const line of lines) {
    const [, kind = '', time = '', rest = ''] = /^(\w+) (-?\d+) (.*)$/.exec(line) ?? [];
    if (Number(time) !== (times.at(-1) ?? Number.NaN) + 1) settle();
    times.push(Number(time));
    texts.push(`${kind} ${rest}`);
  }
  settle();
  return texts.map((text, row) => `${times[row]} ${text}`);
}

function fixture(name: string): string {
  return resolve(import.meta.dirname, `../fixtures/traces/${name}.trace`);
}
