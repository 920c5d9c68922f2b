/** The critical path in the details pane: where its time went, and who had it in hand. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { countText, quantity } from '../../src/base/format.ts';
import { shortSymbol } from '../../src/base/go-symbol.ts';
import type { CriticalPath, GoroutineRef, TracePlace } from '../../src/protocol/timeline.ts';
import { figure, icon, strongFigure } from '../shared/figure.ts';
import { longestStep, pathTurns } from './path-model.ts';
import type { PathTurn } from './path-model.ts';
import { shareText, stateBar } from './state-bar.ts';
import { STYLES } from './state-styles.ts';

export interface PathActions {
  goTo(goroutine: GoroutineRef, time: number | null): void;
  openPlace(place: TracePlace): void;
  hidePath(): void;
  setFilter(text: string): void;
  swatch(state: number): TemplateResult;
}

/** Who reads further looks at the lanes. */
const TURN_LIMIT = 100;
const FILTER_LIMIT = 200;

export function pathPart(path: CriticalPath, actions: PathActions): TemplateResult {
  const turns = pathTurns(path);
  const first = path.steps.at(-1);
  const length = path.time - (first?.start ?? path.time);
  const ids = [...new Set(turns.map(({ goroutine }) => goroutine.id))].slice(0, FILTER_LIMIT);
  const { isCut } = path;
  return html`<section aria-label="Critical path">
    <div class="ds-answer">
      Critical
      path&nbsp;${isCut ? '≥ ' : nothing}${strongFigure(quantity(length, 'nanoseconds'))}<span
        class="sep"
        >·</span
      >${countText(path.steps.length)} steps<span class="sep">·</span>to G ${path.goroutine.id}
      <span class="grow"></span>
      <button
        class="ib"
        title="Only the goroutines of the path"
        @click=${() => actions.setFilter(`id:${ids.join(',')}`)}
      >
        ${icon('filter')}
      </button>
      <button class="ib" title="Take the path away (C)" @click=${() => actions.hidePath()}>
        ${icon('close')}
      </button>
    </div>
    ${stateBar(path.byState, actions)}
    <div role="list" class="path">
      ${turns.slice(0, TURN_LIMIT).map((turn) => turnRow(turn, length, actions))}
    </div>
    ${
      turns.length > TURN_LIMIT
        ? html`<p class="none mut">${countText(turns.length - TURN_LIMIT)} turns before.</p>`
        : nothing
    }
  </section>`;
}

function turnRow(turn: PathTurn, length: number, actions: PathActions): TemplateResult {
  const { goroutine, start, end } = turn;
  const longest = longestStep(turn);
  const words = longest ? [STYLES[longest.state]?.name, longest.reason].filter(Boolean) : [];
  return html`<div class="row" role="listitem">
    ${longest ? actions.swatch(longest.state) : nothing}
    <button
      class="lk"
      title="${goroutine.function}: ${words.join(', ')}"
      @click=${() => actions.goTo(goroutine, start)}
    >
      G ${goroutine.id}
    </button>
    <span class="el grow">${turnPlace(turn, actions)}</span>
    <span class="r wide">${figure(quantity(end - start, 'nanoseconds'))}</span>
    <span class="r mut share">${shareText(end - start, length)} %</span>
  </div>`;
}

/** Where it was, or what it started as. */
function turnPlace({ steps, goroutine }: PathTurn, actions: PathActions): TemplateResult {
  const place = steps.find((step) => step.place)?.place;
  if (!place) return html`<span class="mut">${shortSymbol(goroutine.function)}</span>`;
  return html`<button
    class="lk"
    title="${place.function} ${place.file}:${place.line}"
    @click=${() => actions.openPlace(place)}
  >
    ${shortSymbol(place.function)}
  </button>`;
}
