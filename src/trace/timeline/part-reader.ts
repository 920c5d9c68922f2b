/**
 * A part of a timeline, a generation at a time. The kernel makes the spans as long as the trace is whole; where it is
 * not, the part is read again without it, from its beginning. What follows a broken generation is a part of its own:
 * generations repeat the state of everything.
 */
import type { Problem } from '../../base/problem.ts';
import type { EventReader } from '../model.ts';
import { isOldTrace } from '../open-reader.ts';
import type { OrderKernel } from '../order-kernel.ts';
import { type ReaderRange, TraceReader } from '../trace-reader.ts';
import { OldReader } from '../v1/old-reader.ts';
import { mergeParts } from './merge-parts.ts';
import type { TimelinePart } from './part.ts';
import { PartBuilder } from './part-builder.ts';

interface Piece {
  readonly reader: EventReader;
  readonly builder: PartBuilder;
}

export class PartReader {
  #bytes: Uint8Array;
  #range: ReaderRange | null;
  readonly #kernel: OrderKernel | null;
  /** Up to the last broken generation. */
  readonly #before: Piece[] = [];
  #reader: EventReader;
  #builder: PartBuilder;

  /** `bytes` and `range` are those of a `TraceReader`. */
  constructor(bytes: Uint8Array, kernel: OrderKernel | null, range: ReaderRange | null = null) {
    this.#bytes = bytes;
    this.#range = range;
    const isOld = isOldTrace(bytes, range);
    // Old traces are ordered without the kernel.
    this.#kernel = isOld ? null : kernel;
    this.#reader = isOld
      ? new OldReader(bytes, range, 'lanes')
      : new TraceReader(bytes, range, kernel);
    this.#builder = new PartBuilder(this.#kernel);
  }

  /** False after the last generation. */
  readGeneration(): boolean {
    const reader = this.#reader;
    const goesOn = reader.feed(this.#builder);
    if (reader.hasGivenUp) {
      this.#reader = new TraceReader(this.#bytes, this.#range);
      this.#builder = new PartBuilder();
      return true;
    }
    const { resumeAt = null } = reader;
    if (goesOn || resumeAt === null) return goesOn;
    this.#resume(resumeAt);
    return true;
  }

  /** The part lasts until its last event, or until the next part begins: `until`, in units of the trace clock. */
  finish(until = Number.NaN): TimelinePart {
    const reader = this.#reader;
    const last = this.#builder.finish(reader, reader.timeOf(until));
    if (this.#before.length === 0) return last;
    // A piece of which nothing was understood only has problems.
    const problems: Problem[] = [];
    const parts: TimelinePart[] = [];
    const add = (part: TimelinePart): void => {
      const before = parts.at(-1);
      problems.push(...part.problems);
      if (part.generations.length === 0) return;
      if (before !== undefined && isEarlier(part, before)) problems.push(earlier(part));
      else parts.push(part);
    };
    for (const [k, { reader: own, builder }] of this.#before.entries()) {
      const next = this.#before[k + 1]?.reader ?? reader;
      add(builder.finish(own, Number(next.startTime - own.startTime)));
    }
    add(last);
    const whole = parts.length === 0 ? last : mergeParts(parts);
    return { ...whole, problems, isComplete: false };
  }

  #resume(at: number): void {
    this.#before.push({ reader: this.#reader, builder: this.#builder });
    const offset = (this.#range?.offset ?? 0) + at;
    this.#range = { version: this.#reader.version, offset };
    this.#bytes = this.#bytes.subarray(at);
    this.#reader = new TraceReader(this.#bytes, this.#range, this.#kernel);
    this.#builder = new PartBuilder(this.#kernel);
  }
}

/** Of the time before: another trace, or one that was put together from pieces. */
function isEarlier(part: TimelinePart, before: TimelinePart): boolean {
  return part.startTime + BigInt(part.endTime) <= before.startTime + BigInt(before.endTime);
}

function earlier({ generations }: TimelinePart): Problem {
  const message = `generation ${generations[0]?.number ?? 0} is of the time before; it is left out`;
  return { code: 'generation-earlier', message };
}
