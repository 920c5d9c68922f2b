import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { quantity } from '../../src/base/format.ts';
import type { FunctionDetail, SourceExcerpt } from '../../src/protocol/analysis.ts';
import { figure, icon } from '../shared/figure.ts';
import { setVariables } from '../shared/set-variables.ts';
import type { Actions } from './actions.ts';
import { changeText } from './difference.ts';
import { commonIndent, goTokens } from './go-tokens.ts';
import { fileName } from './place.ts';

/**
 * Lines of the selected function with their totals; the hotter, the stronger the orange. In a comparison with what
 * changed, less of it in blue; values before are multiplied by `factor`.
 */
export function sourceExcerpt(
  detail: FunctionDetail,
  unit: string,
  factor: number,
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
      Source<span class="mut"
        >${fileName(source.path)}, ${source.cumBefore ? 'change of the total' : 'total'} per
        line</span
      >
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
    <div class="src-lines code">${lines(source, file, unit, factor, actions)}</div>`;
}

function lines(
  source: SourceExcerpt,
  file: string,
  unit: string,
  factor: number,
  actions: Pick<Actions, 'open' | 'openNow'>,
): readonly TemplateResult[] {
  const { cum, cumBefore } = source;
  const values = cum.map((value, index) => value - (cumBefore?.[index] ?? 0) * factor);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const indent = commonIndent(source.text);
  return source.text.map((text, index) => {
    const value = values[index] ?? 0;
    const isWarm = value !== 0;
    const isMeasured = isWarm || cum[index] !== 0;
    const line = source.firstLine + index;
    const heat = largest > 0 ? Math.round((Math.abs(value) / largest) * 100) : 0;
    const shown = cumBefore ? changeText(value, unit) : figure(quantity(value, unit));
    return html`<button
      class="src ${isWarm ? 'warm' : ''} ${cumBefore && value < 0 ? 'less' : ''}"
      tabindex=${isMeasured ? 0 : -1}
      ${setVariables({ '--heat': heat })}
      @click=${() => actions.openNow(file, line)}
    >
      <span class="h">${isMeasured ? shown : nothing}</span><span class="bar"></span
      ><span class="g">${line}</span
      ><span class="t"
        >${goTokens(text.slice(indent).replaceAll('\t', '    ')).map(({ kind, text: token }) =>
          kind === 'plain' ? token : html`<span class="tk-${kind}">${token}</span>`,
        )}</span
      >
    </button>`;
  });
}
