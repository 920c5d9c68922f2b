import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { quantity } from '../../src/base/format.ts';
import type { FunctionDetail, SourceExcerpt } from '../../src/protocol/analysis.ts';
import { figure, icon } from '../shared/figure.ts';
import { setVariables } from '../shared/set-variables.ts';
import type { Actions } from './actions.ts';
import { commonIndent, goTokens } from './go-tokens.ts';
import { fileName } from './place.ts';

/** Lines of the selected function with their totals; the hotter, the stronger the orange. */
export function sourceExcerpt(
  detail: FunctionDetail,
  unit: string,
  actions: Pick<Actions, 'open' | 'openNow'>,
): TemplateResult {
  const { source, file } = detail;
  if (source === null) {
    return html`<h2 class="sec-h line">Source</h2>
      <p class="dp-hint mut">
        ${
          file === ''
            ? 'The profile names no file for this function.'
            : html`<span title=${file}>${fileName(file)}</span> is not on this disk. A substitute
                path in the settings can say where it is.`
        }
      </p>`;
  }
  return html`<h2 class="sec-h line">
      Source<span class="mut">${fileName(source.path)}, total per line</span>
      <span class="grow"></span>
      <button
        class="ib"
        title="Open ${fileName(source.path)} at the hottest line"
        aria-label="Open the file"
        @click=${() => actions.open(file, detail.hottestLine)}
      >
        ${icon('go-to-file', 14)}
      </button>
    </h2>
    ${
      source.stale
        ? html`<div class="note warn">
            ${icon('warning', 14)}<span
              >${fileName(source.path)} was changed after the profile was taken: lines may have
              moved.</span
            >
          </div>`
        : nothing
    }
    <div class="src-lines code">${lines(source, file, unit, actions)}</div>`;
}

function lines(
  source: SourceExcerpt,
  file: string,
  unit: string,
  actions: Pick<Actions, 'open' | 'openNow'>,
): readonly TemplateResult[] {
  const largest = source.cum.reduce((most, value) => Math.max(most, value), 0);
  const indent = commonIndent(source.text);
  return source.text.map((text, index) => {
    const value = source.cum[index] ?? 0;
    const line = source.firstLine + index;
    const heat = largest > 0 ? Math.round((value / largest) * 100) : 0;
    return html`<button
      class="src ${value > 0 ? 'warm' : ''}"
      tabindex=${value > 0 ? 0 : -1}
      ${setVariables({ '--heat': heat })}
      @click=${() => actions.openNow(file, line)}
    >
      <span class="h">${value > 0 ? figure(quantity(value, unit)) : nothing}</span
      ><span class="bar"></span><span class="g">${line}</span
      ><span class="t"
        >${goTokens(text.slice(indent).replaceAll('\t', '    ')).map(({ kind, text: token }) =>
          kind === 'plain' ? token : html`<span class="tk-${kind}">${token}</span>`,
        )}</span
      >
    </button>`;
  });
}
