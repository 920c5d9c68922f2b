import { cssColour } from '../shared/colour.ts';
import type { TextWidths } from '../shared/text-widths.ts';
import type { Theme } from '../shared/theme.ts';
import type { Stage } from './geometry.ts';
import type { PixelLayer } from './pixel-layer.ts';
import type { StateFills } from './state-styles.ts';

/** What every part of the lanes is drawn with. */
export interface Brush {
  readonly pen: CanvasRenderingContext2D;
  readonly stage: Stage;
  readonly theme: Theme;
  readonly fills: StateFills;
  /** Behind everything that is drawn with the pen: from the plot's left edge and the top of the stage. */
  readonly pixels: PixelLayer;
  /** Of slices, and of the names of lanes. */
  readonly small: TextWidths;
  readonly names: TextWidths;
}

export function ink({ theme }: Pick<Brush, 'theme'>, name: string): string {
  return cssColour(theme.colour(name));
}

/** Borders between things. */
export function lineInk(brush: Pick<Brush, 'theme'>): string {
  return ink(brush, brush.theme.isHighContrast ? 'contrastBorder' : 'panel-border');
}

/** What is selected. */
export function focusInk(brush: Pick<Brush, 'theme'>): string {
  return ink(brush, brush.theme.isHighContrast ? 'contrastActiveBorder' : 'focusBorder');
}
