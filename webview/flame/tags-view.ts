/** Labels as a table: keys, their values with figures, and columns for the values of another key. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import {
  countText,
  percentDigits,
  percentText,
  quantity,
  quantityText,
} from '../../src/base/format.ts';
import type { TagKey, TagTable, TagValue } from '../../src/protocol/profile-views.ts';
import { figure, icon } from '../shared/figure.ts';
import { stepName } from '../shared/label.ts';
import { setVariables } from '../shared/set-variables.ts';
import { changeText } from './difference.ts';
import type { TagCommand } from './input.ts';
import { isMeasured } from './tag-model.ts';
import type { TagRow } from './tag-model.ts';
import { sharePercent } from './share.ts';

export type TagAct = Exclude<TagCommand, 'up' | 'down' | 'first' | 'last'>;

export interface TagMarks {
  readonly unit: string;
  readonly row: number;
  /** The selected function; null for none. */
  readonly functionName: string | null;
  readonly splitBy: string | null;
  readonly onRow: (row: number) => void;
  readonly onAct: (act: TagAct, row: number) => void;
}

export function tagTable(
  table: TagTable,
  rows: readonly TagRow[],
  marks: TagMarks,
): TemplateResult {
  return html`${header(table, marks)}${rows.map(({ key, value }, index) =>
    value === null ? keyRow(key, table, index, marks) : valueRow(value, key, table, index, marks),
  )}`;
}

export function isCompared({ keys }: TagTable): boolean {
  return keys[0]?.totalBefore !== undefined;
}

export function noTags(isFiltered: boolean): TemplateResult {
  return html`<div class="empty">
    <p>
      <b
        >${isFiltered ? 'The samples that are left have no labels' : 'No labels in this profile'}</b
      >
    </p>
    <p class="mut">
      pprof.Do(ctx, pprof.Labels("tenant", id), func…) marks what a goroutine does: CPU and
      goroutine profiles then have labels. Heap profiles have the size of allocations.
    </p>
  </div>`;
}

function header(table: TagTable, { functionName, splitBy }: TagMarks): TemplateResult {
  const { columns } = table;
  const titles = isCompared(table) ? ['Before', 'After', 'Change'] : ['Value', '%'];
  return html`<div class="trow thead" role="row">
    <span role="columnheader">Label</span>${titles.map(
      (title) => html`<span role="columnheader" class="r">${title}</span>`,
    )}${
      functionName === null
        ? nothing
        : html`<span role="columnheader" class="r el" title="Self of ${functionName}"
              >${stepName(functionName)} self</span
            ><span role="columnheader" class="r el" title="Total of ${functionName}">total</span>`
    }${columns.map(
      (column) =>
        html`<span role="columnheader" class="r el" title="${splitBy}=${column}">${column}</span>`,
    )}<span></span>
  </div>`;
}

function keyRow(key: TagKey, table: TagTable, index: number, marks: TagMarks): TemplateResult {
  const zeros = key.values.filter((value) => !isMeasured(value)).length;
  const hidden = key.valueCount - key.values.length;
  const isSplit = marks.splitBy === key.key;
  return html`<div
    class="trow tkey ${index === marks.row ? 'act' : ''}"
    role="row"
    id="tag-${index}"
    aria-level="1"
    aria-selected=${index === marks.row}
    @click=${() => marks.onRow(index)}
  >
    <span role="rowheader" class="el"
      ><b>${key.key}</b>
      <span class="mut"
        >${countText(key.valueCount)}
        ${key.valueCount === 1 ? 'value' : 'values'}${
          zeros > 0 ? `, ${countText(zeros)} of them 0` : ''
        }${hidden > 0 ? `, the first ${countText(key.values.length)} shown` : ''}</span
      ></span
    >${
      key.totalBefore === undefined
        ? html`<span role="gridcell" class="r">${figure(quantity(key.total, marks.unit))}</span
            ><span role="gridcell" class="r mut"
              >${percentDigits(key.total, table.profileTotal)}</span
            >`
        : changeCells(key.totalBefore, key.total, 0, marks.unit)
    }
    ${spaces(table, marks)}<span role="gridcell" class="tacts"
      >${act('fold-down', 'As frames at the root (R)', () => marks.onAct('root', index))}${act(
        'fold-up',
        'As frames at the leaf (F)',
        () => marks.onAct('leaf', index),
      )}${act(
        isSplit ? 'close' : 'split-horizontal',
        isSplit ? 'No columns (P)' : 'A column per value (P)',
        () => marks.onAct('split', index),
      )}</span
    >
  </div>`;
}

function valueRow(
  value: TagValue,
  key: TagKey,
  table: TagTable,
  index: number,
  marks: TagMarks,
): TemplateResult {
  const { unit } = marks;
  const { before } = value;
  const cell = (amount: number, old: number | undefined): TemplateResult => {
    if (old !== undefined) return changeCell(old, amount, 0, unit);
    const text = amount === 0 ? '' : figure(quantity(amount, unit));
    return html`<span role="gridcell" class="r">${text}</span>`;
  };
  return html`<div
    class="trow ${index === marks.row ? 'act' : ''}"
    role="row"
    id="tag-${index}"
    aria-level="2"
    aria-selected=${index === marks.row}
    title="${key.key}=${value.text}: ${percentText(value.value, table.profileTotal)}"
    @click=${() => marks.onRow(index)}
    @dblclick=${() => marks.onAct('focus-on', index)}
  >
    <span role="rowheader" class="el tvalue">${value.text === '' ? '(empty)' : value.text}</span>${
      before === undefined
        ? html`<span
              role="gridcell"
              class="r cell"
              ${setVariables({ '--s': sharePercent(value.value, table.profileTotal) })}
              ><span>${figure(quantity(value.value, unit))}</span></span
            ><span role="gridcell" class="r mut"
              >${percentDigits(value.value, table.profileTotal)}</span
            >`
        : changeCells(before.value, value.value, table.profileTotal, unit)
    }${
      marks.functionName === null
        ? nothing
        : [cell(value.flat, before?.flat), cell(value.cum, before?.cum)]
    }${value.split.map((amount, column) => cell(amount, before && (before.split[column] ?? 0)))}<span
      role="gridcell"
      class="tacts"
      >${act('filter', 'Only these samples (Enter)', () => marks.onAct('focus-on', index))}${act(
        'circle-slash',
        'Leave these samples out (Del)',
        () => marks.onAct('ignore', index),
      )}</span
    >
  </div>`;
}

/** Before, after, and the change as a part of everything. */
function changeCells(before: number, after: number, whole: number, unit: string): TemplateResult {
  return html`<span role="gridcell" class="r">${figure(quantity(before, unit))}</span
    ><span role="gridcell" class="r">${figure(quantity(after, unit))}</span
    >${changeCell(before, after, whole, unit)}`;
}

function changeCell(before: number, after: number, whole: number, unit: string): TemplateResult {
  const change = after - before;
  if (change === 0) return html`<span role="gridcell" class="r"></span>`;
  return html`<span
    role="gridcell"
    class="r cell ${change < 0 ? '' : 'hot'}"
    title="${quantityText(before, unit)} → ${quantityText(after, unit)}"
    ${setVariables({ '--s': sharePercent(Math.abs(change), whole) })}
    ><span>${changeText(change, unit)}</span></span
  >`;
}

function spaces({ columns }: TagTable, { functionName }: TagMarks): TemplateResult[] {
  const count = columns.length + (functionName === null ? 0 : 2);
  return Array.from({ length: count }, () => html`<span role="gridcell"></span>`);
}

function act(iconName: string, title: string, run: () => void): TemplateResult {
  const click = (event: MouseEvent): void => {
    event.stopPropagation();
    run();
  };
  return html`<button class="ib" tabindex="-1" title=${title} aria-label=${title} @click=${click}>
    ${icon(iconName, 14)}
  </button>`;
}
