import type { ProblemList } from '../../base/problem.ts';
import { callAddresses, isBlankOrComment, type TextProfile } from './text-profile.ts';

const HEADER =
  /^heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] *@ *(heap[_a-z0-9]*|\S*)\/?(\d*)/;
const SAMPLE = /^(-?\d+): *(-?\d+) *\[ *(\d+): *(\d+) *\] *@([ x0-9a-f]*)$/;

/**
 * `heap profile: inUse: bytes [allocated: bytes] @ heap/rate`, then samples of the same form. Figures are those of
 * the objects that were looked at, one in so many bytes: they are scaled to all objects.
 */
export function parseHeap(
  lines: readonly string[],
  into: TextProfile,
  problems: ProblemList,
): void {
  const header = HEADER.exec(lines[0] ?? '') ?? [];
  const [, inUse, inUseBytes, allocated, allocatedBytes, kind, rate] = header;
  const isSampled = kind !== undefined && /^heap(?:z?_v2)?$/.test(kind);
  into.period = isSampled ? Math.trunc(Number(rate ?? 0) / (kind === 'heap' ? 2 : 1)) : 1;
  into.periodType = { type: 'space', unit: 'bytes' };
  const withAllocated =
    (allocated !== inUse && allocated !== '0') ||
    (allocatedBytes !== inUseBytes && allocatedBytes !== '0');
  const objects = (type: string) => ({ type, unit: 'count' });
  const space = (type: string) => ({ type, unit: 'bytes' });
  into.sampleTypes = withAllocated
    ? [
        objects('alloc_objects'),
        space('alloc_space'),
        objects('inuse_objects'),
        space('inuse_space'),
      ]
    : [objects('objects'), space('space')];
  for (let at = 1; at < lines.length; at++) {
    const line = (lines[at] ?? '').trim();
    if (isBlankOrComment(line)) continue;
    if (line.includes('MAPPED_LIBRARIES:') || line.includes('--- Memory map: ---')) return;
    const match = SAMPLE.exec(line);
    if (!match) {
      problems.push({ code: 'line-not-understood', line: at + 1, message: `no sample: ${line}` });
      continue;
    }
    const [own, ownBytes, all, allBytes] = match.slice(1, 5).map(Number);
    const pairs = withAllocated
      ? [
          [all ?? 0, allBytes ?? 0],
          [own ?? 0, ownBytes ?? 0],
        ]
      : [[own ?? 0, ownBytes ?? 0]];
    const values = pairs.flatMap(([count = 0, size = 0]) =>
      isSampled ? scaledHeapSample(count, size, into.period) : [count, size],
    );
    let objectSize = 0;
    for (const [count = 0, size = 0] of pairs) {
      if (count !== 0) objectSize = Math.trunc(size / count);
    }
    into.sample(callAddresses(match[5] ?? ''), values, objectSize);
  }
}

/** A sample stands for 1 / (1 - e^(-size / rate)) objects of its size. */
export function scaledHeapSample(count: number, size: number, rate: number): number[] {
  if (count === 0 || size === 0) return [0, 0];
  if (rate <= 1) return [count, size];
  const scale = 1 / (1 - Math.exp(-(size / count) / rate));
  return [Math.trunc(count * scale), Math.trunc(size * scale)];
}
