/** Sets of events: 1 at the numbers of those that are in it. */
import * as types from './event-types.ts';

const BLOCKING = [
  types.GO_BLOCK,
  types.GO_BLOCK_SEND,
  types.GO_BLOCK_RECV,
  types.GO_BLOCK_SELECT,
  types.GO_BLOCK_SYNC,
  types.GO_BLOCK_COND,
  types.GO_BLOCK_NET,
  types.GO_BLOCK_GC,
  types.GO_SLEEP,
  types.GO_SYSCALL_BLOCK,
];

/** With these a goroutine begins to wait. */
export const BLOCKS = setOf(BLOCKING);

/** After these the proc runs no goroutine. */
export const LEAVES = setOf([
  ...BLOCKING,
  types.GO_END,
  types.GO_STOP,
  types.GO_SCHED,
  types.GO_PREEMPT,
]);

function setOf(eventTypes: readonly number[]): Uint8Array {
  const set = new Uint8Array(64);
  for (const type of eventTypes) set[type] = 1;
  return set;
}
