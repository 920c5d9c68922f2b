/**
 * Gathers the batches of one generation after the other (internal/trace/generation.go of Go 1.26).
 *
 * Until Go 1.25 nothing marks the end of a generation but the first batch of the next one: that batch is kept
 * for the next turn, and a problem with it does not touch the generation before. The last one ends with the file.
 * Since Go 1.26 a generation ends with a marker; without the marker the file was cut, and the generation is not
 * complete. Either way a generation with a broken batch yields nothing.
 */
import type { Problem } from '../base/problem.ts';
import type { StringTable } from '../base/string-table.ts';
import { type Batch, BatchReader } from './batches.ts';
import { type BatchMark, findBatch, follows, type FoundBatch } from './find-batch.ts';
import { GenerationBuilder, type RawGeneration } from './generation.ts';

/** What comes next in the file. */
export type NextGeneration =
  | { readonly kind: 'generation'; readonly generation: RawGeneration }
  | BrokenGeneration
  | { readonly kind: 'end' };

export interface BrokenGeneration {
  readonly kind: 'broken';
  readonly problem: Problem;
  /** What was there before the problem, if it was anything. */
  readonly rest: GenerationBuilder | null;
}

/** What is found of a broken generation. */
export interface Recovered {
  readonly generation: GenerationBuilder;
  /** Where the next one begins; null when nothing follows. */
  readonly next: number | null;
  /** What was left out. */
  readonly problems: readonly Problem[];
}

export class GenerationReader {
  readonly #batches: BatchReader;
  readonly #version: number;
  readonly #strings: StringTable;
  /** Before Go 1.26: the first batch of the next generation, or why there is none. */
  #spill: Batch | Problem | null = null;
  #isFirst = true;

  constructor(bytes: Uint8Array, offset: number, version: number, strings: StringTable) {
    this.#batches = new BatchReader(bytes, offset);
    this.#version = version;
    this.#strings = strings;
  }

  /** Where the next generation begins; null at the end. */
  get offset(): number | null {
    const spill = this.#spill;
    const offset = this.#version >= 26 ? this.#batches.offset : (spill?.offset ?? null);
    return offset === null || offset >= this.#batches.bytes.length ? null : offset;
  }

  /** Problems: those of batches and tables, `generation-zero`, `generation-order`, `generation-incomplete`. */
  next(): NextGeneration {
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    const builder = new GenerationBuilder(this.#batches.bytes, this.#version, this.#strings);
    // 1.26 introduced the end marker.
    if (this.#version >= 26) return this.#untilMarker(builder);
    const spill = this.#spill;
    this.#spill = null;
    if (spill === null && !isFirst) return { kind: 'end' };
    if (spill !== null && 'code' in spill) return broken(spill);
    return this.#untilNext(builder, spill);
  }

  /**
   * Goes on behind the problem, for whoever wants what Go does not give. Afterwards `next` must not be called.
   * Problems: `bytes-skipped`, `another-trace`.
   */
  recover({ problem, rest }: BrokenGeneration): Recovered {
    const batches = this.#batches;
    const generation = rest ?? new GenerationBuilder(batches.bytes, this.#version, this.#strings);
    const gaps = new Gaps();
    const ended = (next: number | null): Recovered => ({ generation, next, problems: gaps.list() });
    // What is not in order may be the next generation.
    const isOrder = problem.code === 'generation-order';
    const from = isOrder ? problem.offset : this.#spill?.offset;
    if (from !== undefined) batches.goTo(from);
    let last: BatchMark | null = generation.last;
    for (;;) {
      const batch = batches.next();
      if (batch === null) return ended(null);
      // Nothing is certain any more, not even what looks like a batch.
      const isBatch = !('code' in batch) && (batch.kind !== 'batch' || follows(batch, last));
      if (!isBatch) {
        const offset = batch.offset ?? 0;
        const found = findBatch(batches.bytes, offset, last);
        gaps.add(offset, found);
        if (found.kind !== 'batch') return ended(null);
        batches.goTo(found.offset);
      } else if (batch.kind === 'end-of-generation') {
        if (generation.batchCount > 0) return ended(batches.offset);
      } else if (generation.batchCount > 0 && batch.generation !== generation.number) {
        return ended(batch.offset);
      } else {
        // What is wrong with it does not matter any more.
        generation.add(batch);
        last = batch;
      }
    }
  }

  #untilMarker(builder: GenerationBuilder): NextGeneration {
    for (;;) {
      const offset = this.#batches.offset;
      const batch = this.#batches.next();
      if (batch === null) {
        if (builder.batchCount === 0) return { kind: 'end' };
        const message = `generation ${builder.number} has no end after ${builder.batchCount} batches: the file was cut`;
        return broken({ code: 'generation-incomplete', offset, message }, builder);
      }
      if ('code' in batch) return broken(batch, builder);
      if (batch.kind === 'end-of-generation') return finish(builder);
      if (batch.generation === 0) return broken(zero(batch), builder);
      if (builder.batchCount > 0 && batch.generation !== builder.number) {
        const message = `a batch of generation ${batch.generation} before the end of generation ${builder.number}`;
        return broken({ code: 'generation-order', offset, message }, builder);
      }
      const problem = builder.add(batch);
      if (problem !== null) return broken(problem, builder);
    }
  }

  #untilNext(builder: GenerationBuilder, spill: Batch | null): NextGeneration {
    const spillProblem = spill === null ? null : builder.add(spill);
    if (spillProblem !== null) return broken(spillProblem);
    for (;;) {
      const batch = this.#batches.next();
      if (batch === null || 'code' in batch) {
        this.#spill = batch;
        if (batch !== null && builder.batchCount === 0) return broken(batch);
        return finish(builder);
      }
      if (batch.generation === 0) return broken(zero(batch), builder);
      if (builder.batchCount > 0 && batch.generation === builder.number + 1) {
        this.#spill = batch;
        return finish(builder);
      }
      if (builder.batchCount > 0 && batch.generation !== builder.number) {
        const { offset, generation } = batch;
        const message = `a batch of generation ${generation} after generation ${builder.number}`;
        return broken({ code: 'generation-order', offset, message }, builder);
      }
      const problem = builder.add(batch);
      if (problem !== null) return broken(problem, builder);
    }
  }
}

function finish(builder: GenerationBuilder): NextGeneration {
  const generation = builder.finish();
  return 'code' in generation ? broken(generation, builder) : { kind: 'generation', generation };
}

/** What was left out of a generation. */
class Gaps {
  #bytes = 0;
  #count = 0;
  #first = 0;
  #other: Problem | null = null;

  add(offset: number, { kind, offset: end }: FoundBatch): void {
    if (kind === 'trace') {
      const message = 'another trace begins here; it is left out';
      this.#other = { code: 'another-trace', offset: end, message };
    }
    // A file that ends too early says so by itself.
    if (kind !== 'batch') return;
    if (this.#count++ === 0) this.#first = offset;
    this.#bytes += end - offset;
  }

  list(): readonly Problem[] {
    const problems = this.#other === null ? [] : [this.#other];
    if (this.#count === 0) return problems;
    const places = this.#count === 1 ? '' : ` in ${this.#count} places`;
    const message = `${this.#bytes} bytes${places} are left out`;
    return [{ code: 'bytes-skipped', offset: this.#first, message }, ...problems];
  }
}

function zero({ offset }: Batch): Problem {
  return { code: 'generation-zero', offset, message: 'a batch has the generation number 0' };
}

function broken(problem: Problem, rest: GenerationBuilder | null = null): NextGeneration {
  return { kind: 'broken', problem, rest };
}
