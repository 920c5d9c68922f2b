import { quantityText } from '../../src/base/format.ts';
import type { SliceDetail } from '../../src/protocol/timeline.ts';
import { STYLES } from './state-styles.ts';

/** A slice as text, for an issue: what, how long, who ended it, the stack. */
export function sliceText(slice: SliceDetail): string {
  const { title, state, reason, start, end, stack, unblockedBy } = slice;
  const what = STYLES[state]?.name ?? 'Slice';
  const lines = [
    `${title}: ${what}${reason === '' ? '' : ` on ${reason}`} for ${quantityText(end - start, 'nanoseconds')}, from ${quantityText(start, 'nanoseconds')}`,
  ];
  if (unblockedBy?.goroutine) {
    const { id, function: name } = unblockedBy.goroutine;
    lines.push(`unblocked by G ${id} ${name}`);
  }
  for (const place of stack) lines.push(place.function, `\t${place.file}:${place.line}`);
  return `${lines.join('\n')}\n`;
}
