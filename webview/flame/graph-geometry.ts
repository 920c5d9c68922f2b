/** Where the call graph lies in its view, and where keys lead in it. */
import type { GraphPicture } from '../../src/protocol/profile-views.ts';

/** The picture is moved by x and y and drawn `scale` times as large. */
export interface GraphPlace {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface ViewSize {
  readonly width: number;
  readonly height: number;
}

const SMALLEST_SCALE = 0.08;
const LARGEST_SCALE = 3;
const READABLE_SCALE = 0.85;
/** Boxes that are walked to keep this distance from the border of the view. */
const REVEAL_MARGIN = 24;

/** The whole picture in the middle; small ones at their own size. */
export function fitted(picture: GraphPicture, view: ViewSize): GraphPlace {
  const width = view.width / Math.max(1, picture.width);
  const height = view.height / Math.max(1, picture.height);
  const scale = Math.max(SMALLEST_SCALE, Math.min(1, width, height));
  return {
    x: (view.width - picture.width * scale) / 2,
    y: Math.max(0, (view.height - picture.height * scale) / 2),
    scale,
  };
}

/** The whole picture where it can be read, else a part of it around a box. */
export function opening(picture: GraphPicture, view: ViewSize, box: number): GraphPlace {
  const whole = fitted(picture, view);
  if (whole.scale >= READABLE_SCALE) return whole;
  const scale = READABLE_SCALE;
  const within = (at: number, size: number, room: number): number =>
    size * scale <= room
      ? (room - size * scale) / 2
      : Math.min(0, Math.max(room - size * scale, room / 2 - at * scale));
  return {
    x: within(picture.x[box] ?? 0, picture.width, view.width),
    y: within(picture.y[box] ?? 0, picture.height, view.height),
    scale,
  };
}

/** Zooms so that the point of the picture under x and y stays there. */
export function zoomed(place: GraphPlace, factor: number, x: number, y: number): GraphPlace {
  const scale = Math.max(SMALLEST_SCALE, Math.min(LARGEST_SCALE, place.scale * factor));
  const by = scale / place.scale;
  return { x: x - (x - place.x) * by, y: y - (y - place.y) * by, scale };
}

/** Moves as little as needed to bring a box into view. */
export function revealed(
  place: GraphPlace,
  picture: GraphPicture,
  box: number,
  view: ViewSize,
): GraphPlace {
  const { scale } = place;
  const shift = (at: number, size: number, offset: number, room: number): number => {
    const from = (at - size / 2) * scale + offset;
    const to = (at + size / 2) * scale + offset;
    if (from < REVEAL_MARGIN) return REVEAL_MARGIN - from;
    return to > room - REVEAL_MARGIN ? Math.max(room - REVEAL_MARGIN - to, -from) : 0;
  };
  const { x, y, boxWidth, boxHeight } = picture;
  return {
    x: place.x + shift(x[box] ?? 0, boxWidth[box] ?? 0, place.x, view.width),
    y: place.y + shift(y[box] ?? 0, boxHeight[box] ?? 0, place.y, view.height),
    scale,
  };
}

/** The box with the largest flat value, or the largest change of one. */
export function hottest({ flat, flatBefore }: GraphPicture): number {
  const heat = flat.map((value, box) => Math.abs(value - (flatBefore?.[box] ?? 0)));
  return heat.indexOf(Math.max(...heat));
}

/** The other end of the heaviest call into or out of a box; -1 where there is none. */
export function heaviest({ edges }: GraphPicture, box: number, to: 'caller' | 'callee'): number {
  const from = to === 'caller' ? edges.callee : edges.caller;
  // Edges are heaviest first.
  const edge = from.indexOf(box);
  return edge < 0 ? -1 : (edges[to][edge] ?? -1);
}

/** The next box to the left or right in the same layer; -1 where there is none. */
export function beside({ x, y, length }: GraphPicture, box: number, by: 1 | -1): number {
  let best = -1;
  for (let other = 0; other < length; other++) {
    const distance = ((x[other] ?? 0) - (x[box] ?? 0)) * by;
    // Boxes of a layer have the same middle.
    if (distance <= 0 || Math.abs((y[other] ?? 0) - (y[box] ?? 0)) > 1) continue;
    if (best < 0 || distance < ((x[best] ?? 0) - (x[box] ?? 0)) * by) best = other;
  }
  return best;
}

/** An edge as an SVG path through its points, rounded between them. */
export function edgePath({ edges }: GraphPicture, edge: number): string {
  const points: (readonly [x: number, y: number])[] = [];
  for (let at = edges.pointStart[edge] ?? 0; at < (edges.pointStart[edge + 1] ?? 0); at++) {
    points.push([edges.points[2 * at] ?? 0, edges.points[2 * at + 1] ?? 0]);
  }
  const [first, ...others] = points;
  const last = others.pop();
  if (first === undefined || last === undefined) return '';
  let path = `M${pointText(first)}`;
  others.forEach((point, index) => {
    const next = others[index + 1];
    const end = next === undefined ? last : middle(point, next);
    path += `Q${pointText(point)} ${pointText(end)}`;
  });
  return others.length === 0 ? `${path}L${pointText(last)}` : path;
}

function pointText([x, y]: readonly [number, number]): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

function middle(
  a: readonly [number, number],
  b: readonly [number, number],
): readonly [number, number] {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}
