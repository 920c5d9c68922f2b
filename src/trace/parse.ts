import type { Parsed } from '../base/problem.ts';
import type { Generation, Trace } from './model.ts';
import { openReader } from './open-reader.ts';

/**
 * Reads an execution trace of Go 1.11 to 1.26 as a whole. Never throws: the value holds what could be understood.
 * For large files read generation by generation, with `TraceReader`.
 *
 * Problems that cost events: `not-a-trace`, `old-format`; `batch-expected`, `batch-header`, `batch-size`,
 * `batch-truncated`; `generation-zero`, `generation-order`, `generation-incomplete`, `no-frequency`,
 * `no-clock-snapshot`; `string-batch`, `string-duplicate`, `string-missing`, `stack-batch`, `stack-duplicate`,
 * `sample-batch`, `sync-batch`; `event-broken`, `order-broken`, `order-stuck`.
 * Others: `unknown-version`, `experimental-batch`.
 */
export function parseTrace(bytes: Uint8Array): Parsed<Trace> {
  const reader = openReader(bytes);
  const generations: Generation[] = [];
  for (let next = reader.next(); next !== null; next = reader.next()) generations.push(next);
  const { version, startTime, isComplete, tables, problems } = reader;
  const value = Object.freeze({ version, startTime, isComplete, generations, ...tables });
  return { value, problems };
}
