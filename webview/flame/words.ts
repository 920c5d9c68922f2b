/** How the page says what a profile measures. */
import { countText, percentText, quantity, quantityText } from '../../src/base/format.ts';
import type { Quantity } from '../../src/base/format.ts';
import type { FunctionDetail, ProfileInfo, SampleTypeInfo } from '../../src/protocol/analysis.ts';

/** First part of the answer: `27.7 s CPU in 30 s`, `184 MB in use`. */
export interface TotalWords {
  readonly total: Quantity;
  readonly words: string;
  /** Wall time the total came from, where that says something. */
  readonly within: Quantity | null;
}

export function totalWords(type: SampleTypeInfo, durationNanos: number): TotalWords {
  const known = TOTALS[type.type];
  const overTime = durationNanos > 0 && known?.overTime === true;
  return {
    total: quantity(type.total, type.unit),
    words: known?.words ?? type.title.toLowerCase(),
    within: overTime ? quantity(durationNanos, 'nanoseconds') : null,
  };
}

/** `2,771 samples`; nothing where the total already counts them. */
export function samplesText(
  info: Pick<ProfileInfo, 'sampleTypes' | 'sampleCount'>,
  type: SampleTypeInfo,
): string | null {
  if (type.type === 'samples') return null;
  // A CPU profile merges equal stacks: its own count of samples is the true one.
  const counted = info.sampleTypes.find(({ type: name }) => name === 'samples');
  const count = counted?.total ?? info.sampleCount;
  return `${countText(count)} ${count === 1 ? 'sample' : 'samples'}`;
}

/** `100 Hz` for CPU profiles, `one sample per 512 kB` for heap profiles; else nothing. */
export function rateText({
  period,
  periodUnit,
  sampleTypes,
}: Pick<ProfileInfo, 'period' | 'periodUnit' | 'sampleTypes'>): string | null {
  if (period <= 0) return null;
  if (periodUnit === 'nanoseconds') return `${countText(1e9 / period)} Hz`;
  const isHeap = sampleTypes.some(({ type }) => type.endsWith('_space'));
  if (!isHeap || periodUnit !== 'bytes') return null;
  const { digits, unit } = quantity(period, 'bytes');
  return period === 1 ? 'every allocation' : `one sample per ${digits} ${unit}`;
}

/** A function as one line for the clipboard. */
export function functionText(
  { name, file, line, self, total }: FunctionDetail,
  { unit, total: all }: SampleTypeInfo,
  sampleType: number,
): string {
  const ownTotal = total[sampleType] ?? 0;
  return [
    name,
    `self ${quantityText(self[sampleType] ?? 0, unit)}`,
    `total ${quantityText(ownTotal, unit)}`,
    percentText(ownTotal, all),
    file === '' ? '' : `${file}:${line}`,
  ]
    .filter((part) => part !== '')
    .join('\t');
}

/** What to do when nothing was sampled. */
export function emptyAdvice(type: SampleTypeInfo): string {
  return EMPTY[type.type] ?? 'Nothing of this kind happened while the profile was taken.';
}

const TOTALS: Readonly<Record<string, { readonly words: string; readonly overTime?: boolean }>> = {
  cpu: { words: 'CPU', overTime: true },
  samples: { words: 'samples', overTime: true },
  inuse_space: { words: 'in use' },
  inuse_objects: { words: 'objects in use' },
  alloc_space: { words: 'allocated' },
  alloc_objects: { words: 'objects allocated' },
  delay: { words: 'waited' },
  contentions: { words: 'contentions' },
  goroutine: { words: 'goroutines' },
  goroutines: { words: 'goroutines' },
  threadcreate: { words: 'threads created' },
};

const EMPTY: Readonly<Record<string, string>> = {
  cpu: 'The program used no CPU while it was profiled. Profile it for longer, or while it is under load.',
  samples:
    'The program used no CPU while it was profiled. Profile it for longer, or while it is under load.',
  delay:
    'Nothing waited, or the program does not record it: call runtime.SetBlockProfileRate or runtime.SetMutexProfileFraction early in main.',
  contentions:
    'Nothing waited, or the program does not record it: call runtime.SetBlockProfileRate or runtime.SetMutexProfileFraction early in main.',
  inuse_space:
    'No sampled allocation was alive. A smaller runtime.MemProfileRate samples more of them.',
  inuse_objects:
    'No sampled allocation was alive. A smaller runtime.MemProfileRate samples more of them.',
};
