import { type CancellationToken, neverCancelled } from '../base/cancellation.ts';
import { CallTree, figuresOfNode, pathsAround, wholePaths } from '../profile/index.ts';
import type { Profile, StackPaths, StackValues } from '../profile/index.ts';
import type { FlameShape } from '../protocol/analysis.ts';

/** A tree that is drawn downwards, or upwards from the same root. */
export class FlameHalf {
  readonly tree: CallTree;
  readonly isAbove: boolean;
  /** Number of the tree's root in requests and answers; those of its other nodes follow. */
  readonly firstNode: number;

  constructor(tree: CallTree, firstNode = 0) {
    this.tree = tree;
    this.firstNode = firstNode;
    this.isAbove = firstNode > 0;
  }

  /** Figures of a node of the tree for several sample types. */
  figuresOf(node: number, types: readonly StackValues[]) {
    return figuresOfNode(this.tree, node, types);
  }

  /** Number of a node of the tree in requests and answers. */
  numberOf(node: number): number {
    return this.tree.id(node) + this.firstNode;
  }
}

/** What a flame graph draws: one tree, or what a function calls below and who calls it above. */
export class FlameGraph {
  readonly halves: readonly FlameHalf[];
  /** Function of the root; null for everything. */
  readonly around: number | null;

  /** `before` are the values before, in a comparison. */
  constructor(
    profile: Profile,
    values: StackValues,
    shape: FlameShape,
    before: StackValues | null = null,
    token: CancellationToken = neverCancelled,
  ) {
    this.around = typeof shape === 'object' ? shape.around : null;
    const treeOf = (paths: StackPaths): CallTree => new CallTree(paths, values, { before, token });
    if (typeof shape === 'object') {
      const below = new FlameHalf(treeOf(pathsAround(profile, shape.around, 'callees', token)));
      const above = treeOf(pathsAround(profile, shape.around, 'callers', token));
      this.halves = [below, new FlameHalf(above, below.tree.idLimit)];
    } else this.halves = [new FlameHalf(treeOf(wholePaths(profile, shape === 'callers')))];
  }

  /** The half of a node by its number, and the node in its tree. */
  at(number: number): { readonly half: FlameHalf; readonly node: number } | null {
    const half = this.halves.findLast(({ firstNode }) => number >= firstNode);
    const node = half?.tree.find(number - half.firstNode) ?? -1;
    return half === undefined || node < 0 ? null : { half, node };
  }
}
