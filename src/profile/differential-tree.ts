import type { CallTree } from './call-tree.ts';
import type { Profile } from './model.ts';
import { BASE_LABEL } from './query/base-label.ts';
import { labelValuesOf } from './query/label-sets.ts';
import type { StackValues } from './stack-values.ts';
import { callTreeOf } from './tree-builder.ts';
import { TupleInterner } from './tuple-interner.ts';

/** A call tree over two profiles. Totals of the tree are the sums of both, so that no node is missing or negative. */
export interface DifferentialTree {
  readonly tree: CallTree;
  /** Per node: totals and own values before and after. */
  readonly base: Float64Array;
  readonly after: Float64Array;
  readonly baseSelf: Float64Array;
  readonly afterSelf: Float64Array;
}

/**
 * The tree of a difference: `profile` is what `subtractBase` makes with `isDiffBase`, as it is or resolved by a
 * query. Nodes are functions of the profile.
 */
export function differentialTree(profile: Profile, sampleType: number): DifferentialTree {
  const sides = sidesOf(profile, sampleType);
  const tree = callTreeOf(profile, sides.both);
  const result = {
    tree,
    base: new Float64Array(tree.length),
    after: new Float64Array(tree.length),
    baseSelf: new Float64Array(tree.length),
    afterSelf: new Float64Array(tree.length),
  };
  // Nodes by parent and function, numbered as in the tree: the root has no entry.
  const nodes = new TupleInterner(2);
  for (let node = 1; node < tree.length; node++) {
    nodes.key[0] = tree.parent[node] ?? 0;
    nodes.key[1] = tree.function[node] ?? 0;
    nodes.intern();
  }
  const { stacks, frames } = profile;
  for (let stack = 0; stack < stacks.length; stack++) {
    if (sides.both.magnitude[stack] === 0) continue;
    const base = sides.base[stack] ?? 0;
    const after = sides.after[stack] ?? 0;
    let node = 0;
    addTo(result.base, result.after, 0, base, after);
    for (let k = (stacks.start[stack + 1] ?? 0) - 1; k >= (stacks.start[stack] ?? 0); k--) {
      nodes.key[0] = node;
      nodes.key[1] = frames.function[stacks.frame[k] ?? 0] ?? 0;
      const child = nodes.intern() + 1;
      // The tree is cut where stacks are too deep for it.
      if (child >= tree.length) break;
      node = child;
      addTo(result.base, result.after, node, base, after);
    }
    addTo(result.baseSelf, result.afterSelf, node, base, after);
  }
  return result;
}

function addTo(
  bases: Float64Array,
  afters: Float64Array,
  node: number,
  base: number,
  after: number,
): void {
  bases[node] = (bases[node] ?? 0) + base;
  afters[node] = (afters[node] ?? 0) + after;
}

function sidesOf(
  { samples, stacks, labels }: Profile,
  sampleType: number,
): { base: Float64Array; after: Float64Array; both: StackValues } {
  const isBase = labelValuesOf(labels).map(({ texts }) => texts.has(BASE_LABEL));
  const base = new Float64Array(stacks.length);
  const after = new Float64Array(stacks.length);
  const column = samples.values[sampleType] ?? new Float64Array(0);
  for (let sample = 0; sample < column.length; sample++) {
    const stack = samples.stack[sample] ?? 0;
    const value = column[sample] ?? 0;
    // Values of the base are negated in a difference.
    if (isBase[samples.labelSet[sample] ?? 0]) base[stack] = (base[stack] ?? 0) - value;
    else after[stack] = (after[stack] ?? 0) + value;
  }
  const value = base.map((amount, stack) => Math.abs(amount) + Math.abs(after[stack] ?? 0));
  const total = value.reduce((sum, amount) => sum + amount, 0);
  const both = { sampleType, value, magnitude: value, total, absoluteTotal: total };
  return { base, after, both };
}
