/** Names of Go's own sample types for people (runtime/pprof, Go 1.26); others are shown as they are. */
const TITLES: Readonly<Record<string, string>> = {
  cpu: 'CPU time',
  samples: 'Samples',
  alloc_objects: 'Alloc objects',
  alloc_space: 'Alloc space',
  inuse_objects: 'In-use objects',
  inuse_space: 'In-use space',
  contentions: 'Contentions',
  delay: 'Delay',
  goroutine: 'Goroutines',
  goroutineleak: 'Leaked goroutines',
  threadcreate: 'Threads',
};

export function sampleTypeTitle(type: string): string {
  return TITLES[type] ?? type.replaceAll('_', ' ');
}
