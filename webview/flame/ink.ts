/** What frames are painted with: a colour per frame, by whose code it is, package, module, own value or change. */
import { lastElement } from '../../src/base/go-symbol.ts';
import type { FlameWindow } from '../../src/protocol/analysis.ts';
import { mix, parseComputedColour } from '../shared/colour.ts';
import type { Rgb } from '../shared/colour.ts';
import type { FrameName } from '../shared/label.ts';
import type { FrameColour, Palette } from '../shared/palette.ts';
import { differenceFills } from './difference.ts';
import type { DifferencePalette } from './difference.ts';
import type { HuePalette } from './hue-palette.ts';
import { moduleOf } from './module-of.ts';

export const COLOUR_MODES = ['code', 'package', 'module', 'heat', 'change'] as const;
export type ColourMode = (typeof COLOUR_MODES)[number];

/** What colours say, and the modules that are known. */
export interface Colouring {
  readonly mode: ColourMode;
  readonly modules: readonly string[];
}

/** Share of everything that gets the full heat. */
export const HOTTEST_SHARE = 0.2;

export interface Palettes {
  readonly code: Palette;
  readonly hue: HuePalette;
  readonly difference: DifferencePalette;
  readonly root: FrameColour;
  /** Border of frames in high contrast. */
  readonly border: Rgb | null;
}

/** Colours of a window's frames, as text for drawing and as numbers for pixels. */
export interface FrameInk {
  /** Per frame: its colour. */
  readonly of: Uint16Array;
  readonly colours: readonly FrameColour[];
  /** Per colour, as pixels. */
  readonly fill: Uint32Array;
  readonly border: Uint32Array;
  readonly mark: Uint32Array;
  /** Lines of what is too narrow to be drawn. */
  readonly rest: number;
  readonly hasBorders: boolean;
}

/** Functions that have nothing above them but everything. */
export function isEverything(window: FlameWindow, frame: number): boolean {
  return window.functions[window.name[frame] ?? 0] === 0xffff_ffff;
}

export function inkOf(
  window: FlameWindow,
  names: readonly FrameName[],
  { mode, modules }: Colouring,
  palettes: Palettes,
): FrameInk {
  const colours = new ColourList(palettes.root);
  const of = new Uint16Array(window.length);
  const byFrame = frameColours(window, mode, palettes);
  const byName = byFrame === null ? nameColours(window, names, { mode, modules }, palettes) : [];
  const indexOfName = Uint16Array.from(byName, (colour) => colours.indexOf(colour));
  for (let frame = 0; frame < window.length; frame++) {
    if (window.node[frame] === 0 && isEverything(window, frame)) continue;
    const colour = byFrame?.[frame];
    of[frame] = colour ? colours.indexOf(colour) : (indexOfName[window.name[frame] ?? 0] ?? 0);
  }
  return { of, ...colours.take(palettes.border) };
}

/** What a legend lists: groups of the window by own value, the largest first. */
export function largestGroups(
  window: FlameWindow,
  names: readonly FrameName[],
  { mode, modules }: Colouring,
  palette: HuePalette,
  limit: number,
): readonly { readonly name: string; readonly fill: string }[] {
  const sums = new Map<string, number>();
  const groups = names.map(({ packagePath }) => groupOf(packagePath, mode, modules));
  for (let frame = 0; frame < window.length; frame++) {
    const group = groups[window.name[frame] ?? 0] ?? '';
    if (isEverything(window, frame)) continue;
    sums.set(group, (sums.get(group) ?? 0) + (window.self[frame] ?? 0));
  }
  return [...sums]
    .sort((a, b) => b[1] - a[1])
    .slice(0, limit)
    .map(([group]) => ({
      name: mode === 'package' ? lastElement(group) || 'no package' : group,
      fill: palette.colour(group).fill,
    }));
}

function groupOf(packagePath: string, mode: ColourMode, modules: readonly string[]): string {
  return mode === 'module' ? moduleOf(packagePath, modules) : packagePath;
}

function frameColours(
  window: FlameWindow,
  mode: ColourMode,
  { difference }: Palettes,
): readonly FrameColour[] | null {
  if (mode === 'change') return differenceFills(window, difference);
  if (mode !== 'heat') return null;
  const whole = window.profileTotal || 1;
  return Array.from(window.self, (self) => difference.colour(self / whole, HOTTEST_SHARE));
}

/** All frames of a function look alike; it has one kind, so any of its frames tells it. */
function nameColours(
  window: FlameWindow,
  names: readonly FrameName[],
  { mode, modules }: Colouring,
  { code, hue }: Palettes,
): readonly FrameColour[] {
  if (mode === 'package' || mode === 'module') {
    return names.map(({ packagePath }) => hue.colour(groupOf(packagePath, mode, modules)));
  }
  const kinds = new Uint8Array(names.length);
  for (let frame = 0; frame < window.length; frame++) {
    kinds[window.name[frame] ?? 0] = window.kind[frame] ?? 0;
  }
  return names.map(({ packagePath, name }, at) => code.frame(kinds[at] ?? 0, packagePath, name));
}

/** Different colours, in the order they were met. */
class ColourList {
  readonly #list: FrameColour[];
  readonly #indexes: Map<FrameColour, number>;

  constructor(first: FrameColour) {
    this.#list = [first];
    this.#indexes = new Map([[first, 0]]);
  }

  indexOf(colour: FrameColour): number {
    const known = this.#indexes.get(colour);
    if (known !== undefined) return known;
    this.#list.push(colour);
    this.#indexes.set(colour, this.#list.length - 1);
    return this.#list.length - 1;
  }

  take(border: Rgb | null): Omit<FrameInk, 'of'> {
    const parsed = this.#list.map(({ fill, text }) => ({
      fill: parseComputedColour(fill, [0, 0, 0]),
      text: parseComputedColour(text, [0, 0, 0]),
    }));
    return {
      colours: this.#list,
      hasBorders: border !== null,
      rest: pixelOf(mix(parsed[0]?.text ?? [0, 0, 0], parsed[0]?.fill ?? [0, 0, 0], 0.4)),
      fill: Uint32Array.from(parsed, ({ fill }) => pixelOf(fill)),
      border: Uint32Array.from(parsed, ({ fill }) =>
        pixelOf(border === null ? fill : mix(border, fill, 0.5)),
      ),
      mark: Uint32Array.from(parsed, ({ fill, text }) => pixelOf(mix(text, fill, 0.8))),
    };
  }
}

/** An opaque pixel; every machine that runs this stores the lowest byte first. */
export function pixelOf([red, green, blue]: Rgb): number {
  return (
    ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0
  );
}
