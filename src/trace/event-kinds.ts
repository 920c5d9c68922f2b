/** Kinds of events as golang.org/x/exp/trace numbers and names them (EventKind in event.go). */
export const KIND_BAD = 0;
export const KIND_SYNC = 1;
export const KIND_METRIC = 2;
export const KIND_LABEL = 3;
export const KIND_STACK_SAMPLE = 4;
export const KIND_RANGE_BEGIN = 5;
export const KIND_RANGE_ACTIVE = 6;
export const KIND_RANGE_END = 7;
export const KIND_TASK_BEGIN = 8;
export const KIND_TASK_END = 9;
export const KIND_REGION_BEGIN = 10;
export const KIND_REGION_END = 11;
export const KIND_LOG = 12;
export const KIND_STATE_TRANSITION = 13;
export const KIND_EXPERIMENTAL = 14;

/** Names by kind. */
export const KIND_NAMES: readonly string[] = [
  'Bad',
  'Sync',
  'Metric',
  'Label',
  'StackSample',
  'RangeBegin',
  'RangeActive',
  'RangeEnd',
  'TaskBegin',
  'TaskEnd',
  'RegionBegin',
  'RegionEnd',
  'Log',
  'StateTransition',
  'Experimental',
];
