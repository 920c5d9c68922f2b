import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { quantity } from '../../src/base/format.ts';
import { assertNever } from '../../src/base/assert.ts';
import type { ProfileInfo, SampleTypeInfo } from '../../src/protocol/analysis.ts';
import type { Actions } from './actions.ts';
import { answerLine } from './answer-line.ts';
import { breadcrumb } from './breadcrumb.ts';
import { changeLegend, comparisonAnswer } from './comparison-view.ts';
import { detailsPane } from './details-pane.ts';
import type { FlameView } from './flame-view.ts';
import { footer } from './footer.ts';
import { outcomeOf, sampleTypeOf } from './model.ts';
import type { PageState } from './model.ts';
import { empty, failed, filterNote, loading, nothingLeft, problemsNote } from './page-states.ts';
import { selectedPath } from './path.ts';
import type { TableView } from './table-view.ts';
import { toolbar } from './toolbar.ts';

/** The two parts that keep their own elements and scroll positions. */
export interface PageParts {
  readonly flame: FlameView;
  readonly table: TableView;
}

/** The whole page for a state. */
export function page(state: PageState, parts: PageParts, actions: Actions): TemplateResult {
  const { phase } = state;
  switch (phase.kind) {
    case 'loading':
      return loading(phase.message);
    case 'error':
      return failed(phase.name, phase.message, actions);
    case 'ready': {
      const type = sampleTypeOf(state);
      if (type === null) return failed(phase.info.name, 'It holds no sample types.', actions);
      return ready(state, phase.info, type, parts, actions);
    }
    default:
      return assertNever(phase);
  }
}

function ready(
  state: PageState,
  info: ProfileInfo,
  type: SampleTypeInfo,
  parts: PageParts,
  actions: Actions,
): TemplateResult {
  const answer =
    info.comparison === null
      ? answerLine(info, type, state.sampleType, outcomeOf(state), actions)
      : comparisonAnswer(state, info, actions);
  return html`${answer} ${info.problems.length > 0 ? problemsNote(info.problems) : nothing}
  ${toolbar(state, info, actions)} ${filterNote(state)}
  ${
    type.total === 0
      ? empty(info, type, actions)
      : outcomeOf(state)?.left === 0
        ? nothingLeft(type, actions)
        : html`<main class="main">
            <div class="stage col" ?hidden=${state.view !== 'flame'}>
              ${state.flame === null ? computing() : nothing}
              ${path(state, parts, actions)}${parts.flame.element}
            </div>
            <div class="stage col" ?hidden=${state.view !== 'table'}>
              ${state.table?.rowCount === 0 ? noMatch() : nothing}${parts.table.element}
            </div>
            ${detailsPane(state, info, actions)}
          </main>`
  }
  ${
    info.comparison !== null && state.view === 'flame'
      ? html`<footer class="foot">${changeLegend(parts.flame.differencePalette)}</footer>`
      : footer(state, info, parts.flame.palette)
  }`;
}

/** A large profile takes a moment for another filter or sample type. */
function computing(): TemplateResult {
  return html`<div class="prog" role="progressbar" aria-label="Computing the flame graph"></div>`;
}

function path(state: PageState, { flame }: PageParts, actions: Actions): TemplateResult {
  const { window, index } = flame;
  const { widthPixels, zoom } = state;
  if (window === null) {
    return breadcrumb([], null, { node: 0, canZoomIn: false, widthPixels }, actions);
  }
  const node = state.selection?.node ?? null;
  const frame = node === null ? undefined : index.ofNode.get(node);
  const value = frame === undefined ? window.rootTotal : (window.total[frame] ?? 0);
  const canZoomIn = frame !== undefined && node !== zoom;
  return breadcrumb(
    selectedPath(window, index, node),
    { value, total: window.profileTotal },
    { node: zoom, canZoomIn, widthPixels },
    actions,
  );
}

function noMatch(): TemplateResult {
  return html`<div class="empty">
    <p><b>No function matches</b></p>
    <p class="mut">Clear the search to see all functions.</p>
  </div>`;
}

/** `all · 27.7 s` */
export function rootLabel(total: number, { unit }: SampleTypeInfo): string {
  const { digits, unit: label } = quantity(total, unit);
  return `all · ${digits}${label === '' ? '' : ` ${label}`}`;
}
