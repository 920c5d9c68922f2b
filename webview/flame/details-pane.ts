import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { countText, percentDigits, quantity } from '../../src/base/format.ts';
import type { FunctionDetail, Neighbour, ProfileInfo } from '../../src/protocol/analysis.ts';
import { figure } from '../shared/figure.ts';
import { setVariables } from '../shared/set-variables.ts';
import type { Actions } from './actions.ts';
import { frameName, shortPackage } from '../shared/label.ts';
import { placeText } from './place.ts';
import { changeList, comparedFigures, presence } from './comparison-view.ts';
import { changeText } from './difference.ts';
import { beforeFactor } from './model.ts';
import type { PageState } from './model.ts';
import { sourceExcerpt } from './source-excerpt.ts';
import { sharePercent } from './share.ts';

type DetailActions = Pick<Actions, 'open' | 'openNow' | 'selectFunction'>;

/** The pane beside the graph: the selected function from every side. */
export function detailsPane(
  state: PageState,
  info: ProfileInfo,
  actions: DetailActions,
): TemplateResult {
  const { detail } = state;
  return html`<aside class="dp col" aria-label="Details">
    ${detail === null ? nothingSelected() : filled(detail, info, state, actions)}
    ${info.comparison === null ? nothing : changeList(state.changes, actions)}
  </aside>`;
}

function nothingSelected(): TemplateResult {
  return html`<div class="empty">
    <p><b>No function selected</b></p>
    <p class="mut">Click a frame or a row to see its callers, its callees and its lines.</p>
  </div>`;
}

function filled(
  detail: FunctionDetail,
  info: ProfileInfo,
  state: PageState,
  actions: DetailActions,
): TemplateResult {
  const { sampleType } = state;
  const { packagePath, prefix, name } = frameName(detail.name);
  const unit = info.sampleTypes[sampleType]?.unit ?? '';
  const factor = beforeFactor(state);
  const measure = { unit, total: detail.total[sampleType] ?? 0, factor };
  const typeBefore = sampleType + info.sampleTypes.length;
  const self = {
    value: detail.self[sampleType] ?? 0,
    ...(info.comparison && { before: detail.self[typeBefore] ?? 0 }),
  };
  const title = html`<div class="dp-name" title=${detail.name}>
    <span class="mut">${prefix}</span><b>${name}</b>
  </div>`;
  if (detail.self.every((value) => value === 0) && detail.total.every((value) => value === 0)) {
    return html`${title}
      <p class="dp-hint mut">Nothing is left of it. Change the filter to see its figures.</p>`;
  }
  return html`${title}
    <div class="dp-place">
      ${detail.file === '' ? nothing : placeLink(detail, actions)}
      ${packagePath === '' ? nothing : html`<span class="chip el" title=${packagePath}>${shortPackage(packagePath)}</span>`}
      ${
        detail.callSites > 0
          ? html`<span class="chip"
              >${countText(detail.callSites)} call
              ${detail.callSites === 1 ? 'site' : 'sites'}</span
            >`
          : nothing
      }
    </div>
    ${info.comparison === null ? figures(detail, info, sampleType) : comparedFigures(detail, info, state)}
    ${neighbours('Callers', detail.callers, null, measure, actions)}
    ${neighbours('Callees', detail.callees, self, measure, actions)}
    ${sourceExcerpt(detail, unit, factor, actions)}`;
}

function placeLink({ file, line }: FunctionDetail, actions: DetailActions): TemplateResult {
  return html`<button class="lk el" title=${file} @click=${() => actions.open(file, line)}>
    ${placeText(file, line)}
  </button>`;
}

function figures(
  { self, total }: FunctionDetail,
  info: ProfileInfo,
  sampleType: number,
): TemplateResult {
  return html`<div class="kv mut sm">
      <span>Sample type</span><span class="r">Self</span><span class="r">Total</span>
    </div>
    ${info.sampleTypes.map(
      (type, index) =>
        html`<div class="kv ${index === sampleType ? 'b' : ''}">
          <span>${type.title}</span
          ><span class="r">${figure(quantity(self[index] ?? 0, type.unit))}</span
          ><span
            class="sh"
            title="${percentDigits(total[index] ?? 0, type.total)} % of all"
            ${setVariables({ '--s': sharePercent(total[index] ?? 0, type.total) })}
            ><span>${figure(quantity(total[index] ?? 0, type.unit))}</span></span
          >
        </div>`,
    )}`;
}

/** What values are shown against. */
interface Measure {
  readonly unit: string;
  /** Of the function. */
  readonly total: number;
  /** What values before are multiplied by. */
  readonly factor: number;
}

function neighbours(
  title: string,
  list: readonly Neighbour[],
  self: Omit<Neighbour, 'function' | 'name'> | null,
  measure: Measure,
  actions: DetailActions,
): TemplateResult {
  const rows = list.map((neighbour) => {
    const { name } = neighbour;
    const parts = frameName(name);
    return html`<button
      class="row"
      title=${name}
      @click=${() => actions.selectFunction(neighbour.function)}
    >
      ${amount(neighbour, measure)}<span class="el grow"
        ><span class="mut">${parts.prefix}</span>${parts.name}</span
      >${share(neighbour, measure)}
    </button>`;
  });
  if (self !== null && (self.value > 0 || (self.before ?? 0) > 0)) {
    rows.push(
      html`<div class="row self">
        ${amount(self, measure)}<span class="grow">self</span>${share(self, measure)}
      </div>`,
    );
  }
  return html`<h2 class="sec-h line">${title}</h2>
    ${
      rows.length > 0
        ? html`<div class="neighbours">${rows}</div>`
        : html`<div class="row self mut">${title === 'Callers' ? 'none: a root' : 'none'}</div>`
    }`;
}

function amount({ value }: Pick<Neighbour, 'value'>, { total, unit }: Measure): TemplateResult {
  return html`<span class="sh nf" ${setVariables({ '--s': sharePercent(value, total) })}
    ><span>${figure(quantity(value, unit))}</span></span
  >`;
}

/** Of the function's total; in a comparison what changed. */
function share(
  { value, before }: Pick<Neighbour, 'value' | 'before'>,
  { total, unit, factor }: Measure,
): TemplateResult {
  if (before === undefined) {
    return html`<span class="mut sm">${percentDigits(value, total)} %</span>`;
  }
  return html`${presence(before, value)}<span class="sm"
      >${changeText(value - before * factor, unit)}</span
    >`;
}
