import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { percentDigits, quantity } from '../../src/base/format.ts';
import type { ProfileInfo, SampleTypeInfo } from '../../src/protocol/analysis.ts';
import type { FilterOutcome } from '../../src/protocol/profile-filter.ts';
import { strongFigure } from '../shared/figure.ts';
import type { Actions } from './actions.ts';
import { placeText } from './place.ts';
import { samplesText, totalWords } from './words.ts';

/** `27.7 s CPU in 30 s · 2,771 samples · your code 18.2 % self · hottest line rule.go:44 9.82 %` */
export function answerLine(
  info: ProfileInfo,
  type: SampleTypeInfo,
  sampleType: number,
  outcome: FilterOutcome | null,
  actions: Pick<Actions, 'open'>,
): TemplateResult {
  const { total, words, within } = totalWords(type, info.durationNanos);
  const samples = samplesText(info, type);
  const answer = outcome === null ? info.answers[sampleType] : outcome.answer;
  const whole = outcome?.whole ?? type.total;
  const hottest = whole === 0 ? null : (answer?.hottest ?? null);
  const separator = html`<span class="sep">·</span>`;
  return html`<div class="ds-answer" role="status">
    ${outcome === null ? nothing : html`${strongFigure(quantity(outcome.left, type.unit))} of `}${strongFigure(total)}
    ${words}${within === null ? nothing : html` in ${strongFigure(within)}`}${
      samples === null ? nothing : html`${separator}${samples}`
    }${
      answer === undefined || whole === 0
        ? nothing
        : html`${separator}your code
          ${strongFigure({ digits: percentDigits(answer.ownSelf, whole), unit: '% self' })}`
    }${
      hottest === null
        ? nothing
        : html`${separator}hottest line
            <button
              class="lk"
              title=${hottest.file}
              @click=${() => actions.open(hottest.file, hottest.line)}
            >
              ${placeText(hottest.file, hottest.line)}
            </button>
            ${strongFigure({ digits: percentDigits(hottest.value, whole), unit: '%' })}`
    }
  </div>`;
}
