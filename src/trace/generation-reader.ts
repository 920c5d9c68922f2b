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
import { GenerationBuilder, type RawGeneration } from './generation.ts';

/** What comes next in the file. */
export type NextGeneration =
  | { readonly kind: 'generation'; readonly generation: RawGeneration }
  /** With what was there before the problem, if it was anything. */
  | { readonly kind: 'broken'; readonly problem: Problem; readonly rest: GenerationBuilder | null }
  | { readonly kind: 'end' };

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

  /** Problems: those of batches and tables, `generation-zero`, `generation-order`, `generation-incomplete`. */
  next(): NextGeneration {
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    const builder = new GenerationBuilder(this.#batches.bytes, this.#version, this.#strings);
    // 1.26 introduced the end marker.
    if (this.#version >= 26) return this.#untilMarker(builder);
    const spill = this.#spill;
    if (spill === null && !isFirst) return { kind: 'end' };
    if (spill !== null && 'code' in spill) return broken(spill);
    return this.#untilNext(builder, spill);
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

function zero({ offset }: Batch): Problem {
  return { code: 'generation-zero', offset, message: 'a batch has the generation number 0' };
}

function broken(problem: Problem, rest: GenerationBuilder | null = null): NextGeneration {
  return { kind: 'broken', problem, rest };
}
