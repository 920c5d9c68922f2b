/**
 * What the numbers in `g.waitreason` mean. They change with the Go release; the tables follow Delve 1.27.2
 * (service/api/waitreason.go), which follows `waitReasonStrings` in each release's runtime/runtime2.go.
 * A table serves its own minor version and those up to the next table.
 */
const TABLES: readonly { readonly since: number; readonly reasons: string }[] = [
  {
    since: 26,
    reasons:
      '|GC assist marking|IO wait|dumping heap|garbage collection|garbage collection scan|' +
      'panicwait|GC assist wait|GC sweep wait|GC scavenge wait|finalizer wait|' +
      'force gc (idle)|GOMAXPROCS updater (idle)|semacquire|sleep|chan receive (nil chan)|' +
      'chan send (nil chan)|select (no cases)|select|chan receive|chan send|sync.Cond.Wait|' +
      'sync.Mutex.Lock|sync.RWMutex.RLock|sync.RWMutex.Lock|sync.WaitGroup.Wait|' +
      'trace reader (blocked)|wait for GC cycle|GC worker (idle)|GC worker (active)|' +
      'preempted|debug call|GC mark termination|stopping the world|flushing proc caches|' +
      'trace goroutine status|trace proc status|page trace flush|coroutine|' +
      'GC weak to strong wait|synctest.Run|synctest.Wait|chan receive (durable)|' +
      'chan send (durable)|select (durable)|sync.WaitGroup.Wait (durable)|cleanup wait',
  },
  {
    since: 25,
    reasons:
      '|GC assist marking|IO wait|chan receive (nil chan)|chan send (nil chan)|' +
      'dumping heap|garbage collection|garbage collection scan|panicwait|select|' +
      'select (no cases)|GC assist wait|GC sweep wait|GC scavenge wait|chan receive|' +
      'chan send|finalizer wait|force gc (idle)|GOMAXPROCS updater (idle)|semacquire|sleep|' +
      'sync.Cond.Wait|sync.Mutex.Lock|sync.RWMutex.RLock|sync.RWMutex.Lock|' +
      'sync.WaitGroup.Wait|trace reader (blocked)|wait for GC cycle|GC worker (idle)|' +
      'GC worker (active)|preempted|debug call|GC mark termination|stopping the world|' +
      'flushing proc caches|trace goroutine status|trace proc status|page trace flush|' +
      'coroutine|GC weak to strong wait|synctest.Run|synctest.Wait|chan receive (durable)|' +
      'chan send (durable)|select (durable)|sync.WaitGroup.Wait (durable)|cleanup wait',
  },
  {
    since: 24,
    reasons:
      '|GC assist marking|IO wait|chan receive (nil chan)|chan send (nil chan)|' +
      'dumping heap|garbage collection|garbage collection scan|panicwait|select|' +
      'select (no cases)|GC assist wait|GC sweep wait|GC scavenge wait|chan receive|' +
      'chan send|finalizer wait|force gc (idle)|semacquire|sleep|sync.Cond.Wait|' +
      'sync.Mutex.Lock|sync.RWMutex.RLock|sync.RWMutex.Lock|sync.WaitGroup.Wait|' +
      'trace reader (blocked)|wait for GC cycle|GC worker (idle)|GC worker (active)|' +
      'preempted|debug call|GC mark termination|stopping the world|flushing proc caches|' +
      'trace goroutine status|trace proc status|page trace flush|coroutine|' +
      'GC weak to strong wait|synctest.Run|synctest.Wait|chan receive (synctest)|' +
      'chan send (synctest)',
  },
  {
    since: 22,
    reasons:
      '|GC assist marking|IO wait|chan receive (nil chan)|chan send (nil chan)|' +
      'dumping heap|garbage collection|garbage collection scan|panicwait|select|' +
      'select (no cases)|GC assist wait|GC sweep wait|GC scavenge wait|chan receive|' +
      'chan send|finalizer wait|force gc (idle)|semacquire|sleep|sync.Cond.Wait|' +
      'sync.Mutex.Lock|sync.RWMutex.RLock|sync.RWMutex.Lock|trace reader (blocked)|' +
      'wait for GC cycle|GC worker (idle)|GC worker (active)|preempted|debug call|' +
      'GC mark termination|stopping the world|flushing proc caches|trace goroutine status|' +
      'trace proc status|page trace flush|coroutine',
  },
  {
    since: 20,
    reasons:
      '|GC assist marking|IO wait|chan receive (nil chan)|chan send (nil chan)|' +
      'dumping heap|garbage collection|garbage collection scan|panicwait|select|' +
      'select (no cases)|GC assist wait|GC sweep wait|GC scavenge wait|chan receive|' +
      'chan send|finalizer wait|force gc (idle)|semacquire|sleep|sync.Cond.Wait|' +
      'sync.Mutex.Lock|sync.RWMutex.RLock|sync.RWMutex.Lock|trace reader (blocked)|' +
      'wait for GC cycle|GC worker (idle)|GC worker (active)|preempted|debug call|' +
      'GC mark termination|stopping the world',
  },
  {
    since: 18,
    reasons:
      '|GC assist marking|IO wait|chan receive (nil chan)|chan send (nil chan)|' +
      'dumping heap|garbage collection|garbage collection scan|panicwait|select|' +
      'select (no cases)|GC assist wait|GC sweep wait|GC scavenge wait|chan receive|' +
      'chan send|finalizer wait|force gc (idle)|semacquire|sleep|sync.Cond.Wait|' +
      'timer goroutine (idle)|trace reader (blocked)|wait for GC cycle|GC worker (idle)|' +
      'preempted|debug call',
  },
];

/** Names wait reasons for one Go release; an unknown release reads them like the newest known one. */
export function waitReasonTable(goVersion: string): readonly string[] {
  const minor = Number(/go1\.(\d+)/.exec(goVersion)?.[1] ?? Number.POSITIVE_INFINITY);
  const table = TABLES.find(({ since }) => minor >= since);
  return table?.reasons.split('|') ?? [];
}
