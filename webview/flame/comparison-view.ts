/** What only a comparison shows: its answer, the figures of a function before and after, and what changed most. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { percentText, quantity, quantityText } from '../../src/base/format.ts';
import type { Changes, FunctionDetail, ProfileInfo } from '../../src/protocol/analysis.ts';
import { figure } from '../shared/figure.ts';
import { frameName, stepName } from '../shared/label.ts';
import { setVariables } from '../shared/set-variables.ts';
import type { Actions } from './actions.ts';
import { changeText, pointsText } from './difference.ts';
import type { DifferencePalette } from './difference.ts';
import { beforeFactor, sampleTypeOf } from './model.ts';
import type { PageState } from './model.ts';
import { totalWords } from './words.ts';

/** `+2.31 s CPU (+9.1 %) · most of it in Rule.match +2.33 s · before scaled by 1.2` */
export function comparisonAnswer(
  state: PageState,
  info: ProfileInfo,
  actions: Pick<Actions, 'selectFunction'>,
): TemplateResult {
  const type = sampleTypeOf(state);
  const { changes } = state;
  if (type === null || changes === null) return html`<div class="ds-answer">${info.name}</div>`;
  const factor = beforeFactor(state);
  const before = changes.totalBefore * factor;
  const difference = changes.totalAfter - before;
  // Scaled sums differ in their last digits.
  const change = Math.abs(difference) < 1e-9 * Math.abs(before) ? 0 : difference;
  const most = mostChanged(changes, factor);
  const separator = html`<span class="sep">·</span>`;
  return html`<div class="ds-answer" role="status">
    <b>${changeText(change, type.unit)}</b> ${totalWords(type, 0).words}${
      before === 0 ? nothing : html` (${signedPercent(change, before)})`
    }${separator}${quantityText(before, type.unit)}
    before, ${quantityText(changes.totalAfter, type.unit)}
    after${
      most === null
        ? nothing
        : html`${separator}most in
            <button
              class="lk"
              title=${most.name}
              @click=${() => actions.selectFunction(most.function)}
            >
              ${stepName(most.name)}
            </button>
            <b>${changeText(most.after - most.before * factor, type.unit)}</b>`
    }${factor === 1 ? nothing : html`${separator}before scaled to the sum of after`}
  </div>`;
}

/** Total, self and share before and after, and the other sample types. */
export function comparedFigures(
  { self, total }: FunctionDetail,
  info: ProfileInfo,
  state: PageState,
): TemplateResult {
  const { sampleType } = state;
  const count = info.sampleTypes.length;
  const factor = beforeFactor(state);
  const type = info.sampleTypes[sampleType];
  const unit = type?.unit ?? '';
  const row = (title: string, before: number, after: number, of: string) =>
    html`<div class="kv4">
      <span>${title}</span><span class="r">${figure(quantity(before, of))}</span
      ><span class="r">${figure(quantity(after, of))}</span
      ><span class="r"><b>${changeText(after - before, of)}</b></span>
    </div>`;
  const share = {
    before: (total[sampleType + count] ?? 0) / (info.comparison?.beforeTotals[sampleType] || 1),
    after: (total[sampleType] ?? 0) / (type?.total || 1),
  };
  return html`<div class="kv4 mut sm">
      <span></span><span class="r">Before</span><span class="r">After</span
      ><span class="r">Change</span>
    </div>
    ${row('Total', (total[sampleType + count] ?? 0) * factor, total[sampleType] ?? 0, unit)}
    ${row('Self', (self[sampleType + count] ?? 0) * factor, self[sampleType] ?? 0, unit)}
    <div class="kv4">
      <span>Share</span><span class="r">${percentText(share.before, 1)}</span
      ><span class="r">${percentText(share.after, 1)}</span
      ><span class="r"><b>${pointsText(share.after - share.before)}</b></span>
    </div>
    ${info.sampleTypes.map((other, index) =>
      index === sampleType
        ? nothing
        : row(other.title, total[index + count] ?? 0, total[index] ?? 0, other.unit),
    )}`;
}

/** Functions whose own share changed most, with bars from a line in the middle. */
export function changeList(
  changes: Changes | null,
  actions: Pick<Actions, 'selectFunction'>,
): TemplateResult {
  const functions = changes?.functions ?? [];
  const largest = Math.abs(functions[0]?.share ?? 0) || 1;
  return html`<h2 class="sec-h line">Biggest changes <span class="mut">of own share</span></h2>
    <div class="neighbours changes">
      ${functions.map(({ function: id, name, share, totalBefore, totalAfter }) => {
        const { prefix, name: own } = frameName(name);
        return html`<button class="row" title=${name} @click=${() => actions.selectFunction(id)}>
          <span
            class="bar2 ${share < 0 ? 'less' : 'more'}"
            ${setVariables({ '--s': ((Math.abs(share) / largest) * 50).toFixed(1) })}
          ></span
          ><span class="el grow"><span class="mut">${prefix}</span>${own}</span
          >${presence(totalBefore, totalAfter)}<span class="sm">${pointsText(share)}</span>
        </button>`;
      })}
    </div>`;
}

/** Marks what only one of the two profiles has. */
export function presence(before: number, after: number): TemplateResult | typeof nothing {
  if (before === 0 && after !== 0) return html`<span class="chip">new</span>`;
  return after === 0 && before !== 0 ? html`<span class="chip">gone</span>` : nothing;
}

/** `Less ▇▇▇▇▇ More  Width: after. Colour: change of share.` */
export function changeLegend(palette: DifferencePalette): TemplateResult {
  const steps = [-1, -0.5, -0.2, 0, 0.2, 0.5, 1];
  return html`<span class="legend"
      >Less<span class="scale"
        >${steps.map(
          (step) =>
            html`<i class="sw" ${setVariables({ '--c': palette.colour(step, 1).fill })}></i>`,
        )}</span
      >More</span
    >
    <span class="el"
      >Width: after. Colour: change of share. pp = percentage points. grey: under 0.3 pp</span
    >`;
}

function mostChanged({ functions }: Changes, factor: number): Changes['functions'][number] | null {
  let most: Changes['functions'][number] | null = null;
  for (const one of functions) {
    const size = Math.abs(one.after - one.before * factor);
    if (most === null || size > Math.abs(most.after - most.before * factor)) most = one;
  }
  return most;
}

function signedPercent(change: number, before: number): string {
  const text = percentText(Math.abs(change), Math.abs(before));
  return change === 0 ? text : `${change < 0 ? '−' : '+'}${text}`;
}
