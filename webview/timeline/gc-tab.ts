/** The tab GC: its cycles, and what they cost the program. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { countText, percentText, quantityText } from '../../src/base/format.ts';
import type { GcReport, PauseRow } from '../../src/protocol/trace-reports.ts';
import { bar, bytes, firstOf, goroutine, moment, nanos, nothingHere } from './report-parts.ts';
import { asTable, part, place, report, table } from './report-parts.ts';
import type { ReportCharts } from './report-charts.ts';
import type { ReportActions } from './report-parts.ts';

export function gcTab(gc: GcReport, charts: ReportCharts, actions: ReportActions): TemplateResult {
  return report('GC', [
    heapPart(gc, charts),
    utilizationPart(gc, charts, actions),
    cyclePart(gc, actions),
    pausePart(gc, actions),
    assistPart(gc, actions),
  ]);
}

function heapPart(gc: GcReport, charts: ReportCharts): TemplateResult {
  if (gc.heap.every((value) => Number.isNaN(value))) {
    return part('Heap', '', nothingHere('The trace does not tell of the heap.'));
  }
  return part(
    'Heap',
    'against the goal of the GC (dashed); a click shows the place',
    charts.heap(gc),
  );
}

function cyclePart({ cycles, cycleTotal }: GcReport, actions: ReportActions): TemplateResult {
  if (cycleTotal === 0) {
    return part('Cycles', '', nothingHere('The GC did not run during the trace.'));
  }
  const longest = Math.max(...cycles.map(({ start, end }) => end - start));
  return part(
    'Cycles',
    firstOf(cycles.length, cycleTotal),
    table(cycles, [
      { title: 'At', isNumber: true, cell: ({ start, end }) => moment(start, end, actions) },
      {
        title: 'Marking',
        cell: ({ start, end }) => bar((end - start) / longest, nanos(end - start)),
      },
      {
        title: 'Stops',
        isNumber: true,
        cell: (row) => html`${nanos(row.pauseNanos)} <span class="mut">in ${row.pauses}</span>`,
      },
      { title: 'Mark workers', isNumber: true, cell: (row) => nanos(row.workerNanos) },
      { title: 'Idle workers', isNumber: true, cell: (row) => nanos(row.idleWorkerNanos) },
      { title: 'Assists', isNumber: true, cell: (row) => nanos(row.assistNanos) },
      { title: 'Heap before', isNumber: true, cell: (row) => bytes(row.heapBefore) },
      { title: 'After', isNumber: true, cell: (row) => bytes(row.heapAfter) },
      { title: 'Goal', isNumber: true, cell: (row) => bytes(row.heapGoal) },
    ]),
  );
}

function pausePart(gc: GcReport, actions: ReportActions): TemplateResult {
  const { pauses, pauseTotal, pauseNanos } = gc;
  const title = 'Stops of the world';
  if (pauseTotal === 0) return part(title, '', nothingHere('The world never stopped.'));
  return part(
    title,
    `${firstOf(pauses.length, pauseTotal)}, ${quantityText(pauseNanos, 'nanoseconds')} in all`,
    table(pauses, [
      { title: 'Time', isNumber: true, cell: ({ start, end }) => nanos(end - start) },
      { title: 'At', isNumber: true, cell: ({ start, end }) => moment(start, end, actions) },
      { title: 'For', cell: ({ reason }) => reason },
      {
        title: 'Until all stood',
        isNumber: true,
        cell: ({ delay }) => (delay ? nanos(delay.nanos) : '–'),
      },
      { title: 'Last to stop', cell: ({ delay }) => lastToStop(delay, actions) },
      { title: 'There', cell: ({ delay }) => place(delay?.place ?? null, actions) },
      {
        title: 'Stopped by',
        cell: (row) => (row.goroutine ? goroutine(row.goroutine, row.start, actions) : '–'),
      },
      { title: 'Line', isWide: true, cell: (row) => place(row.place, actions) },
    ]),
  );
}

function lastToStop(delay: PauseRow['delay'], actions: ReportActions): TemplateResult {
  if (!delay) return html`<span class="mut">–</span>`;
  if (!delay.goroutine) return html`${delay.proc} <span class="mut">looked for work</span>`;
  const reason = delay.reason === '' ? '' : `${delay.reason} on `;
  return html`${goroutine(delay.goroutine, delay.time - 1, actions)}
    <span class="mut">${reason}${delay.proc}</span>`;
}

function assistPart({ assists, assistTotal }: GcReport, actions: ReportActions): TemplateResult {
  const title = 'Goroutines that had to help';
  if (assistTotal === 0) {
    return part(title, '', nothingHere('No goroutine had to help to mark.'));
  }
  const most = assists[0]?.nanos ?? 1;
  return part(
    title,
    `mark assists, ${firstOf(assists.length, assistTotal)}`,
    table(assists, [
      { title: 'Time', cell: (row) => bar(row.nanos / most, nanos(row.nanos)) },
      { title: 'Times', isNumber: true, cell: (row) => countText(row.count) },
      {
        title: 'Goroutine',
        isWide: true,
        cell: (row) => goroutine(row.goroutine, row.first, actions),
      },
    ]),
  );
}

function utilizationPart(
  gc: GcReport,
  charts: ReportCharts,
  actions: ReportActions,
): TemplateResult {
  const title = 'Minimum mutator utilization';
  if (gc.utilization.length === 0) {
    return part(title, '', nothingHere('Without the GC the program has all processors.'));
  }
  return part(
    title,
    'the least of the processors that the GC left to the program in any window of a length',
    html`${charts.utilization(gc)}
    ${asTable(
      table(gc.utilization, [
        { title: 'Window', isNumber: true, cell: ({ window }) => nanos(window) },
        { title: 'Left', cell: ({ share }) => bar(share, percentText(share, 1)) },
        {
          title: 'Worst at',
          isWide: true,
          cell: ({ start, window }) => moment(start, start + window, actions),
        },
      ]),
    )}`,
  );
}
