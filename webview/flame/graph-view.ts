/** The call graph as boxes over an SVG of edges: a list of functions for screen readers. */
import { html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { lastElement } from '../../src/base/go-symbol.ts';
import { percentText, quantity, quantityText } from '../../src/base/format.ts';
import { EDGE_INLINED, EDGE_RESIDUAL } from '../../src/protocol/profile-views.ts';
import type { GraphPicture } from '../../src/protocol/profile-views.ts';
import { figure } from '../shared/figure.ts';
import { frameName } from '../shared/label.ts';
import type { Palette } from '../shared/palette.ts';
import { setVariables } from '../shared/set-variables.ts';
import { changeText } from './difference.ts';
import { edgePath } from './graph-geometry.ts';

export interface GraphMarks {
  readonly unit: string;
  readonly palette: Palette;
  /** Box of the selected function; -1 for none. */
  readonly selected: number;
}

/** Shades of edges and boxes by share; the style sheet has as many. */
const HEAT_STEPS = 10;
const WIDEST_EDGE = 6;

export function graphPicture(picture: GraphPicture, marks: GraphMarks): TemplateResult {
  const { width, height, edges } = picture;
  return html`<svg class="gedges" width=${width} height=${height} aria-hidden="true">
      <defs>
        <marker
          id="arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="9"
          markerHeight="9"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0L8 4L0 8z" fill="context-stroke" />
        </marker>
      </defs>
      ${Array.from({ length: edges.length }, (_, index) => edgeLine(picture, index, marks))}
      ${Array.from({ length: edges.length }, (_, index) => edgeLabel(picture, index, marks))}
    </svg>
    ${Array.from({ length: picture.length }, (_, index) => box(picture, index, marks))}`;
}

function edgeLine(picture: GraphPicture, edge: number, { selected }: GraphMarks) {
  const { edges } = picture;
  const weight = edges.weight[edge] ?? 0;
  const share = shareOf(weight, heatWhole(picture));
  const flags = edges.flags[edge] ?? 0;
  const isNear = edges.caller[edge] === selected || edges.callee[edge] === selected;
  const dash =
    (flags & EDGE_RESIDUAL) !== 0 ? '5 4' : (flags & EDGE_INLINED) !== 0 ? '2 2' : nothing;
  return svg`<path
    class="gedge ${heatClass(share, weight)} ${isNear ? 'near' : ''}"
    d=${edgePath(picture, edge)}
    stroke-width=${(1 + share * (WIDEST_EDGE - 1)).toFixed(1)}
    stroke-dasharray=${dash}
    marker-end="url(#arrow)"
  ><title>${edgeText(picture, edge)}</title></path>`;
}

function edgeLabel(
  { edges, cumBefore }: GraphPicture,
  edge: number,
  { unit, selected }: GraphMarks,
) {
  const weight = edges.weight[edge] ?? 0;
  const isNear = edges.caller[edge] === selected || edges.callee[edge] === selected;
  return svg`<text
    class="glabel ${isNear ? 'near' : ''}"
    x=${edges.labelX[edge] ?? 0}
    y=${edges.labelY[edge] ?? 0}
  >${cumBefore === undefined ? quantityText(weight, unit) : changeText(weight, unit)}</text>`;
}

function edgeText({ edges, names }: GraphPicture, edge: number): string {
  const flags = edges.flags[edge] ?? 0;
  const caller = names[edges.caller[edge] ?? 0] ?? '';
  const callee = names[edges.callee[edge] ?? 0] ?? '';
  if ((flags & EDGE_RESIDUAL) !== 0) return `${caller} … ${callee}: calls between are left out`;
  return `${caller} → ${callee}${(flags & EDGE_INLINED) !== 0 ? ', inlined' : ''}`;
}

function box(picture: GraphPicture, index: number, marks: GraphMarks): TemplateResult {
  const { names, kind, x, y, boxWidth, boxHeight, textSize } = picture;
  const symbol = names[index] ?? '';
  const { packagePath, name } = frameName(symbol);
  const figures = figuresOf(picture, index, marks.unit);
  const width = boxWidth[index] ?? 0;
  const height = boxHeight[index] ?? 0;
  const colour = marks.palette.frame(kind[index] ?? 0, packagePath, name).fill;
  return html`<div
    class="gbox ${heatClass(shareOf(figures.heat, heatWhole(picture)), figures.heat)} ${index === marks.selected ? 'act' : ''} ${
      picture.hits[index] === 1 ? 'hit' : ''
    }"
    role="option"
    id="box-${index}"
    data-box=${index}
    aria-selected=${index === marks.selected}
    aria-label="${symbol}, ${figures.text}${callsText(picture, index)}"
    title=${symbol}
    ${setVariables({
      left: `${(x[index] ?? 0) - width / 2}px`,
      top: `${(y[index] ?? 0) - height / 2}px`,
      width: `${width}px`,
      height: `${height}px`,
      '--text': `${textSize[index] ?? 0}px`,
      '--c': colour,
    })}
  >
    <div class="el gpkg" title=${packagePath}>
      ${packagePath === '' ? '\u00a0' : lastElement(packagePath)}
    </div>
    <div class="el gname">${name}</div>
    ${figures.lines}
  </div>`;
}

interface BoxFigures {
  readonly lines: TemplateResult;
  /** For screen readers. */
  readonly text: string;
  /** What colours the box: the total, or how it changed. */
  readonly heat: number;
}

function figuresOf(picture: GraphPicture, index: number, unit: string): BoxFigures {
  const { flatBefore, cumBefore, profileTotal } = picture;
  const own = picture.flat[index] ?? 0;
  const all = picture.cum[index] ?? 0;
  if (flatBefore === undefined || cumBefore === undefined) {
    const values = `${quantityText(own, unit)} of ${quantityText(all, unit)}`;
    const text = `self ${values}, ${percentText(all, profileTotal)}`;
    return { lines: plainFigures(own, all, profileTotal, unit), text, heat: all };
  }
  const self = sidesText('self', flatBefore[index] ?? 0, own, unit);
  const total = sidesText('total', cumBefore[index] ?? 0, all, unit);
  const isLeaf = own === 0 && flatBefore[index] === 0;
  const lines = html`${isLeaf ? nothing : html`<div class="el gfig">${self}</div>`}
    <div class="el gfig">${total}</div>`;
  return { lines, text: `${self}, ${total}`, heat: all - (cumBefore[index] ?? 0) };
}

/** `total 1.20 s → 1.35 s (+150 ms)` */
function sidesText(title: string, before: number, after: number, unit: string): string {
  const change = changeText(after - before, unit);
  return `${title} ${quantityText(before, unit)} → ${quantityText(after, unit)} (${change})`;
}

/** What has the full colour: everything, or in a comparison the largest change of a box. */
function heatWhole({ cum, cumBefore, profileTotal }: GraphPicture): number {
  if (cumBefore === undefined) return profileTotal;
  return cum.reduce((most, value, at) => Math.max(most, Math.abs(value - (cumBefore[at] ?? 0))), 0);
}

/** `3.45 s (59.2 %)` and `of 3.46 s (59.3 %)`; `0 of 3.9 s (66.9 %)` on one line. */
function plainFigures(own: number, all: number, total: number, unit: string): TemplateResult {
  const of = html`of ${figure(quantity(all, unit))} (${percentText(all, total)})`;
  if (own === 0) return html`<div class="el gfig">0 ${of}</div>`;
  return html`<div class="el gfig">${figure(quantity(own, unit))} (${percentText(own, total)})</div>
    ${own === all ? nothing : html`<div class="el gfig">${of}</div>`}`;
}

/** `, called by a, b, calls c`: what the arrows say. */
function callsText({ edges, names }: GraphPicture, index: number): string {
  const ends = (from: Uint32Array, to: Uint32Array): string[] =>
    Array.from(from.keys())
      .filter((edge) => from[edge] === index)
      .map((edge) => names[to[edge] ?? 0] ?? '');
  const callers = ends(edges.callee, edges.caller);
  const callees = ends(edges.caller, edges.callee);
  return [
    callers.length > 0 ? `, called by ${callers.join(', ')}` : '',
    callees.length > 0 ? `, calls ${callees.join(', ')}` : '',
  ].join('');
}

function shareOf(value: number, total: number): number {
  return total === 0 ? 0 : Math.min(1, Math.abs(value / total));
}

/** Small shares are told apart better than large ones, as in pprof's drawing; less has a colour of its own. */
function heatClass(share: number, value: number): string {
  return `h${Math.round(Math.sqrt(share) * HEAT_STEPS)} ${value < 0 ? 'less' : ''}`;
}
