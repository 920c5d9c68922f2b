import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Quantity } from '../../src/base/format.ts';

/** Digits and a muted unit with a thin space between: how every number of a view looks. */
export function figure({ digits, unit }: Quantity): TemplateResult {
  return html`${digits}${unit === '' ? nothing : html`<span class="unit">${unit}</span>`}`;
}

/** The same with semi-bold digits, for the answer line. */
export function strongFigure({ digits, unit }: Quantity): TemplateResult {
  return html`<b>${digits}</b>${unit === '' ? nothing : html`<span class="unit">${unit}</span>`}`;
}

/** A codicon; decoration only, the words stand beside it or in a label. */
export function icon(name: string, size: 12 | 14 | 16 = 16): TemplateResult {
  return html`<i class="codicon codicon-${name} s${size}" aria-hidden="true"></i>`;
}
