/** Why goroutines stop and the world does, in the words that the converter of internal/trace/tracev1.go has for them. */
import * as types from './event-types.ts';

/** By event with which a goroutine begins to wait for something. */
export const BLOCK_REASONS: readonly (string | undefined)[] = byType([
  [types.GO_SLEEP, 'sleep'],
  [types.GO_BLOCK, ''],
  [types.GO_BLOCK_SEND, 'chan send'],
  [types.GO_BLOCK_RECV, 'chan receive'],
  [types.GO_BLOCK_SELECT, 'select'],
  [types.GO_BLOCK_SYNC, 'sync'],
  [types.GO_BLOCK_COND, 'sync.(*Cond).Wait'],
  [types.GO_BLOCK_NET, 'network'],
  [types.GO_BLOCK_GC, 'GC mark assist wait for work'],
]);

/** By event with which a goroutine stops, but for nothing. */
export const STOP_REASONS: readonly (string | undefined)[] = byType([
  [types.GO_STOP, 'forever'],
  [types.GO_SCHED, 'runtime.Gosched'],
  [types.GO_PREEMPT, 'preempted'],
]);

/** Why the world stops; before Go 1.21 there were two reasons, with other numbers. */
export function stopReason(version: number, kind: number): string {
  return (version < 21 ? STOPS_BEFORE_21 : STOPS)[kind] ?? '';
}

const STOPS_BEFORE_21 = ['GC mark termination', 'GC sweep termination'];

const STOPS = [
  '',
  ...STOPS_BEFORE_21,
  'write heap dump',
  'goroutine profile',
  'goroutine profile cleanup',
  'all goroutine stack trace',
  'read mem stats',
  'AllThreadsSyscall',
  'GOMAXPROCS',
  'start trace',
  'stop trace',
  'CountPagesInUse (test)',
  'ReadMetricsSlow (test)',
  'ReadMemStatsSlow (test)',
  'PageCachePagesLeaked (test)',
  'ResetDebugLog (test)',
];

function byType(pairs: readonly (readonly [number, string])[]): (string | undefined)[] {
  const reasons: (string | undefined)[] = Array.from({ length: 64 });
  for (const [type, reason] of pairs) reasons[type] = reason;
  return reasons;
}
