import { quantityText } from '../../base/format.ts';
import type { Latency } from '../../trace/index.ts';

const BARS = '▁▂▃▄▅▆▇█';

/**
 * How durations are spread, as text for a hover: `64 ns ▁▂▇▁ 1.02 µs`, a bar for each power of two from the shortest
 * to the longest. One of thousands is still to be seen.
 */
export function textHistogram({ byPower }: Pick<Latency, 'byPower'>): string {
  const first = byPower.findIndex((count) => count > 0);
  if (first < 0) return '';
  const last = byPower.findLastIndex((count) => count > 0);
  const counts = byPower.subarray(first, last + 1);
  const most = Math.max(...counts);
  const bars = Array.from(counts, (count) =>
    count === 0 ? ' ' : (BARS[Math.ceil((count / most) * BARS.length) - 1] ?? ''),
  );
  const nanos = (power: number): string => quantityText(2 ** power, 'nanoseconds');
  return `${nanos(first)} ${bars.join('')} ${nanos(last + 1)}`;
}
