import { basename } from 'node:path';

/** What the name of a capture says. */
export interface CaptureName {
  readonly host: string;
  /** `20261122-143512`: sorts by time. */
  readonly stamp: string;
  /** `heap`, `cpu`, `goroutine-dump`. */
  readonly title: string;
  /** The revision a benchmark ran at; empty for the files as they were. */
  readonly revision: string;
  readonly format: 'pprof' | 'trace' | 'text';
}

const NAME = /^(.+)-(\d{8}-\d{6})-(.+?)(?:\.([0-9a-f]{7,40}))?\.(pb\.gz|trace|txt)$/;
const FORMATS = { 'pb.gz': 'pprof', trace: 'trace', txt: 'text' } as const;

export function captureName(name: string): CaptureName | null {
  const [, host, stamp, title, revision = '', extension] = NAME.exec(name) ?? [];
  if (host === undefined || stamp === undefined || title === undefined) return null;
  // The pattern lets only these three through.
  const format = FORMATS[extension as keyof typeof FORMATS];
  return { host, stamp, title, revision, format };
}

/** `before.pb.gz ↔ after.pb.gz`; of two captures of a series what differs: `shop-6060 cpu 14:35:12 ↔ 14:40:12`. */
export function comparisonTitle(before: string, after: string): string {
  const [old, now] = [before, after].map((path) => captureName(basename(path)));
  if (!old || !now || old.host !== now.host || old.title !== now.title) {
    return `${basename(before)} ↔ ${basename(after)}`;
  }
  const isOneDay = old.stamp.slice(0, 8) === now.stamp.slice(0, 8);
  const [first, second] = [old, now].map(({ stamp, revision }) => {
    if (revision !== '') return revision;
    return isOneDay ? timeOf(stamp) : `${dayOf(stamp)} ${timeOf(stamp)}`;
  });
  return `${old.host} ${old.title} ${first} ↔ ${second}`;
}

/** `20261122-143512` → `14:35:12`. */
export function timeOf(stamp: string): string {
  return stamp.slice(9).replace(/(..)(..)(..)/, '$1:$2:$3');
}

export function dayOf(stamp: string): string {
  return stamp.slice(0, 8).replace(/(....)(..)(..)/, '$1-$2-$3');
}
