import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { assertNever } from '../../src/base/assert.ts';
import { countText, percentDigits, quantity, quantityText } from '../../src/base/format.ts';
import { shortSymbol } from '../../src/base/go-symbol.ts';
import type { TraceFlame, TraceInfo, TracePlace } from '../../src/protocol/timeline.ts';
import { STATE_GC, STATE_STW } from '../../src/protocol/timeline.ts';
import { icon, strongFigure } from '../shared/figure.ts';
import { failure } from '../shared/failure.ts';
import { loading } from '../shared/loading.ts';
import { problemsNote } from '../shared/problems-note.ts';
import { failureNote } from './failures.ts';
import { outline } from './outline.ts';
import { gcTab } from './gc-tab.ts';
import { latencyTab } from './latency-tab.ts';
import { stuckTab } from './stuck-tab.ts';
import { detailsPane } from './details-pane.ts';
import type { DetailActions } from './details-pane.ts';
import type { PageState, PageView } from './model.ts';
import { LEGEND } from './state-styles.ts';
import type { ReadingActions } from './reading-note.ts';
import { readingNote } from './reading-note.ts';
import type { ReportCharts } from './report-charts.ts';
import { goroutineTable } from './tables.ts';
import type { TableActions } from './tables.ts';
import { tasksTab } from './tasks-tab.ts';
import { toolbar } from './toolbar.ts';
import type { ToolbarActions } from './toolbar.ts';

export interface PageActions extends DetailActions, TableActions, ToolbarActions, ReadingActions {
  toggleLegend(entry: number): void;
  toggleMark(): void;
  /** The flame graph of the range, with all the views of a profile. */
  openRangeProfile(): void;
  stepMark(step: 1 | -1): void;
  stepSection(step: 1 | -1): void;
  goToTime(time: number, length: number): void;
  /** What failed. */
  askAgain(): void;
}

/** The parts that keep their own elements. */
export interface PageParts {
  readonly stage: HTMLElement;
  readonly flame: HTMLElement;
  readonly charts: ReportCharts;
}

export function page(state: PageState, parts: PageParts, actions: PageActions): TemplateResult {
  const { phase } = state;
  switch (phase.kind) {
    case 'loading':
      return html`${loading(phase.message, phase.share)}
      ${phase.outline === null ? nothing : outline(phase.outline)}`;
    case 'error':
      return failure(phase.name, phase.message, () => actions.retry());
    case 'ready':
      return ready(state, phase.info, parts, actions);
    default:
      return assertNever(phase);
  }
}

function ready(
  state: PageState,
  info: TraceInfo,
  parts: PageParts,
  actions: PageActions,
): TemplateResult {
  return html`${answerLine(info, actions)} ${sectionNote(info, actions)}
    ${readingNote(state, info, actions)} ${failureNote(state.failures, () => actions.askAgain())}
    ${info.problems.length > 0 ? problemsNote(info.problems) : nothing} ${growth(info, actions)}
    ${toolbar(state, info, actions)} ${otherView(state, parts, actions)}
    <main class="main" ?hidden=${state.view !== 'timeline'}>
      <div class="col grow">
        ${preparing(state)} ${parts.stage} ${noMatch(state, actions)} ${legend(state, actions)}
        ${state.range && state.rangeDetail ? flamePart(state.rangeDetail.flame, parts, actions) : nothing}
      </div>
      ${detailsPane(state, actions)}
    </main>
    <div class="foot">
      <span>Go 1.${info.version}${info.isComplete ? '' : ' · incomplete'}${doubtful(info)}</span
      ><span class="grow"></span>
      <span><span class="kbd">W</span> <span class="kbd">S</span> zoom</span>
      <span><span class="kbd">A</span> <span class="kbd">D</span> move</span>
      <span><span class="kbd">]</span> next unblock</span>
      <span><span class="kbd">M</span> fit slice</span>
      <span><span class="kbd">F1</span> keys</span>
    </div>`;
}

/** ` · doubtful from 20 ms to 990 ms`, as the band in the ruler shows. */
function doubtful({ doubtful: found }: TraceInfo): string {
  const [first, ...others] = found;
  if (!first) return '';
  const more = others.length === 0 ? '' : ` and in ${others.length} more places`;
  const [from, to] = [first.start, first.end].map((time) => quantityText(time, 'nanoseconds'));
  return ` · doubtful from ${from} to ${to}${more}`;
}

function answerLine(info: TraceInfo, actions: PageActions): TemplateResult {
  const { busy, worstWait, longestStop } = info.answer;
  const place: TracePlace | null = worstWait && { ...worstWait, kind: 0 };
  return html`<div class="ds-answer">
    ${strongFigure(quantity(info.endTime, 'nanoseconds'))}&nbsp;trace<span class="sep">·</span
    ><b>${countText(info.goroutineCount)}</b>&nbsp;goroutines<span class="sep">·</span
    >processors&nbsp;<b>${percentDigits(busy, 1)}</b>&nbsp;<span class="mut">% busy</span>
    ${
      worstWait && place
        ? html`<span class="sep">·</span>most waiting in&nbsp;<button
              class="lk"
              title="${worstWait.function} (${worstWait.reason})"
              @click=${() => actions.openPlace(place)}
            >
              ${shortSymbol(worstWait.function)}</button
            >&nbsp;<span class="mut">${worstWait.reason}</span
            >&nbsp;<b>${percentDigits(worstWait.share, 1)}</b>&nbsp;<span class="mut">%</span>`
        : nothing
    }
    ${
      longestStop
        ? html`<span class="sep">·</span>longest stop&nbsp;<button
              class="lk"
              title="Show it"
              @click=${() => actions.goToTime(longestStop.time, longestStop.nanos)}
            >
              ${strongFigure(quantity(longestStop.nanos, 'nanoseconds'))}
            </button>`
        : nothing
    }
  </div>`;
}

function growth(
  { growth: found }: TraceInfo,
  actions: PageActions,
): TemplateResult | typeof nothing {
  if (!found) return nothing;
  const { start, end, words } = found;
  return html`<div class="note warn" role="status">
    ${icon('warning', 14)}<span class="el">${words}.</span>
    <button class="lk" @click=${() => actions.goToTime(start, end - start)}>Show it</button>
  </div>`;
}

/** `Shows 41 s to 82 s of 180 s`: lanes, figures and bookmarks are those of a section of a large trace. */
function sectionNote(
  { section }: TraceInfo,
  actions: PageActions,
): TemplateResult | typeof nothing {
  if (!section) return nothing;
  const { number, count, start, end, total } = section;
  const [to, all] = [end, total].map((time) => quantityText(time, 'nanoseconds'));
  const from = start === 0 ? '0' : quantityText(start, 'nanoseconds');
  const button = (step: 1 | -1, words: string, key: string): TemplateResult =>
    html`<button
      class="lk"
      title="${words} section (${key})"
      ?disabled=${number + step < 0 || number + step >= count}
      @click=${() => actions.stepSection(step)}
    >
      ${words} section
    </button>`;
  return html`<div class="note" role="status">
    ${icon('split-horizontal', 14)}<span class="el"
      >Shows ${from} to ${to} of ${all}, section ${number + 1} of ${count}: times and figures count
      from its beginning.</span
    >
    ${button(-1, 'Previous', '<')} ${button(1, 'Next', '>')}
  </div>`;
}

function otherView(
  state: PageState,
  parts: PageParts,
  actions: PageActions,
): TemplateResult | typeof nothing {
  const { view, tables, sort, latency, gc, stuck } = state;
  const drawn: Readonly<Record<PageView, TemplateResult | typeof nothing | null>> = {
    timeline: nothing,
    goroutines: tables && goroutineTable(tables, sort, actions),
    tasks: tables && tasksTab(tables, actions),
    latency: latency && latencyTab(latency, parts.charts, actions),
    gc: gc && gcTab(gc, parts.charts, actions),
    stuck: stuck && stuckTab(stuck, actions),
  };
  if (drawn[view] === null && state.failures.length > 0) return nothing;
  return drawn[view] ?? html`<div class="prog" role="progressbar" aria-label="Reading"></div>`;
}

/** Over the lanes until the first of them have come. */
function preparing({
  window,
  outline: known,
  failures,
}: PageState): TemplateResult | typeof nothing {
  if (window || failures.length > 0) return nothing;
  return html`<div class="preparing col">
    ${loading('The trace is read. Preparing the lanes', null)}
    ${known === null ? nothing : outline(known)}
  </div>`;
}

function noMatch(state: PageState, actions: PageActions): TemplateResult | typeof nothing {
  if (state.filter === '' || (state.window?.data.matched ?? 1) > 0) return nothing;
  return html`<div class="note" role="status">
    ${icon('info', 14)}<span>No goroutine matches.</span>
    <button class="lk" @click=${() => actions.setFilter('')}>Clear filter</button>
  </div>`;
}

function legend(state: PageState, actions: PageActions): TemplateResult {
  const { hidden, window, showsLinks, followed, followedTitle } = state;
  return html`<div class="legend" role="group" aria-label="States">
    <span class="mut">Show</span>
    ${LEGEND.map(({ name, states }, index) => {
      const first = states[0] ?? 0;
      const isOn = !hidden.has(first);
      return html`<button
        class="lg ${isOn ? '' : 'off'}"
        aria-pressed=${isOn}
        title="${isOn ? 'Hide' : 'Show'} (${index + 1})"
        @click=${() => actions.toggleLegend(index)}
      >
        ${isOn ? icon('check', 12) : icon('blank', 12)}${actions.swatch(states.at(-1) === STATE_STW ? STATE_GC : first)}${name}
      </button>`;
    })}
    ${
      followed < 0
        ? nothing
        : html`<span class="chip" role="status" title="G or Esc lets it go"
            >Following ${followedTitle}</span
          >`
    }
    ${
      showsLinks && window && window.data.links.more > 0
        ? html`<span class="grow"></span
            ><span class="mut sm"
              >${countText(window.data.links.more)} more arrows than can be told apart: zoom
              in</span
            >`
        : nothing
    }
  </div>`;
}

function flamePart(
  { source, weight, length }: TraceFlame,
  { flame }: PageParts,
  actions: PageActions,
): TemplateResult {
  const from =
    source === 'samples'
      ? `${countText(weight)} samples of the CPU profiler`
      : `from ${weight === 1 ? '1 stack' : `${countText(weight)} stacks`} of state changes: there are no CPU samples`;
  return html`<section class="flame-part col" aria-label="Flame graph of the range">
    <div class="sec-h">
      ${source === 'samples' ? 'CPU in the range' : 'Stacks in the range'}&nbsp;<span
        class="mut light el"
        >${length === 0 ? 'nothing was recorded' : from}</span
      >${
        length === 0
          ? nothing
          : html`<span class="grow"></span
              ><button class="lk" @click=${() => actions.openRangeProfile()}>
                Open as profile
              </button>`
      }
    </div>
    ${flame}
  </section>`;
}
