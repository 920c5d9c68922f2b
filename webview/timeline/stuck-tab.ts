/** The tab Stuck: goroutines that wait at the end of the trace and did not run any more, by stack. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { countText, quantityText } from '../../src/base/format.ts';
import { shortSymbol } from '../../src/base/go-symbol.ts';
import type { StuckReport } from '../../src/protocol/trace-reports.ts';
import { firstOf, goroutine, moment, part, place, report, table } from './report-parts.ts';
import type { ReportActions } from './report-parts.ts';

export function stuckTab(stuck: StuckReport, actions: ReportActions): TemplateResult {
  const { groups, groupTotal, goroutineTotal } = stuck;
  const wait = quantityText(stuck.nanos, 'nanoseconds');
  if (groupTotal === 0) {
    return html`<div class="empty">
      <p><b>Nothing is stuck</b></p>
      <p class="mut">
        Every goroutine of the program that is there at the end ran in the last ${wait}.
      </p>
    </div>`;
  }
  return report('Stuck', [
    part(
      `${counted(goroutineTotal, 'goroutine has', 'goroutines have')} not run in the last ${wait}`,
      groups.length < groupTotal ? `${firstOf(groups.length, groupTotal)} stacks` : 'by stack',
      table(groups, [
        { title: 'Goroutines', isNumber: true, cell: ({ count }) => countText(count) },
        { title: 'Wait for', cell: ({ reason }) => reason },
        { title: 'Line', cell: (row) => place(row.place, actions) },
        { title: 'Started as', cell: (row) => shortSymbol(row.function) },
        { title: 'Since', isNumber: true, cell: ({ since }) => moment(since, since, actions) },
        {
          title: 'For example',
          isWide: true,
          cell: (row) => goroutine(row.goroutine, row.since, actions),
        },
      ]),
    ),
  ]);
}

function counted(count: number, one: string, many: string): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}
