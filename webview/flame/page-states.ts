/** What the page shows when there is no graph to show. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ProfileInfo, SampleTypeInfo } from '../../src/protocol/analysis.ts';
import { icon } from '../shared/figure.ts';
import { sentence } from '../shared/problems-note.ts';
import type { Actions } from './actions.ts';
import { quantityText } from '../../src/base/format.ts';
import { outcomeOf } from './model.ts';
import type { PageState } from './model.ts';
import { emptyAdvice } from './words.ts';

/** `No samples for CPU time`, why that may be, and the sample types that have some. */
export function empty(
  info: ProfileInfo,
  type: SampleTypeInfo,
  actions: Pick<Actions, 'setSampleType'>,
): TemplateResult {
  const others = info.sampleTypes.flatMap(({ title, total }, index) =>
    total > 0 ? [{ title, index }] : [],
  );
  return html`<div class="empty">
    <p><b>No samples for ${type.title}</b></p>
    <p class="mut">${emptyAdvice(type)}</p>
    <div class="fx choices">
      ${others.map(
        ({ title, index }, at) =>
          html`<button
            class="btn ${at === 0 ? '' : 'sec'}"
            @click=${() => actions.setSampleType(index)}
          >
            Show ${title}
          </button>`,
      )}
    </div>
  </div>`;
}

/** The filter is valid and leaves no sample. */
export function nothingLeft(
  type: SampleTypeInfo,
  actions: Pick<Actions, 'clearFilter'>,
): TemplateResult {
  return html`<div class="empty">
    <p><b>The filter leaves nothing</b></p>
    <p class="mut">0 of ${quantityText(type.total, type.unit)}.</p>
    <button class="btn" @click=${() => actions.clearFilter()}>Clear filter</button>
  </div>`;
}

/** An expression that the engine refused: then everything is shown. */
export function filterNote(state: PageState): TemplateResult | typeof nothing {
  const error = outcomeOf(state)?.error ?? null;
  if (error === null) return nothing;
  return html`<div class="note bad" role="alert">
    ${icon('error', 14)}<span>The filter is not applied: ${error}. Everything is shown.</span>
  </div>`;
}

/** A question failed: something on the page is missing, or is what it was before. */
export function unansweredNote(
  { failure }: PageState,
  retry: () => void,
): TemplateResult | typeof nothing {
  if (failure === null) return nothing;
  return html`<div class="note bad" role="alert">
    ${icon('error', 14)}<span class="el">Not everything is shown. ${sentence(failure)}</span
    ><button class="lk" @click=${retry}>Try again</button>
  </div>`;
}

/** What to know about the two sides before reading the figures. */
export function comparisonNotes(notes: readonly string[]): TemplateResult | typeof nothing {
  if (notes.length === 0) return nothing;
  return html`<div class="note" role="status">
    ${icon('info', 14)}<span>${notes.join(' ')}</span>
  </div>`;
}
