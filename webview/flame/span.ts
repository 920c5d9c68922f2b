/** Which part of the graph's width is in view: the two halves of a sandwich each have one. */
import type { FlameSpan } from '../../src/protocol/analysis.ts';

export interface Spans {
  readonly below: FlameSpan;
  readonly above: FlameSpan;
}

export const WHOLE: FlameSpan = { from: 0, to: 1 };
export const WHOLE_SPANS: Spans = { below: WHOLE, above: WHOLE };

/** Nobody can tell smaller parts of a million samples apart. */
const LEAST = 1e-9;

export function isWhole({ from, to }: FlameSpan): boolean {
  return from <= 0 && to >= 1;
}

/** Rows above the root belong to the callers. */
export function spanOf(spans: Spans, row: number): FlameSpan {
  return row < 0 ? spans.above : spans.below;
}

export function withSpan(spans: Spans, row: number, span: FlameSpan): Spans {
  return row < 0 ? { ...spans, above: span } : { ...spans, below: span };
}

/** Wider by a factor; what is at the fraction `at` of the view stays there. */
export function zoomed(span: FlameSpan, factor: number, at: number): FlameSpan {
  const width = span.to - span.from;
  const wanted = Math.min(1, Math.max(LEAST, width * factor));
  return placed(span.from + at * (width - wanted), wanted);
}

/** Moved by a fraction of the view. */
export function moved(span: FlameSpan, by: number): FlameSpan {
  const width = span.to - span.from;
  return placed(span.from + by * width, width);
}

/** Between two fractions of the view, in either order. */
export function between(span: FlameSpan, one: number, other: number): FlameSpan {
  const width = span.to - span.from;
  const from = span.from + Math.max(0, Math.min(one, other)) * width;
  const to = span.from + Math.min(1, Math.max(one, other)) * width;
  return placed(from, Math.max(LEAST, to - from));
}

/** With this fraction of the whole in the middle. */
export function centred(span: FlameSpan, middle: number): FlameSpan {
  const width = span.to - span.from;
  return placed(middle - width / 2, width);
}

/** So that a frame can be seen: the same where it already is in view. */
export function showing(span: FlameSpan, x: number, width: number): FlameSpan {
  const seen = Math.min(span.to, x + width) - Math.max(span.from, x);
  if (seen > 0 && (seen >= width * 0.5 || seen >= (span.to - span.from) * 0.25)) return span;
  return centred(span, x + Math.min(width, span.to - span.from) / 2);
}

/**
 * What to ask the server for, so that small moves ask nothing: more than is in view, cut at multiples of a quarter of
 * a zoom level. A level is half an octave: frames of the answer are at least 0.7 pixels wide.
 */
export function askedSpan(
  span: FlameSpan,
  widthPixels: number,
): { readonly span: FlameSpan; readonly widthPixels: number } {
  if (isWhole(span)) return { span: WHOLE, widthPixels };
  const level = 2 ** (Math.floor(2 * Math.log2(span.to - span.from)) / 2);
  const step = level / 4;
  const from = Math.max(0, (Math.floor(span.from / step) - 1) * step);
  const to = Math.min(1, (Math.ceil(span.to / step) + 1) * step);
  return { span: { from, to }, widthPixels: Math.ceil((widthPixels * (to - from)) / level) };
}

function placed(from: number, width: number): FlameSpan {
  const start = Math.max(0, Math.min(1 - width, from));
  return width >= 1 ? WHOLE : { from: start, to: start + width };
}
