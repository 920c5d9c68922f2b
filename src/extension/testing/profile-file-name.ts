import { basename } from 'node:path';
import { timeStamp } from '../../base/time-stamp.ts';
import type { TestFunction, TestProfile } from './test-functions.ts';

/**
 * As captures are named, so that runs of one benchmark form a series: `pricing.BenchmarkApply-…-cpu.pb.gz`, with a
 * revision `…-cpu.1a2b3c4.pb.gz`.
 */
export function profileFileName(
  folder: string,
  { name }: Pick<TestFunction, 'name'>,
  profile: TestProfile,
  at: Date,
  revision = '',
): string {
  const packageName = basename(folder).replaceAll(/[^\w.]+/g, '-');
  const extension = profile === 'trace' ? 'trace' : 'pb.gz';
  const suffix = revision === '' ? '' : `.${revision}`;
  return `${packageName}.${name}-${timeStamp(at)}-${profile}${suffix}.${extension}`;
}

/** What the paths of all runs of a benchmark begin with. */
export function seriesOf(file: string): string {
  return file.replace(/\d{8}-\d{6}-[^/\\]*$/, '');
}
