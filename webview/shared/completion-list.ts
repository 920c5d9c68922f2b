import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { CompletionState } from './completion.ts';

/** What can stand at the caret, below the filter. */
export function completionList(
  { items, chosen, from, to }: CompletionState,
  filter: string,
  take: (index: number) => void,
): TemplateResult {
  const wanted = filter.slice(from, to).replaceAll('"', '').toLowerCase();
  // A press would move the focus away from the input before the click.
  return html`<div
    id="completions"
    class="completions"
    role="listbox"
    aria-label="Filter words"
    @mousedown=${(event: Event) => event.preventDefault()}
  >
    ${items.map(
      ({ text, detail }, index) =>
        html`<div
          id=${completionItemId(index)}
          class="row ${index === chosen ? 'act' : ''}"
          role="option"
          aria-selected=${index === chosen}
          @click=${() => take(index)}
        >
          <span class="code el">${marked(text, wanted)}</span><span class="grow"></span
          ><span class="mut sm el">${detail}</span>
        </div>`,
    )}
  </div>`;
}

export function completionItemId(index: number): string {
  return `completion-${index}`;
}

function marked(text: string, wanted: string): TemplateResult {
  const at = wanted === '' ? -1 : text.toLowerCase().indexOf(wanted);
  if (at < 0) return html`${text}`;
  const end = at + wanted.length;
  return html`${text.slice(0, at)}<span class="q">${text.slice(at, end)}</span>${text.slice(end)}`;
}
