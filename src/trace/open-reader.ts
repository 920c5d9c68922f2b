import { ProblemList } from '../base/problem.ts';
import { isOldFormat, readHeader } from './header.ts';
import type { EventReader } from './model.ts';
import type { OrderKernel } from './order-kernel.ts';
import { type ReaderRange, TraceReader } from './trace-reader.ts';
import { OldReader } from './v1/old-reader.ts';

/** The reader for the format of these bytes: arguments are those of `TraceReader`. Only it knows the kernel. */
export function openReader(
  bytes: Uint8Array,
  kernel: OrderKernel | null = null,
  range: ReaderRange | null = null,
): EventReader {
  return isOldTrace(bytes, range)
    ? new OldReader(bytes, range, 'reader')
    : new TraceReader(bytes, range, kernel);
}

/** True for traces of Go 1.11 to 1.21. */
export function isOldTrace(bytes: Uint8Array, range: ReaderRange | null): boolean {
  const version = range?.version ?? readHeader(bytes, new ProblemList())?.version;
  return version !== undefined && isOldFormat(version);
}
