import type { GraphPicture } from '../../protocol/profile-views.ts';
import type { GraphDrawing } from '../handlers/call-graph.ts';
import { layOut } from './lay-out.ts';

/** A drawing with a place for everything, found in a thread of its own. */
export async function placedGraph(
  { task, picture, edges }: GraphDrawing,
  threadFile: string,
): Promise<GraphPicture> {
  const { width, height, boxes, arrows } = await layOut(threadFile, task);
  const pointStart = new Uint32Array(arrows.length + 1);
  arrows.forEach(({ points }, edge) => {
    pointStart[edge + 1] = (pointStart[edge] ?? 0) + points.length;
  });
  return {
    ...picture,
    width,
    height,
    x: Float64Array.from(boxes, ({ x }) => x),
    y: Float64Array.from(boxes, ({ y }) => y),
    edges: {
      ...edges,
      pointStart,
      points: Float64Array.from(
        arrows.flatMap(({ points }) => points.flatMap(({ x, y }) => [x, y])),
      ),
      labelX: Float64Array.from(arrows, ({ label }) => label.x),
      labelY: Float64Array.from(arrows, ({ label }) => label.y),
    },
  };
}
