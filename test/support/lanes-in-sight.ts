import type { Lane, Timeline } from '../../src/trace/index.ts';

/** What a page shows of a trace at first: all processors and 30 goroutines. */
export function lanesInSight({ procIds, goroutineIds }: Timeline): Lane[] {
  const rows = (ids: Float64Array, most: number): number[] => [...ids.keys()].slice(0, most);
  return [
    ...rows(procIds, 64).map((row): Lane => ({ kind: 'proc', row })),
    ...rows(goroutineIds, 30).map((row): Lane => ({ kind: 'goroutine', row })),
  ];
}
