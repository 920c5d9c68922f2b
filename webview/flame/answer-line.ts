import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { percentDigits } from '../../src/base/format.ts';
import type { ProfileInfo, SampleTypeInfo } from '../../src/protocol/analysis.ts';
import { strongFigure } from '../shared/figure.ts';
import type { Actions } from './actions.ts';
import { placeText } from './place.ts';
import { samplesText, totalWords } from './words.ts';

/** `27.7 s CPU in 30 s · 2,771 samples · your code 18.2 % self · hottest line rule.go:44 9.82 %` */
export function answerLine(
  info: ProfileInfo,
  type: SampleTypeInfo,
  sampleType: number,
  actions: Pick<Actions, 'open'>,
): TemplateResult {
  const { total, words, within } = totalWords(type, info.durationNanos);
  const samples = samplesText(info, type);
  const answer = info.answers[sampleType] ?? null;
  const hottest = type.total === 0 ? null : (answer?.hottest ?? null);
  const separator = html`<span class="sep">·</span>`;
  return html`<div class="ds-answer" role="status">
    ${strongFigure(total)}
    ${words}${within === null ? nothing : html` in ${strongFigure(within)}`}${
      samples === null ? nothing : html`${separator}${samples}`
    }${
      answer === null || type.total === 0
        ? nothing
        : html`${separator}your code
          ${strongFigure({ digits: percentDigits(answer.ownSelf, type.total), unit: '% self' })}`
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
            ${strongFigure({ digits: percentDigits(hottest.value, type.total), unit: '%' })}`
    }
  </div>`;
}
