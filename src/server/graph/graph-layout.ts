/** Where boxes and edges of a call graph go: layers from callers down to callees, by dagre. */
import { Graph, layout } from '@dagrejs/dagre';

export interface Box {
  readonly width: number;
  readonly height: number;
}

/** Ends are indexes of boxes. */
export interface Arrow {
  readonly caller: number;
  readonly callee: number;
  /** Heavy edges are kept short and straight. */
  readonly weight: number;
  readonly label: Box;
}

export interface LayoutTask {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

export interface Placed {
  readonly x: number;
  readonly y: number;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** Middles of the boxes. */
  readonly boxes: readonly Placed[];
  /** From the border of the caller to that of the callee. */
  readonly arrows: readonly { readonly points: readonly Placed[]; readonly label: Placed }[];
}

const BOX_GAP = 14;
const EDGE_GAP = 6;
const LAYER_GAP = 30;
const MARGIN = 12;

export function graphLayout(boxes: readonly Box[], arrows: readonly Arrow[]): GraphLayout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: 'TB',
    nodesep: BOX_GAP,
    edgesep: EDGE_GAP,
    ranksep: LAYER_GAP,
    marginx: MARGIN,
    marginy: MARGIN,
    // As good to read as the default, and narrower.
    ranker: 'tight-tree',
  });
  boxes.forEach(({ width, height }, index) => graph.setNode(String(index), { width, height }));
  arrows.forEach(({ caller, callee, weight, label }, index) => {
    const options = { ...label, weight, labelpos: 'c', labeloffset: 0 };
    graph.setEdge(String(caller), String(callee), options, String(index));
  });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    boxes: boxes.map((_, index) => placed(graph.node(String(index)))),
    arrows: arrows.map(({ caller, callee }, index) => {
      const edge = graph.edge(String(caller), String(callee), String(index));
      return { points: (edge.points ?? []).map(placed), label: placed(edge) };
    }),
  };
}

function placed({ x = 0, y = 0 }: { x?: number; y?: number }): Placed {
  return { x, y };
}
