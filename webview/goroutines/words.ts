import { countText, durationQuantity } from '../../src/base/format.ts';
import { parseGoSymbol, lastElement } from '../../src/base/go-symbol.ts';
import type {
  GoroutinePause,
  GoroutineRows,
  GoroutineStateKind,
  GoroutineView,
} from '../../src/protocol/goroutine-view.ts';
import { ROW_FRAME, ROW_GROUP, ROW_MORE } from '../../src/protocol/goroutine-view.ts';
import { placeText } from '../shared/place-text.ts';

/** Package and name apart, `(*T)` dropped to `T`: panes are narrow, the full name stands in the title. */
export function nameParts(symbol: string): { readonly packageName: string; readonly name: string } {
  const { packagePath, name } = parseGoSymbol(symbol);
  return { packageName: lastElement(packagePath), name: name.replace(/\(\*([^)]+)\)/g, '$1') };
}

export const STATE_ICONS: Readonly<
  Record<GoroutineStateKind, readonly [icon: string, colour: string]>
> = {
  running: ['play', 'running'],
  runnable: ['circle-large-outline', 'runnable'],
  channel: ['sync', 'blocked'],
  lock: ['lock', 'blocked'],
  sleep: ['watch', 'blocked'],
  network: ['arrow-swap', 'syscall'],
  syscall: ['arrow-swap', 'syscall'],
  gc: ['gear', 'gc'],
  blocked: ['debug-pause', 'blocked'],
  dead: ['circle-slash', 'blocked'],
};

/** `4 s`, `12 min` before now. */
export function agoText(takenAt: number, now: number): string {
  const { digits, unit } = durationQuantity(
    Math.max(1e9, Math.floor((now - takenAt) / 1000) * 1e9),
  );
  return `${digits.replace(/\.0$/, '')} ${unit}`;
}

/** `14 ms`, whole numbers from ten on. */
export function plainDuration(nanos: number): string {
  const { digits, unit } = durationQuantity(nanos);
  return `${digits.replace(/^(\d{2,})\.\d+$/, '$1').replace(/\.0+$/, '')} ${unit}`;
}

/** `a 14 ms pause`, `3 pauses of at most 17 ms`. */
export function pauseText({ count, millis }: GoroutinePause): string {
  const longest = plainDuration(Math.max(1, Math.round(millis)) * 1e6);
  return count === 1 ? `a ${longest} pause` : `${count} pauses of at most ${longest}`;
}

/** How many are left out, and by what. */
export function hiddenText(view: GoroutineView, filter: string, hideSystem: boolean): string {
  const hidden = view.read - view.matched;
  if (hidden <= 0 || view.matched === 0) return '';
  if (filter.trim() !== '') return `${countText(hidden)} hidden by the filter`;
  return hideSystem ? `${countText(hidden)} of the runtime hidden` : '';
}

/** A row as text for the clipboard. */
export function rowText(rows: GoroutineRows, at: number): string {
  const place = placeText(rows.file[at] ?? '', rows.line[at] ?? 0);
  const { digits, unit } = durationQuantity(rows.wait[at] ?? null);
  const wait = rows.wait[at] === null ? '' : `${digits} ${unit}`;
  const labels = (rows.labels[at] ?? []).map(([key, value]) => `${key}=${value}`).join(' ');
  const kind = rows.kind[at];
  if (kind === ROW_MORE) return `${rows.count[at]} more`;
  const full = `${rows.file[at] ?? ''}:${rows.line[at] ?? 0}`;
  if (kind === ROW_FRAME) return `${rows.name[at] ?? ''}\t${full}`;
  const first = kind === ROW_GROUP ? String(rows.count[at]) : `goroutine ${rows.id[at]}`;
  const name = rows.title[at] === '' ? (rows.name[at] ?? '') : (rows.title[at] ?? '');
  return [first, name, rows.state[at] ?? '', place, wait, labels, rows.detail[at] ?? '']
    .filter((part) => part !== '')
    .join('\t');
}
