/** Steps of heat, coolest first: bar width in pixels and alpha of bar and line background. */
export const STEPS: readonly {
  readonly width: number;
  readonly bar: number;
  readonly line: number;
}[] = [
  { width: 2, bar: 0.25, line: 0 },
  { width: 3, bar: 0.4, line: 0.03 },
  { width: 4, bar: 0.55, line: 0.06 },
  { width: 6, bar: 0.8, line: 0.1 },
  { width: 8, bar: 1, line: 0.16 },
];

/** `charts.orange` of the default themes: a picture cannot name a theme colour. */
export const ORANGE = [209, 134, 22] as const;

/** The square root of a share of the hottest keeps the cool ones apart. */
export function stepOf(share: number): number {
  return Math.min(STEPS.length - 1, Math.floor(Math.sqrt(share) * STEPS.length));
}
