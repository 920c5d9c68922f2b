import type { Profile, SampleType } from './model.ts';

/**
 * The sample type that a text names: a number, a type, or an old name with `inuse_`; empty for the profile's
 * default (profile/index.go, SampleIndexByName, of pprof vendored in Go 1.26). -1 for none.
 */
export function sampleTypeIndex(
  { sampleTypes, defaultSampleType: usual }: Pick<Profile, 'sampleTypes' | 'defaultSampleType'>,
  wanted: string,
): number {
  if (wanted === '') return usual;
  if (/^[+-]?\d+$/.test(wanted)) {
    const index = Number(wanted);
    return index >= 0 && index < sampleTypes.length ? index : -1;
  }
  const old = wanted.replace(/^inuse_/, '');
  return sampleTypes.findIndex(({ type }) => type === wanted || type === old);
}

/** The one that the file names, else the last; -1 where there are no sample types. */
export function defaultSampleType(sampleTypes: readonly SampleType[], named: string): number {
  const index = named === '' ? -1 : sampleTypes.findIndex(({ type }) => type === named);
  return index >= 0 ? index : sampleTypes.length - 1;
}
