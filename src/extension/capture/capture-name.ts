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

/** `before.pb.gz ↔ after.pb.gz`; of two captures of a series what differs: `shop-6060 cpu 14:35:12 ↔ 14:40:12`, `… 14:50:12` of more. */
export function comparisonTitle(paths: readonly string[]): string {
  const names = sideNames(paths);
  const whole = `${names[0] ?? ''} ${paths.length > 2 ? '…' : '↔'} ${names.at(-1) ?? ''}`;
  const first = seriesOf(paths)?.[0];
  return first === undefined ? whole : `${first.host} ${first.title} ${whole}`;
}

/** What the profiles of a comparison are called: captures of a series by what differs, others by their files. */
export function sideNames(paths: readonly string[]): readonly string[] {
  const series = seriesOf(paths);
  if (series === null) return paths.map((path) => basename(path));
  const days = new Set(series.map(({ stamp }) => dayOf(stamp)));
  return series.map(({ stamp, revision }) => {
    if (revision !== '') return revision;
    return days.size === 1 ? timeOf(stamp) : `${dayOf(stamp)} ${timeOf(stamp)}`;
  });
}

/** Captures of one kind from one program; null for anything else. */
function seriesOf(paths: readonly string[]): readonly CaptureName[] | null {
  const names = paths.map((path) => captureName(basename(path)));
  const [first] = names;
  const series = names.filter(
    (name) => name !== null && name.host === first?.host && name.title === first.title,
  );
  return series.length === paths.length ? series.filter((name) => name !== null) : null;
}

/** `20261122-143512` → `14:35:12`. */
export function timeOf(stamp: string): string {
  return stamp.slice(9).replace(/(..)(..)(..)/, '$1:$2:$3');
}

export function dayOf(stamp: string): string {
  return stamp.slice(0, 8).replace(/(....)(..)(..)/, '$1-$2-$3');
}
