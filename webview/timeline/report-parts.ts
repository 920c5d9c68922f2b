/** What the tabs with figures of the whole trace are made of: headings, tables, links. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { countText, quantity } from '../../src/base/format.ts';
import { shortSymbol } from '../../src/base/go-symbol.ts';
import type { GoroutineRef, TracePlace } from '../../src/protocol/timeline.ts';
import { figure } from '../shared/figure.ts';
import { setVariables } from '../shared/set-variables.ts';
import { placeText } from './details-pane.ts';

export interface ReportActions {
  openPlace(place: TracePlace): void;
  goTo(goroutine: GoroutineRef, time: number | null): void;
  goToTime(time: number, length: number): void;
}

type Cell = TemplateResult | HTMLElement | string;

export interface Column<Row> {
  readonly title: string;
  /** Takes the width that is left. */
  readonly isWide?: boolean;
  readonly isNumber?: boolean;
  cell(row: Row): Cell;
}

export function report(label: string, parts: readonly TemplateResult[]): TemplateResult {
  return html`<div class="table-view" tabindex="0" role="region" aria-label=${label}>
    ${parts}
  </div>`;
}

export function part(title: string, note: Cell, content: Cell): TemplateResult {
  return html`<section aria-label=${title}>
    <div class="sec-h line">${title}&nbsp;<span class="mut light">${note}</span></div>
    ${content}
  </section>`;
}

/** What a part says when it has nothing to list. */
export function nothingHere(words: Cell): TemplateResult {
  return html`<p class="none mut">${words}</p>`;
}

export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): TemplateResult {
  const kind = ({ isWide, isNumber }: Column<Row>): string =>
    `${isWide ? 'wide-column' : ''} ${isNumber ? 'r' : ''}`;
  return html`<table class="t">
    <thead>
      <tr>
        ${columns.map((column) => html`<th class=${kind(column)}>${column.title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${columns.map((column) => html`<td class=${kind(column)}>${column.cell(row)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** The figures of a chart, for who wants to read them all. */
export function asTable(content: TemplateResult): TemplateResult {
  return html`<details class="none">
    <summary class="mut">As a table</summary>
    ${content}
  </details>`;
}

export function firstOf(shown: number, total: number): string {
  return shown < total ? `the first ${countText(shown)} of ${countText(total)}` : countText(total);
}

/** A bar with a figure on it: `share` is 0 to 1. */
export function bar(share: number, words: Cell): TemplateResult {
  return html`<span class="sh bar" ${setVariables({ '--s': share * 100 })}
    ><span>${words}</span></span
  >`;
}

export function nanos(value: number): TemplateResult {
  return value === 0 ? html`<span class="mut">0</span>` : figure(quantity(value, 'nanoseconds'));
}

export function bytes(value: number): TemplateResult {
  return Number.isNaN(value) ? html`<span class="mut">–</span>` : figure(quantity(value, 'bytes'));
}

/** The beginning of something, as a way to its place in the timeline. */
export function moment(start: number, end: number, actions: ReportActions): TemplateResult {
  return html`<button
    class="lk"
    title="Show it in the timeline"
    @click=${() => actions.goToTime(start, Math.max(1, end - start))}
  >
    ${figure(quantity(start, 'nanoseconds'))}
  </button>`;
}

export function goroutine(
  ref: GoroutineRef,
  time: number | null,
  actions: ReportActions,
): TemplateResult {
  const name = ref.function === '' ? '' : shortSymbol(ref.function);
  return html`<button
      class="lk"
      title="Show it in the timeline"
      @click=${() => actions.goTo(ref, time)}
    >
      G ${ref.id}</button
    >&nbsp;<span class="mut" title=${ref.function}>${name}</span>`;
}

export function place(at: TracePlace | null, actions: ReportActions): TemplateResult {
  if (!at) return html`<span class="mut">–</span>`;
  return html`<button class="lk" title=${at.function} @click=${() => actions.openPlace(at)}>
      ${at.file === '' ? shortSymbol(at.function) : placeText(at)}</button
    >&nbsp;<span class="mut">${at.file === '' ? '' : shortSymbol(at.function)}</span>`;
}
