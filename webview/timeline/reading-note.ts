/** How much of the trace is shown, while there is more to come, or when there will be no more. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { percentDigits, quantityText } from '../../src/base/format.ts';
import type { TraceInfo, TraceRecording } from '../../src/protocol/timeline.ts';
import { icon } from '../shared/figure.ts';
import { sentence } from '../shared/problems-note.ts';
import type { PageState } from './model.ts';

export interface ReadingActions {
  retry(): void;
  stopRecording(): void;
  keepRecording(): void;
}

export function readingNote(
  { view, window, recording }: PageState,
  info: TraceInfo,
  actions: ReadingActions,
): TemplateResult | typeof nothing {
  if (recording) return recordingNote(recording, info, actions);
  const { readShare, restProblem, section } = info;
  const shown = `Figures and lanes show the first ${percentDigits(readShare, 1)} % of the ${section ? 'section' : 'trace'}.`;
  if (restProblem !== null) {
    return html`<div class="note bad" role="alert">
      ${icon('error', 14)}<span class="el">${sentence(restProblem)} ${shown}</span
      ><button class="lk" @click=${() => actions.retry()}>Try again</button>
    </div>`;
  }
  if (readShare < 1) return progress(`Reading the rest. ${shown}`);
  // The lanes of before stay until those of the whole trace are there.
  if (view === 'timeline' && window && window.info !== info)
    return progress('The trace is read. Preparing its lanes.');
  return nothing;
}

/** `Recording: 4 s of 10 s · 2.1 MB`; or why it ended, and what becomes of what came. */
function recordingNote(
  { seconds, elapsed, bytes, ended }: TraceRecording,
  { endTime }: TraceInfo,
  actions: ReadingActions,
): TemplateResult {
  const arrived = quantityText(bytes, 'bytes');
  const shown = quantityText(endTime, 'nanoseconds');
  if (ended !== null) {
    return html`<div class="note warn" role="alert">
      ${icon('warning', 14)}<span class="el"
        >${sentence(ended)} The first ${shown} are here, in no file yet: they go with this
        tab.</span
      ><button class="lk" @click=${() => actions.keepRecording()}>Keep as file</button>
    </div>`;
  }
  const at = Math.min(seconds, Math.floor(elapsed));
  return html`<div class="note" role="status">
    ${icon('record', 14)}<span class="el"
      >Recording: ${at} s of ${seconds} s · ${arrived}. The first ${shown} are shown.</span
    ><button class="lk" @click=${() => actions.stopRecording()}>Stop</button>
  </div>`;
}

function progress(words: string): TemplateResult {
  return html`<div class="note" role="status">
    ${icon('loading', 14)}<span class="el">${words}</span>
  </div>`;
}
