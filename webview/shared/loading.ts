import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { setVariables } from './set-variables.ts';

/** A file is being read; `share` of it was, 0 to 1, or null where that is not known. */
export function loading(message: string, share: number | null): TemplateResult {
  const percent = share === null ? null : Math.round(share * 100);
  return html`<div
      class="prog ${percent === null ? '' : 'known'}"
      role="progressbar"
      aria-label=${message}
      aria-valuenow=${percent ?? nothing}
      ${setVariables({ '--share': share ?? 0 })}
    ></div>
    <div class="empty">
      <p class="mut" role="status">${message}${percent === null ? '' : ` · ${percent} %`}</p>
    </div>`;
}
