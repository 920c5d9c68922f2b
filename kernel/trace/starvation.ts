/** Processors that idle while goroutines are runnable: starvation.ts of src/trace/timeline. */
import { grown } from './memory';

const STARVATION_NANOS: f64 = 50_000;
const STRETCHES: i32 = 10_000;

export class Starvation {
  static runnable: i32 = 0;
  static used: i32 = 0;
  static procs: f64 = NaN;
  static since: f64 = NaN;
  static total: f64 = 0;
  static count: f64 = 0;
  static deepest: i32 = 0;
  static deepestTime: f64 = 0;
  static depthNanos: f64 = 0;
  static depthTime: f64 = 0;
  static stretches: i32 = 0;
  /** Starts, then ends, f64 each. */
  static starts: usize = grown(0, 0, STRETCHES << 4, 0);

  static clear(): void {
    Starvation.runnable = 0;
    Starvation.used = 0;
    Starvation.procs = NaN;
    Starvation.since = NaN;
    Starvation.total = 0;
    Starvation.count = 0;
    Starvation.deepest = 0;
    Starvation.deepestTime = 0;
    Starvation.depthNanos = 0;
    Starvation.depthTime = 0;
    Starvation.stretches = 0;
  }

  static queue(change: i32, time: f64): void {
    Starvation.depthNanos += <f64>Starvation.runnable * (time - Starvation.depthTime);
    Starvation.depthTime = time;
    Starvation.runnable += change;
    if (Starvation.runnable > Starvation.deepest) {
      Starvation.deepest = Starvation.runnable;
      Starvation.deepestTime = time;
    }
    if (Starvation.runnable <= 1) Starvation.update(time);
  }

  static use(change: i32, time: f64): void {
    Starvation.used += change;
    Starvation.update(time);
  }

  static resize(procs: f64, time: f64): void {
    Starvation.procs = procs;
    Starvation.update(time);
  }

  private static update(time: f64): void {
    const starves = Starvation.runnable > 0 && <f64>Starvation.used < Starvation.procs;
    if (starves != isNaN(Starvation.since)) return;
    if (starves) {
      Starvation.since = time;
      Starvation.count++;
      return;
    }
    const nanos = time - Starvation.since;
    Starvation.total += nanos;
    if (nanos >= STARVATION_NANOS && Starvation.stretches < STRETCHES) {
      const at = Starvation.starts + ((<usize>Starvation.stretches) << 3);
      Starvation.stretches++;
      store<f64>(at, Starvation.since);
      store<f64>(at + ((<usize>STRETCHES) << 3), time);
    }
    Starvation.since = NaN;
  }
}
