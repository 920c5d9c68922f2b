import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { countText, percentText } from '../../src/base/format.ts';
import type { FlameWindow, ProfileInfo } from '../../src/protocol/analysis.ts';
import { setVariables } from '../shared/set-variables.ts';
import type { PageState } from './model.ts';
import { KIND_NAMES } from '../shared/palette.ts';
import type { Palette } from '../shared/palette.ts';
import { rateText } from './words.ts';

/** Legend on the left, how the figures came about on the right. */
export function footer(state: PageState, info: ProfileInfo, palette: Palette): TemplateResult {
  const rate = rateText(info);
  const hidden = state.view === 'flame' ? hiddenText(state.flame, state.widthPixels) : null;
  return html`<footer class="foot">
    ${KIND_NAMES.map(
      ([kind, name]) =>
        html`<span class="legend"
          ><i class="sw" ${setVariables({ '--c': palette.swatch(kind) })}></i>${name}</span
        >`,
    )}
    <span class="legend"><i class="dash"></i>inlined</span>
    <span class="grow"></span>
    ${state.failure === null ? nothing : html`<span class="el">${state.failure}</span>`}
    ${rate === null ? nothing : html`<span>${rate}</span>`}
    ${hidden === null ? nothing : html`<span>${hidden}</span>`}
  </footer>`;
}

/** Frames narrower than a pixel are left out, and what a pixel is worth depends on width and zoom. */
function hiddenText(flame: FlameWindow | null, widthPixels: number): string | null {
  if (flame === null || flame.hidden === 0 || widthPixels === 0) return null;
  const frames = `${countText(flame.hidden)} ${flame.hidden === 1 ? 'frame' : 'frames'}`;
  return `hidden: ${frames} under ${percentText(flame.rootTotal / widthPixels, flame.profileTotal)}`;
}
