/** What a breakpoint "when this is used" can be about. */
export type UsedKind = 'channel' | 'mutex' | 'rwmutex';

/** A function of the runtime that uses such a thing, and what a goroutine does by calling it. */
export interface Operation {
  readonly functionName: string;
  /** Its parameter that points at the thing; empty for `select`, whose cases do. */
  readonly parameter: string;
  /** `Goroutine 18 sends on c`. */
  readonly verb: string;
}

/** Every way Go 1.22 to 1.26 has of using them; a function that a program lacks is left out. */
export const OPERATIONS: Readonly<Record<UsedKind, readonly Operation[]>> = {
  channel: [
    { functionName: 'runtime.chansend', parameter: 'c', verb: 'sends on' },
    { functionName: 'runtime.chanrecv', parameter: 'c', verb: 'receives from' },
    { functionName: 'runtime.closechan', parameter: 'c', verb: 'closes' },
    { functionName: 'runtime.selectgo', parameter: '', verb: 'selects on' },
  ],
  mutex: [
    { functionName: 'sync.(*Mutex).Lock', parameter: 'm', verb: 'locks' },
    { functionName: 'sync.(*Mutex).TryLock', parameter: 'm', verb: 'tries to lock' },
    { functionName: 'sync.(*Mutex).Unlock', parameter: 'm', verb: 'unlocks' },
  ],
  rwmutex: [
    { functionName: 'sync.(*RWMutex).Lock', parameter: 'rw', verb: 'locks' },
    { functionName: 'sync.(*RWMutex).TryLock', parameter: 'rw', verb: 'tries to lock' },
    { functionName: 'sync.(*RWMutex).Unlock', parameter: 'rw', verb: 'unlocks' },
    { functionName: 'sync.(*RWMutex).RLock', parameter: 'rw', verb: 'locks for reading' },
    {
      functionName: 'sync.(*RWMutex).TryRLock',
      parameter: 'rw',
      verb: 'tries to lock for reading',
    },
    { functionName: 'sync.(*RWMutex).RUnlock', parameter: 'rw', verb: 'unlocks for reading' },
  ],
};

/** Where the operations are inlined, as in optimised programs, these are left: they run when somebody has to wait. */
export const CONTENDED: Readonly<Record<UsedKind, readonly Operation[]>> = {
  channel: [],
  mutex: ['internal/sync', 'sync'].flatMap((path) => [
    { functionName: `${path}.(*Mutex).lockSlow`, parameter: 'm', verb: 'waits for' },
    { functionName: `${path}.(*Mutex).unlockSlow`, parameter: 'm', verb: 'hands over' },
  ]),
  rwmutex: [{ functionName: 'sync.(*RWMutex).rUnlockSlow', parameter: 'rw', verb: 'hands over' }],
};

/** Cases of a select that the condition looks at; a `scase` is two words (runtime/select.go). */
const SELECT_CASES = 16;

/** True in dlv's expressions when the operation is about one of these addresses; an error counts as false. */
export function condition({ parameter }: Operation, addresses: readonly number[]): string {
  const terms = addresses.flatMap((address) => {
    if (parameter !== '') return [`uintptr(${parameter}) == ${address}`];
    return Array.from({ length: SELECT_CASES }, (_, index) => {
      const channel = `*(*uintptr)(uintptr(cas0)+${index * 16})`;
      return `(nsends+nrecvs > ${index} && ${channel} == ${address})`;
    });
  });
  return `delve.catch(${terms.join(' || ')})`;
}
