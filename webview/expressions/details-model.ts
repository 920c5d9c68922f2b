import type { ExpressionValue } from '../../src/protocol/expression-view.ts';
import { CELL_ERROR, CELL_OTHER, CELL_STRING } from '../../src/protocol/expression-view.ts';

/** Children and characters come in pages of this size. */
export const PAGE_CHILDREN = 200;
export const PAGE_BYTES = 8192;
const TEXT_LINE = 160;

/** One line of the tree. The list is flat: what is below a node follows it with a greater depth. */
export interface TreeNode {
  readonly kind: 'value' | 'more' | 'text';
  readonly depth: number;
  readonly name: string;
  readonly type: string;
  readonly text: string;
  /** A `CELL_…` kind. */
  readonly cell: number;
  /** Reads it by itself. */
  readonly expression: string;
  readonly isString: boolean;
  readonly canOpen: boolean;
  readonly canSet: boolean;
  readonly isOpen: boolean;
  /** `more`: how many are loaded and how many there are. */
  readonly loaded: number;
  readonly total: number;
}

export type Tree = readonly TreeNode[];

/** A line for an expression of which only a cell's text is known. */
export function rootNode(expression: string, cell: number, text: string): TreeNode {
  return {
    ...BLANK,
    name: expression,
    text,
    cell,
    expression,
    isString: cell === CELL_STRING,
    canOpen: (cell === CELL_OTHER || (cell === CELL_STRING && isLong(text))) && text !== 'nil',
    canSet: cell !== CELL_ERROR && cell !== CELL_OTHER,
  };
}

/** The head of a value that was read, in the place of what stood for it. */
export function withHead(tree: Tree, at: number, value: ExpressionValue): Tree {
  const node = tree[at];
  if (!node) return tree;
  const text = value.isString ? JSON.stringify(value.text.slice(0, TEXT_LINE)) : value.text;
  const head: TreeNode = {
    ...node,
    type: value.type,
    text,
    cell: value.kind,
    isString: value.isString,
    canSet: value.canSet,
    canOpen: value.isString ? value.length > TEXT_LINE : value.length > 0,
  };
  return tree.with(at, head);
}

/** Opens a node with the first page of what is in it. */
export function opened(tree: Tree, at: number, value: ExpressionValue): Tree {
  const closedTree = withHead(closed(tree, at), at, value);
  const node = closedTree[at];
  if (!node) return tree;
  return closedTree
    .with(at, { ...node, isOpen: true })
    .toSpliced(at + 1, 0, ...page(node.depth + 1, value, 0, node.expression));
}

/** Replaces a `more` line by the next page. */
export function extended(tree: Tree, at: number, value: ExpressionValue): Tree {
  const more = tree[at];
  if (more?.kind !== 'more') return tree;
  return tree.toSpliced(at, 1, ...page(more.depth, value, more.loaded, more.expression));
}

export function closed(tree: Tree, at: number): Tree {
  const node = tree[at];
  if (!node) return tree;
  let end = at + 1;
  while ((tree[end]?.depth ?? -1) > node.depth) end++;
  return tree.toSpliced(at, end - at, { ...node, isOpen: false });
}

export function parentOf(tree: Tree, at: number): number {
  const depth = tree[at]?.depth ?? 0;
  let before = at - 1;
  while (before >= 0 && (tree[before]?.depth ?? 0) >= depth) before--;
  return before;
}

function page(
  depth: number,
  value: ExpressionValue,
  start: number,
  expression: string,
): readonly TreeNode[] {
  const nodes = value.isString ? textNodes(depth, value.text) : childNodes(depth, value);
  const count = value.isString ? new TextEncoder().encode(value.text).length : nodes.length;
  const loaded = start + count;
  if (loaded >= value.length || count === 0) return nodes;
  const { length: total, isString } = value;
  return [...nodes, { ...BLANK, kind: 'more', depth, expression, isString, loaded, total }];
}

function textNodes(depth: number, text: string): readonly TreeNode[] {
  const lines = text.match(/[^\n]{1,160}\n?|\n/g) ?? [];
  return lines.map((line) => ({ ...BLANK, kind: 'text', depth, text: line.replace(/\n$/, '') }));
}

function childNodes(depth: number, { children }: ExpressionValue): readonly TreeNode[] {
  return children.name.map((name, at) => {
    const text = children.text[at] ?? '';
    const isString = children.isString[at] ?? false;
    return {
      ...BLANK,
      depth,
      name,
      type: children.type[at] ?? '',
      text,
      cell: children.kind[at] ?? CELL_OTHER,
      expression: children.expression[at] ?? '',
      isString,
      canOpen: isString ? isLong(text) : (children.length[at] ?? 0) > 0,
      canSet: children.canSet[at] ?? false,
    };
  });
}

/** A line shows the beginning of it. */
function isLong(text: string): boolean {
  return text.length > TEXT_LINE || /…\+\d+$/.test(text);
}

const BLANK: TreeNode = {
  kind: 'value',
  depth: 0,
  name: '',
  type: '',
  text: '',
  cell: CELL_OTHER,
  expression: '',
  isString: false,
  canOpen: false,
  canSet: false,
  isOpen: false,
  loaded: 0,
  total: 0,
};
