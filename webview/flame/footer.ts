import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { assertNever } from '../../src/base/assert.ts';
import { countText, percentText } from '../../src/base/format.ts';
import type { FlameWindow, ProfileInfo } from '../../src/protocol/analysis.ts';
import { icon } from '../shared/figure.ts';
import type { FrameName } from '../shared/label.ts';
import { KIND_NAMES } from '../shared/palette.ts';
import { setVariables } from '../shared/set-variables.ts';
import type { Actions } from './actions.ts';
import { changeLegend } from './comparison-view.ts';
import { HOTTEST_SHARE, largestGroups } from './ink.ts';
import type { ColourMode, Colouring, Palettes } from './ink.ts';
import type { PageState } from './model.ts';
import { colourModes, coloursOf } from './shape.ts';
import { rateText } from './words.ts';

/** What the legend is about: the frames in view. */
export interface Pictured {
  readonly window: FlameWindow | null;
  readonly names: readonly FrameName[];
  readonly palettes: Palettes;
}

/** A legend names so many packages or modules. */
const MOST_GROUPS = 6;

const MODE_NAMES: Readonly<Record<ColourMode, string>> = {
  code: 'Whose code',
  package: 'Package',
  module: 'Module',
  heat: 'Own value',
  change: 'Change',
};

/** Legend on the left, how the figures came about on the right. */
export function footer(
  state: PageState,
  info: ProfileInfo,
  pictured: Pictured,
  actions: Pick<Actions, 'setColours'>,
): TemplateResult {
  const isFlame = state.view === 'flame';
  const mode = isFlame ? coloursOf(state) : 'code';
  const rate = rateText(info);
  const hidden = isFlame ? hiddenText(state) : null;
  return html`<footer class="foot">
    ${isFlame ? colourMenu(state, mode, actions) : nothing}
    ${legend({ mode, modules: info.modules }, pictured)}
    ${mode === 'change' ? nothing : html`<span class="legend"><i class="dash"></i>inlined</span>`}
    <span class="grow"></span>
    ${rate === null ? nothing : html`<span>${rate}</span>`}
    ${hidden === null ? nothing : html`<span>${hidden}</span>`}
  </footer>`;
}

function colourMenu(
  state: PageState,
  shown: ColourMode,
  actions: Pick<Actions, 'setColours'>,
): TemplateResult {
  const modes = colourModes(state);
  const choose = ({ currentTarget }: Event) => {
    const mode = currentTarget instanceof HTMLSelectElement && modes[currentTarget.selectedIndex];
    if (mode) actions.setColours(mode);
  };
  return html`<span class="sel colours"
    ><select aria-label="Colours" title="Colours (C)" @change=${choose}>
      ${modes.map((mode) => html`<option .selected=${mode === shown}>${MODE_NAMES[mode]}</option>`)}</select
    >${icon('chevron-down', 12)}</span
  >`;
}

function legend(colouring: Colouring, { window, names, palettes }: Pictured): TemplateResult {
  const { mode } = colouring;
  switch (mode) {
    case 'change':
      return changeLegend(palettes.difference);
    case 'heat':
      return heatLegend(palettes);
    case 'package':
    case 'module': {
      const groups =
        window === null ? [] : largestGroups(window, names, colouring, palettes.hue, MOST_GROUPS);
      return html`${groups.map(({ name, fill }) => swatch(fill, name))}`;
    }
    case 'code':
      return html`${KIND_NAMES.map(([kind, name]) => swatch(palettes.code.swatch(kind), name))}`;
    default:
      return assertNever(mode);
  }
}

function heatLegend({ difference }: Palettes): TemplateResult {
  const steps = [0, 0.1, 0.25, 0.5, 0.75, 1];
  return html`<span class="legend"
    >0 %<span class="scale"
      >${steps.map(
        (step) =>
          html`<i class="sw" ${setVariables({ '--c': difference.colour(step, 1).fill })}></i>`,
      )}</span
    >${HOTTEST_SHARE * 100} % of all in the frame itself</span
  >`;
}

function swatch(fill: string, name: string): TemplateResult {
  return html`<span class="legend"
    ><i class="sw" ${setVariables({ '--c': fill })}></i>${name}</span
  >`;
}

/** Frames narrower than a pixel are left out, and what a pixel is worth depends on width and zoom. */
function hiddenText({ flame, widthPixels, spans: { below } }: PageState): string | null {
  if (flame === null || flame.hidden === 0 || widthPixels === 0) return null;
  const frames = `${countText(flame.hidden)} ${flame.hidden === 1 ? 'frame' : 'frames'}`;
  const pixel = (flame.rootTotal * (below.to - below.from)) / widthPixels;
  return `hidden: ${frames} under ${percentText(pixel, flame.profileTotal)}, and what they call`;
}
