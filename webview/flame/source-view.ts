/** Lines with flat and cum beside them, as `pprof -list` prints them. */
import { html, nothing, render } from 'lit';
import type { TemplateResult } from 'lit';
import { countText, percentText, quantity, quantityText } from '../../src/base/format.ts';
import type { SourceListing, SourceView } from '../../src/protocol/profile-views.ts';
import { figure, icon } from '../shared/figure.ts';
import { frameName } from '../shared/label.ts';
import { setVariables } from '../shared/set-variables.ts';
import { commonIndent, goTokens } from './go-tokens.ts';
import { changeText } from './difference.ts';
import { fileName } from './place.ts';
import { heatOf } from './source-rows.ts';
import type { SourceRow } from './source-rows.ts';

export interface SourceMarks {
  readonly unit: string;
  /** The active row. */
  readonly row: number;
  readonly onRow: (row: number, event: MouseEvent) => void;
  readonly onToggle: (row: number) => void;
}

export interface TitleMarks {
  readonly unit: string;
  readonly isWholeFile: boolean;
  readonly onWhole: () => void;
}

/** `pricing.(*Rule).match   flat 3.45 s · cum 3.46 s · 59.3 %` */
export function sourceTitle(
  { name, listings, profileTotal }: SourceView,
  { unit, isWholeFile, onWhole }: TitleMarks,
): TemplateResult {
  const { prefix, name: own } = frameName(name);
  const sums = (side: 'flat' | 'cum'): TemplateResult => {
    const after = listings.reduce((total, listing) => total + listing[side], 0);
    if (listings[0]?.before === undefined) return figure(quantity(after, unit));
    const before = listings.reduce((total, listing) => total + (listing.before?.[side] ?? 0), 0);
    const change = changeText(after - before, unit);
    return html`${quantityText(before, unit)} → ${quantityText(after, unit)} (${change})`;
  };
  const cum = listings.reduce((total, listing) => total + listing.cum, 0);
  return html`<div class="gbar">
    <span class="el grow" title=${name}><span class="mut">${prefix}</span><b>${own}</b></span>
    <span class="nw"
      >flat ${sums('flat')} · cum ${sums('cum')} · ${percentText(cum, profileTotal)}</span
    >
    <button
      class="ib ${isWholeFile ? 'on' : ''}"
      title="The whole file (W)"
      aria-label="The whole file"
      aria-pressed=${isWholeFile}
      @click=${onWhole}
    >
      ${icon('file-code', 14)}
    </button>
  </div>`;
}

export function sourceListing(
  element: HTMLElement,
  { listings }: SourceView,
  rows: readonly SourceRow[],
  marks: SourceMarks,
): void {
  const largest = listings.reduce((most, listing) => Math.max(most, largestHeat(listing)), 0);
  const isTwo = listings[0]?.before !== undefined;
  const indents = listings.map(({ text }) => commonIndent(text));
  let listing = -1;
  const active = rows[marks.row];
  if (active === undefined) element.removeAttribute('aria-activedescendant');
  else element.setAttribute('aria-activedescendant', `source-${marks.row}`);
  render(
    html`${header(isTwo)}
    ${rows.map((row, index) => {
      const isFirst = row.listing !== listing;
      listing = row.listing;
      const own = listings[row.listing];
      if (own === undefined) return nothing;
      const shown = { ...row, index, largest, indent: indents[row.listing] ?? 0 };
      return html`${isFirst ? fileLine(own) : nothing}${
        row.call === null ? codeLine(own, shown, marks) : callLine(row.call, index, marks)
      }`;
    })}
    ${listings.map((own) => (own.line.length === 0 ? fileLine(own) : hiddenLine(own)))}`,
    element,
  );
}

interface ShownRow extends SourceRow {
  readonly index: number;
  readonly largest: number;
  readonly indent: number;
}

function largestHeat(listing: SourceListing): number {
  return listing.cumOf.reduce((most, _, at) => Math.max(most, Math.abs(heatOf(listing, at))), 0);
}

function header(isTwo: boolean): TemplateResult {
  const titles = isTwo ? ['Flat change', 'Cum before', 'Cum after', 'Change'] : ['Flat', 'Cum'];
  return html`<div class="srow shead" aria-hidden="true">
    ${titles.map((title) => html`<span class="r">${title}</span>`)}<span></span
    ><span class="r">Line</span><span>Code</span>
  </div>`;
}

/** Which file, and what is wrong with it. */
function fileLine({ file, path, tried, isStale, isBuild }: SourceListing): TemplateResult {
  if (file === '') return html`<p class="dp-hint">The profile names no file for this function.</p>`;
  const name = html`<span title=${path ?? file}>${path ?? file}</span>`;
  if (path === null) {
    return html`<div class="note warn" role="status" title=${tried.join('\n')}>
      ${icon('warning', 14)}<span
        >${fileName(file)} is not on this disk (${name}). A substitute path in the settings can say
        where it is. The lines with figures are shown without their code.</span
      >
    </div>`;
  }
  if (!isStale) return html`<div class="sfile mut el">${name}</div>`;
  return html`<div class="note warn" role="status">
    ${icon('warning', 14)}<span
      >${fileName(file)} was changed since the program was built.
      ${isBuild ? 'This is the code of the build.' : 'Lines may have moved.'}</span
    >
  </div>`;
}

function hiddenLine({ hidden }: SourceListing): TemplateResult | typeof nothing {
  if (hidden === 0) return nothing;
  return html`<p class="dp-hint mut">${countText(hidden)} more lines are not shown.</p>`;
}

function codeLine(listing: SourceListing, row: ShownRow, marks: SourceMarks): TemplateResult {
  const { at, index, line, isExpanded, largest, indent } = row;
  const change = heatOf(listing, at);
  const heat = largest > 0 ? Math.round((Math.abs(change) / largest) * 100) : 0;
  const text = (listing.text[at] ?? '').slice(indent).replaceAll('\t', '    ');
  return html`<div
    class="srow ${row.isHot ? 'warm' : ''} ${change < 0 ? 'less' : ''} ${index === marks.row ? 'act' : ''}"
    role="treeitem"
    id="source-${index}"
    aria-level="1"
    aria-expanded=${isExpanded ?? nothing}
    ${setVariables({ '--heat': heat })}
    @click=${(event: MouseEvent) => marks.onRow(index, event)}
  >
    ${lineFigures(listing, at, marks.unit)}<span class="bar"></span
    ><span class="g">${line === 0 ? '–' : line}</span
    ><span class="t"
      >${twistie(isExpanded, index, marks)}${goTokens(text).map(({ kind, text: token }) =>
        kind === 'plain' ? token : html`<span class="tk-${kind}">${token}</span>`,
      )}</span
    >
  </div>`;
}

function callLine(
  { name, value: total, before, isInlined }: SourceListing['calls'][number],
  index: number,
  marks: SourceMarks,
): TemplateResult {
  const parts = frameName(name);
  return html`<div
    class="srow scall ${index === marks.row ? 'act' : ''}"
    role="treeitem"
    id="source-${index}"
    aria-level="2"
    title=${name}
    @click=${(event: MouseEvent) => marks.onRow(index, event)}
  >
    <span></span>${
      before === undefined ? value(total, marks.unit) : sides(before, total, marks.unit)
    }<span></span><span></span
    ><span class="t el"
      >${icon('arrow-down', 12)} <span class="mut">${parts.prefix}</span
      ><span class="lk">${parts.name}</span>${
        isInlined ? html` <span class="chip">inlined</span>` : nothing
      }</span
    >
  </div>`;
}

/** Flat and cum; of a comparison how flat changed, and cum on both sides. */
function lineFigures(
  { flatOf, cumOf, before }: SourceListing,
  at: number,
  unit: string,
): TemplateResult {
  const flat = flatOf[at] ?? 0;
  const cum = cumOf[at] ?? 0;
  if (before === undefined) return html`${value(flat, unit)}${value(cum, unit)}`;
  const old = before.flatOf[at] ?? 0;
  return html`<span class="r n" title="${quantityText(old, unit)} → ${quantityText(flat, unit)}"
      >${flat === old ? '' : changeText(flat - old, unit)}</span
    >${sides(before.cumOf[at] ?? 0, cum, unit)}`;
}

function sides(before: number, after: number, unit: string): TemplateResult {
  const change = after === before ? '' : changeText(after - before, unit);
  return html`${value(before, unit)}${value(after, unit)}<span class="r n">${change}</span>`;
}

function value(amount: number, unit: string): TemplateResult {
  return html`<span class="r n">${amount === 0 ? '' : figure(quantity(amount, unit))}</span>`;
}

function twistie(
  isExpanded: boolean | null,
  index: number,
  { onToggle }: SourceMarks,
): TemplateResult {
  if (isExpanded === null) return html`<span class="twist"></span>`;
  const words = isExpanded ? 'Hide calls' : 'Show calls';
  const toggle = (event: MouseEvent): void => {
    event.stopPropagation();
    onToggle(index);
  };
  return html`<button
    class="twist"
    tabindex="-1"
    title=${words}
    aria-label=${words}
    @click=${toggle}
  >
    ${icon(isExpanded ? 'chevron-down' : 'chevron-right', 14)}
  </button>`;
}
