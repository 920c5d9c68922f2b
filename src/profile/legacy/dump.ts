import type { ProblemList } from '../../base/problem.ts';
import type { TextProfile } from './text-profile.ts';

/**
 * A goroutine dump (`debug=2`) as a profile: one for each goroutine, by the stack it is on. The creator of a
 * goroutine is not on its stack.
 */
export function parseDump(
  lines: readonly string[],
  into: TextProfile,
  problems: ProblemList,
): void {
  const type = { type: 'goroutine', unit: 'count' };
  into.sampleTypes = [type];
  into.periodType = type;
  into.period = 1;
  let stack: bigint[] | null = null;
  const finish = (): void => {
    if (stack) into.sample(stack, [1]);
    stack = null;
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (/^goroutine \d+ .*\[.*\]:$/.test(line)) {
      finish();
      stack = [];
      continue;
    }
    if (line.trim() === '') {
      finish();
      continue;
    }
    if (!stack || line.startsWith('...')) continue;
    const place = /^\s+(.+):(\d+)(?: \+0x[0-9a-f]+)?/.exec(lines[at + 1] ?? '');
    if (!place) {
      problems.push({
        code: 'line-not-understood',
        line: at + 1,
        message: `no place follows: ${line}`,
      });
      continue;
    }
    at++;
    if (line.startsWith('created by ')) continue;
    // Arguments are in the last parentheses; a name may have some of its own.
    const name = line.replace(/\([^()]*\)$/, '');
    stack.push(into.place(name, place[1] ?? '', Number(place[2])));
  }
  finish();
}
