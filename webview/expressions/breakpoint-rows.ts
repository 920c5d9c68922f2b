import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { countText } from '../../src/base/format.ts';
import type { PanelBreakpoint } from '../../src/protocol/webview-expressions.ts';
import { icon } from '../shared/figure.ts';
import { setVariables } from '../shared/set-variables.ts';
import { costShare, heatCells } from './breakpoint-model.ts';
import type { BreakpointState } from './breakpoint-model.ts';

export interface BreakpointRowActions {
  readonly select: (key: string) => void;
  readonly toggle: (key: string) => void;
  readonly edit: (key: string) => void;
  readonly open: (key: string) => void;
  readonly remove: (key: string) => void;
}

/** Header and rows; breakpoints are counted in dozens, so all of them are drawn. */
export function breakpointRows(
  { view, selected, hasFocus }: BreakpointState,
  actions: BreakpointRowActions,
): TemplateResult {
  const rows = view?.breakpoints ?? [];
  return html`<div class="tr head" role="row">
      ${['Where', 'Code', 'Stops only'].map((title) => html`<span class="th" role="columnheader">${title}</span>`)}
      <span class="th r" role="columnheader">Hits</span>
      <span class="th" role="columnheader">Per goroutine</span>
      <span class="th" role="columnheader">Cost</span>
    </div>
    ${rows.map((row, at) => {
      const selection = row.key === selected ? (hasFocus ? 'act' : 'sel0') : '';
      return html`<div
        class="tr row breakpoint ${selection} ${row.isEnabled ? '' : 'off'}"
        id="breakpoint-${at}"
        role="row"
        aria-selected=${row.key === selected}
        @click=${() => actions.select(row.key)}
        @dblclick=${() => actions.open(row.key)}
      >
        ${where(row, actions)}
        <span class="td code mut el" role="gridcell" title=${row.code}>${row.code}</span>
        <span class="td chips" role="gridcell">${stopsOnly(row)}</span>
        <span class="td r b" role="gridcell"
          >${row.status ? countText(row.status.totalHits) : '–'}</span
        >
        <span class="td" role="gridcell">${heat(row)}</span>
        <span class="td" role="gridcell">${cost(row)}</span>
        <span class="acts">
          ${act('edit', 'Edit the scope', () => actions.edit(row.key))}
          ${act('go-to-file', 'Go to the line', () => actions.open(row.key))}
          ${act('close', 'Remove', () => actions.remove(row.key))}
        </span>
      </div>`;
    })}`;
}

function where(row: PanelBreakpoint, actions: BreakpointRowActions): TemplateResult {
  return html`<span class="td fx where" role="gridcell">
    <input
      type="checkbox"
      tabindex="-1"
      aria-label="On"
      .checked=${row.isEnabled}
      ?disabled=${!row.canEdit}
      @click=${(event: Event) => {
        event.preventDefault();
        event.stopPropagation();
        actions.toggle(row.key);
      }}
    />
    ${mark(row)}
    <button class="lk el" tabindex="-1" title=${row.detail} @click=${() => actions.open(row.key)}>
      ${row.title}
    </button>
  </span>`;
}

/** The editor's own shapes: round, a diamond that logs, a ring that is not set. */
export function mark(row: PanelBreakpoint): TemplateResult {
  const shape =
    row.kind === 'function'
      ? 'function'
      : row.kind === 'data' || row.kind === 'usage'
        ? 'data'
        : '';
  const logs = row.form.logMessage !== '' ? 'log' : '';
  const state = row.isEnabled ? (row.isVerified === false ? 'unset' : '') : 'off';
  return html`<span class="bp ${shape} ${logs} ${state}" aria-hidden="true"></span>`;
}

function stopsOnly(row: PanelBreakpoint): unknown {
  const unset = row.isVerified === false ? row.message || 'not set' : '';
  const trouble = row.problems[0] ?? unset;
  if (trouble === '' && row.chips.length === 0) return html`<span class="mut">everywhere</span>`;
  return html`${
    trouble === ''
      ? nothing
      : html`<span class="sm fx trouble" title=${trouble}
          >${icon('warning', 12)}<span class="el">${trouble}</span></span
        >`
  }${row.chips.map(
    ([key, value]) =>
      html`<span class="chip" title=${`${key} ${value}`}
        ><i>${key}</i> <span class="el">${value}</span></span
      >`,
  )}`;
}

function heat(row: PanelBreakpoint): unknown {
  const cells = heatCells(row);
  if (cells.length === 0) return nothing;
  const count = row.status?.goroutines.length ?? 0;
  const title = `${count >= 100 ? '≥ ' : ''}${countText(count)} goroutines`;
  return html`<span class="cells" title=${title}
    >${cells.map(
      ({ goroutine, hits, share }) =>
        html`<i
          title=${`goroutine ${goroutine}: ${countText(hits)} hits`}
          ${setVariables({ '--heat': `${Math.round(12 + share * 88)}%` })}
        ></i>`,
    )}</span
  >`;
}

function cost(row: PanelBreakpoint): unknown {
  if (!row.isEnabled) return html`<span class="mut">off</span>`;
  const { status } = row;
  if (!status) return html`<span class="mut">${row.isVerified === false ? 'not set' : '–'}</span>`;
  const isNative = status.cost === 'native';
  const passes = Math.round(status.evaluationsPerSecond ?? 0);
  const title = isNative
    ? 'dlv decides: the program is not stopped for others'
    : `decided by the adapter: ${status.adapterTerms.join(', ')}`;
  return html`<span class="meter fx" title=${title}>
    <span class="fx ${isNative ? 'st-running' : 'st-runnable'}"
      >${icon(isNative ? 'zap' : 'debug-alt-small', 14)}</span
    >
    <span class="kind">${isNative ? 'native' : 'adapter'}</span>
    <span
      class="trk ${isNative ? 'native' : ''}"
      ${setVariables({ '--s': Math.round(costShare(row) * 100) })}
    ></span>
    <span class="el"
      >${status.millisPerPass.toFixed(1)}
      <span class="mut">ms per pass</span
      >${passes > 0 ? ` · ${countText(passes)}/s` : nothing}</span
    >
  </span>`;
}

function act(name: string, title: string, run: () => void): TemplateResult {
  return html`<button
    class="ib"
    tabindex="-1"
    title=${title}
    @click=${(event: Event) => {
      event.stopPropagation();
      run();
    }}
  >
    ${icon(name, 14)}
  </button>`;
}
