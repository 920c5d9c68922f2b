/** A flame graph as a picture that needs nothing else: no scripts, no fonts, no other files. */
import { callTreeOf } from '../call-tree.ts';
import { flameLayout, LAYOUT_INLINED } from '../flame-layout.ts';
import { percentage, scaledLabel } from '../measurement.ts';
import type { Profile } from '../model.ts';
import type { StackValues } from '../stack-values.ts';

export interface FlameSvgOptions {
  readonly title: string;
  /** Width in pixels. */
  readonly width: number;
  /** Rows below this are left out. */
  readonly maxRows: number;
}

const ROW = 18;
const HEAD = 30;
/** Pixels of a character of the picture's font at 11 px; names are cut to what fits. */
const CHARACTER = 6.7;

export function* flameSvg(
  profile: Profile,
  values: StackValues,
  { title, width, maxRows }: FlameSvgOptions,
): Iterable<string> {
  const tree = callTreeOf(profile, values);
  const layout = flameLayout(tree, {
    root: 0,
    widthPixels: width * 2,
    firstRow: 0,
    rowCount: maxRows,
    matching: null,
  });
  const rows = Math.min(layout.depth + 1, maxRows);
  const height = HEAD + rows * ROW + 8;
  const unit = profile.sampleTypes[values.sampleType]?.unit ?? '';
  yield `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, monospace" font-size="11">`;
  yield `<title>${escaped(title)}</title>`;
  yield `<rect width="100%" height="100%" fill="#fff"/><text x="8" y="19" font-size="13">${escaped(title)}</text>`;
  for (let k = 0; k < layout.length; k++) {
    const x = (layout.x[k] ?? 0) * width;
    const span = (layout.width[k] ?? 0) * width;
    const y = HEAD + (layout.row[k] ?? 0) * ROW;
    const row = layout.function[k] ?? 0;
    const name = layout.node[k] === 0 ? 'all' : (profile.functions.names[row] ?? '');
    const total = layout.total[k] ?? 0;
    const share = percentage(total, values.absoluteTotal).trim();
    const isInlined = ((layout.flags[k] ?? 0) & LAYOUT_INLINED) !== 0;
    const note = `${name}${isInlined ? ' (inlined)' : ''}: ${scaledLabel(total, unit, 'auto')}, ${share}`;
    const letters = Math.floor((span - 6) / CHARACTER);
    const text = letters < 3 ? '' : name.length > letters ? `${name.slice(0, letters - 1)}…` : name;
    const label =
      text === '' ? '' : `<text x="${fixed(x + 3)}" y="${y + 13}">${escaped(text)}</text>`;
    yield `<g><title>${escaped(note)}</title><rect x="${fixed(x)}" y="${y}" width="${fixed(Math.max(0.5, span - 0.5))}" height="${ROW - 1}" fill="${colorOf(name)}"/>${label}</g>`;
  }
  yield '</svg>';
}

/** The same colour for the same package. */
function colorOf(name: string): string {
  const own = name.slice(name.lastIndexOf('/') + 1);
  const dot = own.indexOf('.');
  const packagePath = dot < 0 ? name : name.slice(0, name.length - own.length + dot);
  let hash = 0;
  for (let k = 0; k < packagePath.length; k++) {
    hash = (Math.imul(hash, 31) + packagePath.charCodeAt(k)) >>> 0;
  }
  return name === 'all' ? '#ddd' : `hsl(${hash % 360} 60% ${74 + ((hash >>> 9) % 10)}%)`;
}

function fixed(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Text for XML, without the control characters that it cannot have. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
