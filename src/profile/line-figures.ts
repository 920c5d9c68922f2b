import { type CancellationToken, neverCancelled } from '../base/cancellation.ts';
import { type Figures, figuresBy } from './figures.ts';
import type { Profile } from './model.ts';
import type { StackValues } from './stack-values.ts';

/** Figures of all lines and files of a profile, for one sample type. Compute once and keep. */
export interface LineIndex {
  /** Per place of the profile: cum counts a stack once for a line, however often it is on it. */
  readonly places: Figures;
  /** Per file of the profile: cum counts a stack once for a file. */
  readonly files: Figures;
  /** Places of file i, by line: `place[start[i]]` to `place[start[i + 1] - 1]`. */
  readonly start: Uint32Array;
  readonly place: Uint32Array;
}

/** Lines of a file, ascending, as columns. */
export interface LineWindow {
  readonly length: number;
  /** 1-based. */
  readonly line: Uint32Array;
  readonly flat: Float64Array;
  readonly cum: Float64Array;
}

/** A line and its flat value, in the unit of the sample type. */
export interface HotLine {
  readonly file: string;
  readonly line: number;
  readonly flat: number;
}

/** Costs two passes over the stacks. */
export function lineIndexOf(
  profile: Profile,
  values: StackValues,
  token: CancellationToken = neverCancelled,
): LineIndex {
  const { places, files, frames, stacks } = profile;
  const fileOf = new Uint32Array(frames.length);
  for (let frame = 0; frame < frames.length; frame++) {
    fileOf[frame] = places.file[frames.place[frame] ?? 0] ?? 0;
  }
  const order = Uint32Array.from({ length: places.length }, (_, place) => place);
  order.sort(
    (a, b) =>
      (places.file[a] ?? 0) - (places.file[b] ?? 0) ||
      (places.line[a] ?? 0) - (places.line[b] ?? 0),
  );
  const start = new Uint32Array(files.length + 1);
  for (const file of places.file) start[file + 1] = (start[file + 1] ?? 0) + 1;
  for (let file = 0; file < files.length; file++) {
    start[file + 1] = (start[file + 1] ?? 0) + (start[file] ?? 0);
  }
  return {
    places: figuresBy(stacks, values, frames.place, places.length, token),
    files: figuresBy(stacks, values, fileOf, files.length, token),
    start,
    place: order,
  };
}

/** Lines of a file that have a figure. `file` is an index into the files of the profile; -1 gives none. */
export function linesOfFile(profile: Profile, index: LineIndex, file: number): LineWindow {
  const from = index.start[file] ?? 0;
  const to = index.start[file + 1] ?? 0;
  return windowOf(profile, index, file < 0 ? [] : index.place.subarray(from, to));
}

/** Lines of a function that have a figure, in its own file. */
export function linesOfFunction(profile: Profile, index: LineIndex, row: number): LineWindow {
  const { frames, functions, places } = profile;
  const own = new Set<number>();
  for (let frame = 0; frame < frames.length; frame++) {
    const place = frames.place[frame] ?? 0;
    if (frames.function[frame] !== row || places.file[place] !== functions.file[row]) continue;
    own.add(place);
  }
  const sorted = [...own].sort((a, b) => (places.line[a] ?? 0) - (places.line[b] ?? 0));
  return windowOf(profile, index, sorted);
}

/**
 * The line with the largest flat value among frames of the functions marked with 1; null where none has one. `flatOf`
 * are the flat values of frames.
 */
export function hottestLine(
  { frames, places, files }: Profile,
  flatOf: Float64Array,
  wanted: Uint8Array,
): HotLine | null {
  const flat = new Float64Array(places.length);
  frames.place.forEach((place, frame) => {
    flat[place] = (flat[place] ?? 0) + (flatOf[frame] ?? 0);
  });
  let best = -1;
  for (let frame = 0; frame < frames.length; frame++) {
    if (wanted[frames.function[frame] ?? 0] !== 1) continue;
    const place = frames.place[frame] ?? 0;
    if ((places.line[place] ?? 0) === 0) continue;
    if ((flat[place] ?? 0) > (best < 0 ? 0 : (flat[best] ?? 0))) best = place;
  }
  if (best < 0) return null;
  return {
    file: files[places.file[best] ?? 0] ?? '',
    line: places.line[best] ?? 0,
    flat: flat[best] ?? 0,
  };
}

/**
 * Per function the line with the largest flat value, or, for a function without one, with the largest cum value;
 * 0 where no line is known.
 */
export function hottestLines(profile: Profile, index: LineIndex): Uint32Array {
  const { frames, places, functions } = profile;
  const { flat, cum } = index.places;
  const best = new Int32Array(functions.length).fill(-1);
  for (let frame = 0; frame < frames.length; frame++) {
    const place = frames.place[frame] ?? 0;
    if ((places.line[place] ?? 0) === 0) continue;
    const row = frames.function[frame] ?? 0;
    const known = best[row] ?? -1;
    const byFlat = known < 0 ? 1 : (flat[place] ?? 0) - (flat[known] ?? 0);
    const byCum = known < 0 ? 1 : (cum[place] ?? 0) - (cum[known] ?? 0);
    if (byFlat > 0 || (byFlat === 0 && byCum > 0)) best[row] = place;
  }
  return Uint32Array.from(best, (place) => (place < 0 ? 0 : (places.line[place] ?? 0)));
}

/** Functions with a frame on the line, each once. `file` is an index into the files of the profile. */
export function functionsAt(profile: Profile, file: number, line: number): readonly number[] {
  const { frames, places } = profile;
  const found = new Set<number>();
  for (let frame = 0; frame < frames.length; frame++) {
    const place = frames.place[frame] ?? 0;
    if (places.file[place] === file && places.line[place] === line) {
      found.add(frames.function[frame] ?? 0);
    }
  }
  return [...found];
}

function windowOf(
  { places }: Profile,
  { places: figures }: LineIndex,
  rows: ArrayLike<number>,
): LineWindow {
  const kept = Array.from(rows).filter(
    (place) =>
      (places.line[place] ?? 0) > 0 && (figures.flat[place] !== 0 || figures.cum[place] !== 0),
  );
  return {
    length: kept.length,
    line: Uint32Array.from(kept, (place) => places.line[place] ?? 0),
    flat: Float64Array.from(kept, (place) => figures.flat[place] ?? 0),
    cum: Float64Array.from(kept, (place) => figures.cum[place] ?? 0),
  };
}
