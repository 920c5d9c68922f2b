/** Label of the samples that come from a base profile; pprof's own name for it. */
export const BASE_LABEL = 'pprof::base';
