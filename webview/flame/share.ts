/** A part of a whole as the style sheets take it: per cent, from 0 to 100. */
export function sharePercent(part: number, whole: number): string {
  return whole > 0 ? Math.max(0, Math.min(100, (part / whole) * 100)).toFixed(2) : '0';
}
