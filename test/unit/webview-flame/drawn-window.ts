import type { FlameRests, FlameWindow } from '../../../src/protocol/analysis.ts';

export const NO_RESTS: FlameRests = {
  length: 0,
  row: new Int32Array(),
  x: new Float64Array(),
  width: new Float64Array(),
  count: new Uint32Array(),
};

/**
 * A window from a drawn tree: a line is a frame, its number the total, its indent the depth. Nodes are numbered
 * from 0 in the order of the lines; `name@7` gives a node another number.
 *
 *     all 10
 *       main.serve 8
 *         main.read 3
 *       runtime.gc 2
 */
export function drawnWindow(drawing: string, depth?: number): FlameWindow {
  const frames = parse(drawing);
  const profileTotal = frames[0]?.total ?? 0;
  const names = [...new Set(frames.map(({ name }) => name))];
  return {
    length: frames.length,
    node: Uint32Array.from(frames, ({ node }) => node),
    row: Int32Array.from(frames, ({ row }) => row),
    x: Float64Array.from(frames, ({ start }) => start / profileTotal),
    width: Float64Array.from(frames, ({ total }) => total / profileTotal),
    self: new Float64Array(frames.length),
    total: Float64Array.from(frames, ({ total }) => total),
    name: Uint32Array.from(frames, ({ name }) => names.indexOf(name)),
    kind: new Uint8Array(frames.length),
    flags: new Uint8Array(frames.length),
    names,
    functions: Uint32Array.from(names.keys()),
    height: 0,
    depth: depth ?? Math.max(...frames.map(({ row }) => row)),
    hidden: 0,
    rests: NO_RESTS,
    path: [{ node: frames[0]?.node ?? 0, name: frames[0]?.name ?? '' }],
    rootTotal: profileTotal,
    profileTotal,
  };
}

/** Name of a frame, `none` for -1. */
export function nameOf(window: FlameWindow, frame: number): string {
  return window.names[window.name[frame] ?? -1] ?? 'none';
}

/** The frame with a name. */
export function frameOf(window: FlameWindow, name: string): number {
  return window.name.indexOf(window.names.indexOf(name));
}

function parse(drawing: string) {
  const lines = drawing.split('\n').filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map((line) => line.search(/\S/)));
  const nextStart: number[] = [];
  return lines.map((line, order) => {
    const row = (line.search(/\S/) - margin) / 2;
    const [label = '', total = '0'] = line.trim().split(' ');
    const [name = '', node = String(order)] = label.split('@');
    const start = nextStart[row] ?? 0;
    nextStart[row] = start + Number(total);
    nextStart[row + 1] = start;
    return { row, name, node: Number(node), start, total: Number(total) };
  });
}
