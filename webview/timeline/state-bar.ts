import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { percentDigits, quantity } from '../../src/base/format.ts';
import { figure } from '../shared/figure.ts';
import { setVariables } from '../shared/set-variables.ts';
import { STYLES } from './state-styles.ts';

/** What runs first, what waits last. */
const BAR_STATES = [1, 6, 7, 8, 2, 4, 5, 3];

/** What is too small for the column is small. */
export function shareText(part: number, whole: number): string {
  return part > 0 && part / whole < 0.0001 ? '<0.01' : percentDigits(part, whole);
}

/** Nanoseconds by state: one bar of all, and a line for each. */
export function stateBar(
  byState: Float64Array,
  actions: { swatch(state: number): TemplateResult },
): TemplateResult {
  const total = byState.reduce((sum, nanos, state) => (state === 0 ? sum : sum + nanos), 0);
  const states = BAR_STATES.filter((state) => (byState[state] ?? 0) > 0);
  return html`<div class="state-bar" aria-hidden="true">
      ${states.map(
        (state) =>
          html`<span ${setVariables({ '--w': (byState[state] ?? 0) / total })}
            >${actions.swatch(state)}</span
          >`,
      )}
    </div>
    ${states.map(
      (state) =>
        html`<div class="row">
          ${actions.swatch(state)}<span class="grow el">${STYLES[state]?.name ?? ''}</span>
          <span class="r wide">${figure(quantity(byState[state] ?? 0, 'nanoseconds'))}</span>
          <span class="r mut share">${shareText(byState[state] ?? 0, total)} %</span>
        </div>`,
    )}`;
}
