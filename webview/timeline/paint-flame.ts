/** The flame graph of a range: a strip below the lanes. */
import type { TraceFlame } from '../../src/protocol/timeline.ts';
import { cssColour } from '../shared/colour.ts';
import { fitLabel, frameName } from '../shared/label.ts';
import type { Palette } from '../shared/palette.ts';
import type { TextWidths } from '../shared/text-widths.ts';
import type { Theme } from '../shared/theme.ts';

export const FLAME_ROW = 20;

export interface FlamePicture {
  readonly flame: TraceFlame;
  readonly width: number;
  readonly hovered: number;
}

export function paintFlame(
  pen: CanvasRenderingContext2D,
  { flame, width, hovered }: FlamePicture,
  { theme, palette, widths }: { theme: Theme; palette: Palette; widths: TextWidths },
): void {
  pen.textBaseline = 'middle';
  pen.font = theme.font(12);
  for (let frame = 0; frame < flame.length; frame++) {
    const place = flame.place[frame];
    if (!place) continue;
    const x = (flame.x[frame] ?? 0) * width;
    const wide = Math.max(1, (flame.width[frame] ?? 0) * width - 1);
    const y = (flame.row[frame] ?? 0) * FLAME_ROW;
    const name = frameName(place.function);
    const colour = palette.frame(place.kind, name.packagePath, name.name);
    pen.fillStyle = colour.fill;
    pen.fillRect(x, y, wide, FLAME_ROW - 1);
    if (theme.isHighContrast || frame === hovered) {
      const active = theme.isHighContrast ? 'contrastActiveBorder' : 'foreground';
      pen.strokeStyle = cssColour(theme.colour(frame === hovered ? active : 'contrastBorder'));
      pen.strokeRect(x + 0.5, y + 0.5, wide - 1, FLAME_ROW - 2);
    }
    const label = wide > 20 ? fitLabel(name, wide - 8, widths) : null;
    if (!label) continue;
    pen.fillStyle = colour.text;
    pen.fillText(label.prefix + label.name, x + 4, y + FLAME_ROW / 2);
  }
}

/** The frame at a place; -1 for none. */
export function flameFrameAt(flame: TraceFlame, width: number, x: number, y: number): number {
  const row = Math.floor(y / FLAME_ROW);
  for (let frame = 0; frame < flame.length; frame++) {
    const left = (flame.x[frame] ?? 0) * width;
    if (flame.row[frame] !== row || x < left) continue;
    if (x < left + (flame.width[frame] ?? 0) * width) return frame;
  }
  return -1;
}
