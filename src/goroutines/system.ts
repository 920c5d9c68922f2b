/**
 * Whether the runtime starts this function for itself (`isSystemGoroutine`, runtime/traceback.go, Go 1.26).
 * Finalizer and cleanup goroutines count as system goroutines here even while they run user code: a dump does not say.
 */
export function isSystemStart(functionName: string): boolean {
  return functionName.startsWith('runtime.') && !USER_STARTS.has(functionName);
}

const USER_STARTS: ReadonlySet<string> = new Set([
  'runtime.main',
  'runtime.handleAsyncEvent',
  // Coroutines of iter.Pull run the iterator's code.
  'runtime.corostart',
]);
