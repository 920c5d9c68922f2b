/** Turns answers of the server into the next state. */
import { assertNever } from '../../src/base/assert.ts';
import type { AnalysisRequests } from '../../src/protocol/analysis.ts';
import type { ProfileQuestion, ToProfilePage } from '../../src/protocol/webview-profile.ts';
import { withDraftAnswer, withOutcome } from './filter-model.ts';
import { withDetail, withFlame, withFound, withLocated, withTable } from './model.ts';
import type { PageState } from './model.ts';
import type { Question } from './questions.ts';

/** An answer whose result type belongs to its method. */
export type Answer = {
  readonly [Q in ProfileQuestion]: {
    readonly method: Q;
    readonly result: AnalysisRequests[Q]['result'];
  };
}[ProfileQuestion];

/** The message's method and result belong together; the union of the message does not say so. */
export function answerOf(message: ToProfilePage & { kind: 'answer' }): Answer {
  return { method: message.method, result: message.result } as Answer;
}

export function withAnswer(state: PageState, answer: Answer, question: Question): PageState {
  switch (answer.method) {
    case 'delvescope/filterOutcome':
      return withOutcome(state, answer.result);
    case 'delvescope/changes':
      return { ...state, changes: answer.result };
    case 'delvescope/filterDraft':
      if (question.method !== answer.method) return state;
      return withDraftAnswer(state, answer.result, question.query.text);
    case 'delvescope/flameWindow':
      if (question.slot === 'overview') return { ...state, overview: answer.result };
      return withFlame(state, answer.result);
    case 'delvescope/tableWindow':
      return withTable(state, answer.result);
    case 'delvescope/functionDetail':
      return withDetail(state, answer.result);
    case 'delvescope/frameFigures':
      // The card beside the pointer keeps its own.
      return state;
    case 'delvescope/search':
      if (question.method !== answer.method) return state;
      return withFound(state, answer.result, question.query.search);
    case 'delvescope/locateFrame':
      return withLocated(state, answer.result);
    case 'delvescope/callGraph':
    case 'delvescope/sourceView':
    case 'delvescope/tagPivot':
    case 'delvescope/sidesWindow':
      // A stage of its own keeps these.
      return { ...state, failure: null };
    default:
      return assertNever(answer);
  }
}
