import { throwIfCancelledAt } from '../../base/cancellation.ts';
import { widened } from '../growing.ts';
import { TupleInterner } from '../tuple-interner.ts';
import type { CallGraph, GraphInput } from './call-graph.ts';

/** What the samples of a node with the same labels sum to; divisors are those of the mean, else 0. */
export interface CellSums {
  readonly flat: number;
  readonly flatDivisor: number;
  readonly cum: number;
  readonly cumDivisor: number;
}

/** Samples summed by node and label set, before any text is made of labels: there are far fewer sums than frames. */
export class LabelSums {
  readonly #cells = new TupleInterner(2);
  readonly #flat = new GrowingSums();
  readonly #flatDivisor = new GrowingSums();
  readonly #cum = new GrowingSums();
  readonly #cumDivisor = new GrowingSums();

  get length(): number {
    return this.#cells.length;
  }

  node(cell: number): number {
    return this.#cells.element(cell, 0);
  }

  labelSet(cell: number): number {
    return this.#cells.element(cell, 1);
  }

  at(cell: number): CellSums {
    return {
      flat: this.#flat.at(cell),
      flatDivisor: this.#flatDivisor.at(cell),
      cum: this.#cum.at(cell),
      cumDivisor: this.#cumDivisor.at(cell),
    };
  }

  /** Adds all samples of the profile to the nodes of the graph; a sample counts once for a node. */
  addAll({ profile, keys, sampleType, mean, token }: GraphInput, graph: CallGraph): void {
    const { samples, stacks } = profile;
    const inGraph = new Uint8Array(keys.length);
    for (const node of graph.nodes) inGraph[node] = 1;
    const seen = new Int32Array(keys.length).fill(-1);
    const column = samples.values[sampleType] ?? new Float64Array(0);
    const counts = mean ? samples.values[0] : undefined;
    const { key } = this.#cells;
    for (let sample = 0; sample < column.length; sample++) {
      throwIfCancelledAt(sample, token);
      const value = column[sample] ?? 0;
      const divisor = counts?.[sample] ?? 0;
      if (value === 0 && divisor === 0) continue;
      const stack = samples.stack[sample] ?? 0;
      const leaf = stacks.start[stack] ?? 0;
      key[1] = samples.labelSet[sample] ?? 0;
      for (let k = (stacks.start[stack + 1] ?? 0) - 1; k >= leaf; k--) {
        const node = keys.nodeOf[stacks.frame[k] ?? 0] ?? 0;
        if (inGraph[node] !== 1) continue;
        const isSeen = seen[node] === sample;
        if (isSeen && k > leaf) continue;
        key[0] = node;
        const cell = this.#cells.intern();
        if (!isSeen) {
          seen[node] = sample;
          this.#cum.add(cell, value);
          if (divisor !== 0) this.#cumDivisor.add(cell, divisor);
        }
        if (k > leaf) continue;
        this.#flat.add(cell, value);
        if (divisor !== 0) this.#flatDivisor.add(cell, divisor);
      }
    }
  }
}

class GrowingSums {
  #items = new Float64Array(1024);

  at(index: number): number {
    return this.#items[index] ?? 0;
  }

  add(index: number, value: number): void {
    if (index >= this.#items.length) {
      this.#items = widened(this.#items, new Float64Array(index * 2));
    }
    this.#items[index] = (this.#items[index] ?? 0) + value;
  }
}
