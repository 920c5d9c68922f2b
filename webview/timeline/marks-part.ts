/** The list of bookmarks in the details pane. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { countText } from '../../src/base/format.ts';
import type { TraceMark } from '../../src/protocol/timeline.ts';
import { icon } from '../shared/figure.ts';
import { timeLabel } from './viewport.ts';

export interface MarkActions {
  goToMark(index: number): void;
  /** Null takes the bookmark away. */
  setNote(index: number, note: string | null): void;
}

export function marksPart(
  marks: readonly TraceMark[],
  error: string | null,
  actions: MarkActions,
): TemplateResult | typeof nothing {
  if (error !== null) {
    return html`<div class="note warn" role="status">
      ${icon('warning', 14)}<span>${error}</span>
    </div>`;
  }
  if (marks.length === 0) return nothing;
  return html`<section aria-label="Bookmarks">
    <div class="sec-h line">
      Bookmarks&nbsp;<span class="mut light">${countText(marks.length)}</span>
    </div>
    <div role="list">${marks.map((mark, index) => markRow(mark, index, actions))}</div>
  </section>`;
}

function markRow(
  { time, goroutine, note }: TraceMark,
  index: number,
  actions: MarkActions,
): TemplateResult {
  const words = timeLabel(time, Math.max(1, time / 1e4));
  return html`<div class="row mark" role="listitem">
    <button class="lk" title="Show it" @click=${() => actions.goToMark(index)}>${words}</button>
    <span class="mut">${goroutine === null ? nothing : `G ${goroutine}`}</span>
    <input
      class="grow"
      aria-label="Note at ${words}"
      placeholder="Note"
      data-mark=${index}
      .value=${note}
      @change=${({ target }: Event) => {
        if (target instanceof HTMLInputElement) actions.setNote(index, target.value.trim());
      }}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Enter' && event.target instanceof HTMLElement) event.target.blur();
      }}
    />
    <button class="ib" title="Remove the bookmark" @click=${() => actions.setNote(index, null)}>
      ${icon('close', 14)}
    </button>
  </div>`;
}
