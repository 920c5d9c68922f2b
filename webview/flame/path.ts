import type { FlameWindow } from '../../src/protocol/analysis.ts';
import { frameOfNode, pathTo } from './geometry.ts';
import type { FrameIndex } from './geometry.ts';

/** One step from the root of the profile to the selected frame. */
export interface PathStep {
  readonly node: number;
  readonly name: string;
}

/** The path to the selected frame, or to the root of the view. */
export function selectedPath(
  window: FlameWindow,
  index: FrameIndex,
  selectedNode: number | null,
): readonly PathStep[] {
  const frame = selectedNode === null ? -1 : frameOfNode(window, selectedNode);
  const steps: PathStep[] = window.path.map(({ node, name }) => ({ node, name }));
  if (frame < 0) return steps;
  for (const step of pathTo(window, index, frame)) {
    const node = window.node[step] ?? 0;
    if (steps.some((known) => known.node === node)) continue;
    steps.push({ node, name: window.names[window.name[step] ?? 0] ?? '' });
  }
  return steps;
}
