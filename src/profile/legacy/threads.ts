import type { ProblemList } from '../../base/problem.ts';
import { isMemoryMapStart } from './memory-map.ts';
import { hexAddresses, isBlankOrComment, type TextProfile } from './text-profile.ts';

const THREAD = /^\s*--- Thread [0-9a-fA-F]+ \(name: .*\/\d+\) stack: ---/;

/** `--- threadz 1 ---`, then for each thread `--- Thread 7f5a (name: main/14748) stack: ---` and its addresses. */
export function parseThreads(
  lines: readonly string[],
  into: TextProfile,
  problems: ProblemList,
): void {
  const type = { type: 'thread', unit: 'count' };
  into.sampleTypes = [type];
  into.periodType = type;
  into.period = 1;
  into.repeatsLeaf = true;
  let at = lines.findIndex((line) => !isBlankOrComment(line));
  if (/--- threadz \d+ ---/.test(lines[at] ?? '')) {
    do at++;
    while (at < lines.length && !isEnd(lines[at] ?? '') && !(lines[at] ?? '').startsWith('-'));
  }
  while (at < lines.length && !isEnd(lines[at] ?? '')) {
    const line = lines[at] ?? '';
    if (!THREAD.test(line)) {
      problems.push({ code: 'line-not-understood', line: at + 1, message: `no thread: ${line}` });
      return;
    }
    const addresses: bigint[] = [];
    let isRepeated = false;
    for (at++; at < lines.length && !(lines[at] ?? '').trim().startsWith('---'); at++) {
      const text = lines[at] ?? '';
      if (text.includes('same as previous thread')) isRepeated = true;
      else addresses.push(...hexAddresses(text));
    }
    if (isRepeated || addresses.length === 0) into.repeatSample();
    // The leaf is where the thread is, the others are where calls return to.
    else
      into.sample(
        addresses.map((address, k) => (k === 0 ? address : address - 1n)),
        [1],
      );
  }
}

function isEnd(line: string): boolean {
  return isMemoryMapStart(line) || line.startsWith('---- no stack trace for');
}
