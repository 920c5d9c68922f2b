import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { icon } from './figure.ts';

/** Partial data says so: the first problem in words; the others when it is opened. */
export function problemsNote(problems: readonly string[]): TemplateResult {
  const [first = '', ...others] = problems;
  const words = html`${sentence(first)} What could be read is shown.`;
  const more = others.length === 1 ? '1 more problem' : `${others.length} more problems`;
  return html`<div class="note warn" role="status">
    ${icon('warning', 14)}${
      others.length === 0
        ? html`<span>${words}</span>`
        : html`<details>
            <summary>${words} <span class="lk">${more}</span></summary>
            <ul>
              ${others.map((problem) => html`<li>${sentence(problem)}</li>`)}
            </ul>
          </details>`
    }
  </div>`;
}

/** Problems are half sentences: they also stand behind the name of a file. */
export function sentence(text: string): string {
  const isWord = /^[a-z]+[ ,]/.test(text);
  const begun = isWord ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
