/**
 * The monotonic clock of a program on this machine, as `waitsince` counts it. Go on Linux reads CLOCK_MONOTONIC, which
 * `process.hrtime` reads too (runtime/time_linux.go, Go 1.26; libuv). On macOS and Windows the two use different
 * clocks, and on another machine there is another clock: waits are not known there, rather than wrong.
 */
export function programClock(isLocal: boolean): () => number | null {
  if (!isLocal || process.platform !== 'linux') return () => null;
  return () => Number(process.hrtime.bigint());
}
