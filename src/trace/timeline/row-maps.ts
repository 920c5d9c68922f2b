/** From a part of a timeline to the whole. */
export type MappedTable = 'strings' | 'reasons' | 'stacks' | 'goroutines' | 'procs' | 'threads';

/** Rows of common tables by row of a part. */
export type RowMaps = Readonly<Record<MappedTable, Uint32Array>>;

/** From times of a part to those of the whole: `shift` later, and never before the end of the part before. */
export interface PartTime {
  readonly shift: number;
  readonly floor: number;
}

export function timeIn({ shift, floor }: PartTime, time: number): number {
  return Math.max(floor, time + shift);
}
