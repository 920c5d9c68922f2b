import type { ProblemList } from '../../base/problem.ts';
import { callAddresses, isBlankOrComment, type TextProfile } from './text-profile.ts';

/** `goroutine profile: total 293`, then `9 @ 0x48a2ae 0x44c277`: goroutine, threadcreate and custom profiles. */
export function parseCounts(
  lines: readonly string[],
  into: TextProfile,
  problems: ProblemList,
): void {
  const first = lines.findIndex((line) => !isBlankOrComment(line));
  const type = { type: /^\S+/.exec(lines[first] ?? '')?.[0] ?? '', unit: 'count' };
  into.sampleTypes = [type];
  into.periodType = type;
  into.period = 1;
  for (let at = first + 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (isBlankOrComment(line)) continue;
    if (line.startsWith('---')) return;
    const match = /^(\d+) @((?: 0x[0-9a-f]+)+)\s*$/.exec(line);
    if (match) into.sample(callAddresses(match[2] ?? ''), [Number(match[1])]);
    else
      problems.push({ code: 'line-not-understood', line: at + 1, message: `no sample: ${line}` });
  }
}
