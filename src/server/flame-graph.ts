import {
  callTreeOf,
  figuresAlong,
  figuresOfNode,
  pathsAround,
  pathValues,
  reversedPaths,
  wholePaths,
} from '../profile/index.ts';
import type { CallTree, NodeFigures, Profile, StackPaths, StackValues } from '../profile/index.ts';
import type { FlameShape } from '../protocol/analysis.ts';

/** A tree that is drawn downwards, or upwards from the same root. */
export class FlameHalf {
  /** Totals are widths: a stack that enters the function of a sandwich several times shares its width out. */
  readonly tree: CallTree;
  /** What the nodes measure: each stack once. */
  readonly figures: NodeFigures;
  readonly isAbove: boolean;
  /** Number of the tree's root in requests and answers. */
  readonly firstNode: number;
  readonly #paths: () => StackPaths;
  #before: { readonly values: StackValues; readonly totals: Float64Array } | undefined;

  constructor(tree: CallTree, figures: NodeFigures, paths: () => StackPaths, firstNode = 0) {
    this.tree = tree;
    this.figures = figures;
    this.#paths = paths;
    this.firstNode = firstNode;
    this.isAbove = firstNode > 0;
  }

  /** Totals of the nodes by other values, those before in a comparison. */
  totalsOf(values: StackValues): Float64Array {
    if (this.#before?.values !== values) {
      this.#before = { values, totals: figuresAlong(this.tree, this.#paths(), values).total };
    }
    return this.#before.totals;
  }

  /** Figures of a node of the tree for several sample types. */
  figuresOf(node: number, types: readonly StackValues[]) {
    return figuresOfNode(this.tree, this.#paths(), node, types);
  }
}

/** What a flame graph draws: one tree, or what a function calls below and who calls it above. */
export class FlameGraph {
  readonly halves: readonly FlameHalf[];
  /** Function of the root; null for everything. */
  readonly around: number | null;

  constructor(profile: Profile, values: StackValues, wholeTree: () => CallTree, shape: FlameShape) {
    this.around = typeof shape === 'object' ? shape.around : null;
    if (shape === 'callees') {
      const tree = wholeTree();
      let paths: StackPaths | undefined;
      this.halves = [new FlameHalf(tree, tree, () => (paths ??= wholePaths(profile)))];
    } else if (shape === 'callers') this.halves = [halfOf(reversedPaths(profile), values, 0)];
    else {
      const below = halfOf(pathsAround(profile, shape.around, 'callees'), values, 0);
      const callers = pathsAround(profile, shape.around, 'callers');
      this.halves = [below, halfOf(callers, values, below.tree.length)];
    }
  }

  /** The half of a node, and the node's number in its tree. */
  at(node: number): { readonly half: FlameHalf; readonly node: number } | null {
    const half = this.halves.findLast(({ firstNode }) => node >= firstNode);
    if (half === undefined || node - half.firstNode >= half.tree.length) return null;
    return { half, node: node - half.firstNode };
  }
}

function halfOf(paths: StackPaths, values: StackValues, firstNode: number): FlameHalf {
  const tree = callTreeOf(paths.profile, pathValues(paths, values));
  const isShared = paths.shareOf.some((share) => share > 1);
  const figures = isShared ? figuresAlong(tree, paths, values) : tree;
  return new FlameHalf(tree, figures, () => paths, firstNode);
}
