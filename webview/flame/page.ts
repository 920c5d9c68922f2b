import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { assertNever } from '../../src/base/assert.ts';
import type { ProfileInfo, SampleTypeInfo } from '../../src/protocol/analysis.ts';
import { failure } from '../shared/failure.ts';
import { problemsNote } from '../shared/problems-note.ts';
import { loading } from '../shared/loading.ts';
import type { Actions } from './actions.ts';
import { answerLine } from './answer-line.ts';
import { comparisonAnswer } from './comparison-view.ts';
import { detailsPane } from './details-pane.ts';
import { footer } from './footer.ts';
import type { Pictured } from './footer.ts';
import { outcomeOf, sampleTypeOf } from './model.ts';
import type { PageState } from './model.ts';
import { comparisonNotes, empty, filterNote, nothingLeft, unansweredNote } from './page-states.ts';
import { PAGE_VIEWS } from './stages.ts';
import type { Stages } from './stages.ts';
import { toolbar } from './toolbar.ts';

/** The whole page for a state. */
export function page(state: PageState, stages: Stages, actions: Actions): TemplateResult {
  const { phase } = state;
  switch (phase.kind) {
    case 'loading':
      return loading(phase.message, phase.share);
    case 'error':
      return failure(phase.name, phase.message, () => actions.retry());
    case 'ready': {
      const type = sampleTypeOf(state);
      if (type === null) {
        return failure(phase.info.name, 'It holds no sample types.', () => actions.retry());
      }
      return ready(state, phase.info, type, stages, actions);
    }
    default:
      return assertNever(phase);
  }
}

function ready(
  state: PageState,
  info: ProfileInfo,
  type: SampleTypeInfo,
  stages: Stages,
  actions: Actions,
): TemplateResult {
  const answer =
    info.comparison === null
      ? answerLine(info, type, state.sampleType, outcomeOf(state), actions)
      : comparisonAnswer(state, info, actions);
  return html`${answer} ${info.problems.length > 0 ? problemsNote(info.problems) : nothing}
  ${comparisonNotes(info.comparison?.notes ?? [])} ${toolbar(state, info, actions)}
  ${filterNote(state)} ${unansweredNote(state, () => actions.retry())}
  ${
    type.total === 0
      ? empty(info, type, actions)
      : outcomeOf(state)?.left === 0
        ? nothingLeft(type, actions)
        : html`<main class="main">
            ${PAGE_VIEWS.map(
              (view) =>
                html`<div class="stage col" ?hidden=${state.view !== view}>
                  ${stages.all[view].template(state)}
                </div>`,
            )}
            ${detailsPane(state, info, actions)}
          </main>`
  }
  ${footer(state, info, picturedOf(stages), actions)}`;
}

function picturedOf({ flame: { view } }: Stages): Pictured {
  return { window: view.window, names: view.names, palettes: view.paints.palettes };
}
