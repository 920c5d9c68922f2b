import type { ProblemList } from '../../base/problem.ts';
import { callAddresses, isBlankOrComment, type TextProfile } from './text-profile.ts';

/** `--- mutex:`, `cycles/second=…`, `sampling period=…`, then `cycles count @ addresses`. */
export function parseContention(
  lines: readonly string[],
  into: TextProfile,
  problems: ProblemList,
): void {
  into.sampleTypes = [
    { type: 'contentions', unit: 'count' },
    { type: 'delay', unit: 'nanoseconds' },
  ];
  into.periodType = { type: 'contentions', unit: 'count' };
  into.period = 1;
  let cyclesPerSecond = 0;
  for (let at = 1; at < lines.length; at++) {
    const line = (lines[at] ?? '').trim();
    if (isBlankOrComment(line)) continue;
    if (line.startsWith('---')) return;
    const attribute = /^([^=@]+)=(.*)$/.exec(line);
    const sample = /^(\d+) +(\d+) @([ x0-9a-f]*)$/.exec(line);
    if (attribute) {
      const [, name = '', value = ''] = attribute.map((part) => part.trim());
      if (name === 'cycles/second') cyclesPerSecond = Number(value);
      else if (name === 'sampling period') into.period = Number(value);
      else if (name === 'ms since reset') into.durationNanos = Number(value) * 1e6;
    } else if (sample) {
      let delay = Number(sample[1]);
      let count = Number(sample[2]);
      if (into.period > 0) {
        if (cyclesPerSecond > 0)
          delay = Math.trunc((delay * into.period) / (cyclesPerSecond / 1e9));
        count *= into.period;
      }
      into.sample(callAddresses(sample[3] ?? ''), [count, delay]);
    } else {
      problems.push({ code: 'line-not-understood', line: at + 1, message: `no sample: ${line}` });
    }
  }
}
