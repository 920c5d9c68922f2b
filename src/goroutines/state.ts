/** Picks icon and colour of a goroutine; the words say the rest. */
export type StateKind =
  | 'running'
  | 'runnable'
  | 'channel'
  | 'lock'
  | 'sleep'
  | 'network'
  | 'syscall'
  | 'gc'
  | 'blocked'
  | 'dead';

/** The kind of a state as Go prints it. Words of the future count as blocked: only few states do not wait. */
export function stateKindOf(state: string): StateKind {
  const known = KINDS.get(state);
  if (known) return known;
  if (state.startsWith('GC ')) return 'gc';
  if (state.startsWith('chan ') || state.startsWith('select')) return 'channel';
  if (state.startsWith('sync.')) return 'lock';
  return 'blocked';
}

/** Whether goroutines of this kind do nothing until something happens. A system call may well be doing something. */
export function isWaiting(kind: StateKind): boolean {
  return kind !== 'running' && kind !== 'runnable' && kind !== 'syscall' && kind !== 'dead';
}

/** Status words of runtime/traceback.go and wait reasons of runtime/runtime2.go, Go 1.26. */
const KINDS: ReadonlyMap<string, StateKind> = new Map([
  ['running', 'running'],
  ['copystack', 'running'],
  ['runnable', 'runnable'],
  ['preempted', 'runnable'],
  ['chan receive', 'channel'],
  ['chan receive (nil chan)', 'channel'],
  ['chan send', 'channel'],
  ['chan send (nil chan)', 'channel'],
  ['select', 'channel'],
  ['select (no cases)', 'channel'],
  ['semacquire', 'lock'],
  ['sync.Cond.Wait', 'lock'],
  ['sync.Mutex.Lock', 'lock'],
  ['sync.RWMutex.Lock', 'lock'],
  ['sync.RWMutex.RLock', 'lock'],
  ['sync.WaitGroup.Wait', 'lock'],
  ['sleep', 'sleep'],
  ['IO wait', 'network'],
  ['syscall', 'syscall'],
  ['GC assist marking', 'gc'],
  ['GC assist wait', 'gc'],
  ['GC mark termination', 'gc'],
  ['GC scavenge wait', 'gc'],
  ['GC sweep wait', 'gc'],
  ['GC weak to strong wait', 'gc'],
  ['GC worker (active)', 'gc'],
  ['GC worker (idle)', 'gc'],
  ['cleanup wait', 'gc'],
  ['dumping heap', 'gc'],
  ['finalizer wait', 'gc'],
  ['flushing proc caches', 'gc'],
  ['force gc (idle)', 'gc'],
  ['garbage collection', 'gc'],
  ['garbage collection scan', 'gc'],
  ['stopping the world', 'gc'],
  ['wait for GC cycle', 'gc'],
  ['GOMAXPROCS updater (idle)', 'blocked'],
  ['coroutine', 'blocked'],
  ['debug call', 'blocked'],
  ['idle', 'blocked'],
  ['page trace flush', 'blocked'],
  ['panicwait', 'blocked'],
  ['synctest.Run', 'blocked'],
  ['synctest.Wait', 'blocked'],
  ['trace goroutine status', 'blocked'],
  ['trace proc status', 'blocked'],
  ['trace reader (blocked)', 'blocked'],
  ['waiting', 'blocked'],
  ['waiting for cgo callback', 'blocked'],
  ['dead', 'dead'],
]);

/** Every state Go prints, for finding typing mistakes. */
export const STATE_WORDS: readonly string[] = [...KINDS.keys()];

/** Words that stand for several states in a filter. */
export const STATE_KINDS: readonly StateKind[] = [...new Set(KINDS.values())];
