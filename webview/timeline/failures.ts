/** Questions that failed: what is missing on the page, why, and the way to ask again. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { TimelineQuestion } from '../../src/protocol/webview-timeline.ts';
import { icon } from '../shared/figure.ts';
import { sentence } from '../shared/problems-note.ts';

export interface Failure {
  readonly method: TimelineQuestion;
  readonly question: unknown;
  readonly message: string;
}

const MISSING: Readonly<Record<TimelineQuestion, string>> = {
  'delvescope/timelineWindow': 'The lanes',
  'delvescope/timelineCharts': 'The charts',
  'delvescope/traceSlice': 'The slice',
  'delvescope/traceRange': 'The figures of the range',
  'delvescope/traceUnblock': 'The next wait',
  'delvescope/tracePath': 'The critical path',
  'delvescope/traceSearch': 'The search',
  'delvescope/traceReveal': 'The lane',
  'delvescope/traceTables': 'The tables',
  'delvescope/traceLatency': 'The latencies',
  'delvescope/traceGc': 'The collections',
  'delvescope/traceStuck': 'What is stuck',
};

/** The list with one more, in place of what the same method said before. */
export function withFailure(failures: readonly Failure[], failure: Failure): readonly Failure[] {
  return [...withoutFailure(failures, failure.method), failure];
}

export function withoutFailure(
  failures: readonly Failure[],
  method: TimelineQuestion,
): readonly Failure[] {
  const rest = failures.filter((each) => each.method !== method);
  return rest.length === failures.length ? failures : rest;
}

export function failureNote(
  failures: readonly Failure[],
  askAgain: () => void,
): TemplateResult | typeof nothing {
  const [first, ...others] = failures;
  if (!first) return nothing;
  // What ended one answer usually ended all that were on their way.
  const names = [first, ...others].map(({ method }) => MISSING[method]);
  const missing = names.map((name, at) =>
    at === 0 ? name : name.charAt(0).toLowerCase() + name.slice(1),
  );
  return html`<div class="note bad" role="alert">
    ${icon('error', 14)}<span class="el"
      >${missing.join(', ')} could not be read. ${sentence(first.message)}</span
    ><button class="lk" @click=${askAgain}>Try again</button>
  </div>`;
}
