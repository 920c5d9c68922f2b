import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { percentText } from '../../src/base/format.ts';
import { icon } from '../shared/figure.ts';
import type { Actions } from './actions.ts';
import { stepName } from '../shared/label.ts';
import type { PathStep } from './path.ts';

/** Steps kept at the two ends of a long path: as many at its end as there is room for. */
const FIRST_STEPS = 2;
const STEP_PIXELS = 200;

/** `all › conn.serve › … 7 › Engine.Apply › Rule.match      12.3 % of all  Enter zoom in  Esc zoom out` */
export function breadcrumb(
  steps: readonly PathStep[],
  share: { readonly value: number; readonly total: number } | null,
  zoom: {
    readonly canZoomIn: boolean;
    readonly canZoomOut: boolean;
    readonly widthPixels: number;
  },
  actions: Pick<Actions, 'selectNode' | 'zoomTo'>,
): TemplateResult {
  const lastSteps = Math.max(2, Math.min(5, Math.floor(zoom.widthPixels / STEP_PIXELS)));
  const folded = steps.length > FIRST_STEPS + lastSteps + 1;
  const first = folded ? steps.slice(0, FIRST_STEPS) : steps;
  const last = folded ? steps.slice(-lastSteps) : [];
  const hidden = steps.length - first.length - last.length;
  const step = ({ node, name }: PathStep) => {
    const current = node === steps.at(-1)?.node;
    return html`<button
      class="step ${current ? 'cur' : ''}"
      tabindex="-1"
      title=${name === '' ? 'Zoom out to everything' : name}
      @click=${() => actions.selectNode(node)}
      @dblclick=${() => actions.zoomTo(node)}
    >
      ${name === '' ? 'all' : stepName(name)}
    </button>`;
  };
  const arrow = icon('chevron-right', 14);
  const shown = [
    ...first.map(step),
    ...(hidden > 0 ? [html`<span class="nw">… ${hidden}</span>`] : []),
    ...last.map(step),
  ];
  return html`<nav class="crumb" aria-label="Path">
    <span class="steps">${shown.map((part, at) => html`${at > 0 ? arrow : nothing}${part}`)}</span>
    <span class="grow"></span>
    <span class="hints">
      ${share === null ? nothing : html`<span>${percentText(share.value, share.total)} of all</span>`}
      ${zoom.canZoomIn ? html`<span><span class="kbd">Enter</span> zoom in</span>` : nothing}${
        zoom.canZoomOut ? html`<span><span class="kbd">Esc</span> zoom out</span>` : nothing
      }
    </span>
  </nav>`;
}
