/** The tab Latency: how long goroutines waited for a processor, and what made them. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { countText, percentDigits, quantityText } from '../../src/base/format.ts';
import { shortSymbol } from '../../src/base/go-symbol.ts';
import type {
  LatencyReport,
  PlaceCountRow,
  RunQueueRow,
} from '../../src/protocol/trace-reports.ts';
import { bar, firstOf, goroutine, moment, nanos, nothingHere } from './report-parts.ts';
import { asTable, part, place, report, table } from './report-parts.ts';
import type { ReportCharts } from './report-charts.ts';
import type { ReportActions } from './report-parts.ts';

export function latencyTab(
  latency: LatencyReport,
  charts: ReportCharts,
  actions: ReportActions,
): TemplateResult {
  return report('Latency', [
    schedulerPart(latency, charts),
    queuePart(latency, charts),
    waitPart(latency, actions),
    starvationPart(latency, actions),
    preemptionPart(latency, actions),
    lostProcPart(latency, actions),
    syscallPart(latency, actions),
    growthPart(latency, actions),
  ]);
}

function schedulerPart(latency: LatencyReport, charts: ReportCharts): TemplateResult {
  const { count, quantiles, highest, byPower } = latency.scheduler;
  const title = 'Scheduler latency';
  if (count === 0) return part(title, '', nothingHere('No goroutine became runnable and ran.'));
  const steps = Array.from(byPower, (many, power) => ({ many, power }));
  const first = steps.findIndex(({ many }) => many > 0);
  const last = steps.findLastIndex(({ many }) => many > 0);
  const most = Math.max(...byPower);
  const facts = [
    ...quantiles.map((each) => [`${+(each.share * 100).toFixed(1)} %`, each.nanos] as const),
    ['longest', highest] as const,
  ];
  return part(
    title,
    `from runnable to running, ${countText(count)} times`,
    html`<dl class="facts">
        ${facts.map(
          ([name, value]) =>
            html`<div>
              <dt class="mut">${name}</dt>
              <dd>${nanos(value)}</dd>
            </div>`,
        )}
      </dl>
      ${charts.latency(latency)}
      ${asTable(
        table(steps.slice(first, last + 1), [
          { title: 'Up to', isNumber: true, cell: ({ power }) => nanos(2 ** (power + 1)) },
          {
            title: 'Times',
            isWide: true,
            cell: ({ many }) => bar(many / most, countText(many)),
          },
          { title: 'Share', isNumber: true, cell: ({ many }) => `${percentDigits(many, count)} %` },
        ]),
      )}`,
  );
}

function queuePart(latency: LatencyReport, charts: ReportCharts): TemplateResult {
  const { queues, starvation } = latency;
  const most = Math.max(1e-9, ...queues.map(({ depth }) => depth));
  return part(
    'Run queues',
    `${starvation.meanDepth.toFixed(2)} goroutines waited for a processor on average`,
    html`${charts.depth(latency)}
    ${table(queues, [
      {
        title: 'Queue',
        cell: ({ proc }) =>
          proc ?? html`shared <span class="mut">preempted, yielded, woken by the runtime</span>`,
      },
      { title: 'Depth', cell: ({ depth }) => bar(depth / most, depth.toFixed(3)) },
      { title: 'Queued', isNumber: true, cell: ({ queued }) => countText(queued) },
      { title: 'Run elsewhere', isNumber: true, cell: stolenText },
      { title: 'Longest wait', isNumber: true, cell: ({ longest }) => nanos(longest) },
      { title: '', isWide: true, cell: () => '' },
    ])}`,
  );
}

function stolenText({ proc, stolen, queued }: RunQueueRow): string {
  return proc === null || queued === 0
    ? '–'
    : `${countText(stolen)} · ${percentDigits(stolen, queued)} %`;
}

function waitPart({ waits }: LatencyReport, actions: ReportActions): TemplateResult {
  const title = 'Goroutines that starved longest';
  if (waits.length === 0) return part(title, '', nothingHere('None waited for a processor.'));
  const most = (waits[0]?.end ?? 1) - (waits[0]?.start ?? 0);
  return part(
    title,
    'runnable without a processor',
    table(waits, [
      {
        title: 'Time',
        cell: ({ start, end }) => bar((end - start) / most, nanos(end - start)),
      },
      { title: 'At', isNumber: true, cell: ({ start, end }) => moment(start, end, actions) },
      {
        title: 'Goroutine',
        isWide: true,
        cell: (row) => goroutine(row.goroutine, row.start, actions),
      },
    ]),
  );
}

function preemptionPart(latency: LatencyReport, actions: ReportActions): TemplateResult {
  const { preempted, preemptedTotal } = latency;
  const title = 'Preempted';
  if (preemptedTotal === 0) return part(title, '', nothingHere('No goroutine was preempted.'));
  const note = `${countText(preemptedTotal)} times, by line`;
  return part(title, note, placeTable('Waited then', preempted, actions));
}

function lostProcPart(latency: LatencyReport, actions: ReportActions): TemplateResult {
  const { lostProcs, lostProcTotal } = latency;
  const title = 'Syscalls that lost their processor';
  if (lostProcTotal === 0) return part(title, '', nothingHere('None took long enough.'));
  const note = `${countText(lostProcTotal)} times, by line; while they went on, others ran there`;
  return part(title, note, placeTable('Without one', lostProcs, actions));
}

function placeTable(
  time: string,
  rows: readonly PlaceCountRow[],
  actions: ReportActions,
): TemplateResult {
  const most = rows[0]?.count ?? 1;
  return table(rows, [
    { title: 'Times', cell: ({ count }) => bar(count / most, countText(count)) },
    { title: time, isNumber: true, cell: (row) => nanos(row.nanos) },
    { title: 'Line', isWide: true, cell: (row) => place(row.place, actions) },
  ]);
}

function starvationPart({ starvation }: LatencyReport, actions: ReportActions): TemplateResult {
  const { nanos: total, count, longest, deepest, deepestTime, meanDepth } = starvation;
  const title = 'Idle processors while goroutines were runnable';
  const queue = html`<p class="none">
    ${countText(deepest)} goroutines were runnable at once at most, at
    ${moment(deepestTime, deepestTime, actions)}; ${meanDepth.toFixed(2)} on average.
  </p>`;
  if (count === 0) {
    return part(title, '', html`${nothingHere('It never happened.')} ${queue}`);
  }
  return part(
    title,
    `${countText(count)} times, ${quantityText(total, 'nanoseconds')} in all`,
    html`${queue}
    ${
      longest.length === 0
        ? nothingHere('Never for 50 µs or more, which is what it takes to wake a thread.')
        : table(longest, [
            { title: 'At', isNumber: true, cell: ({ start, end }) => moment(start, end, actions) },
            { title: 'For', isNumber: true, cell: ({ start, end }) => nanos(end - start) },
            { title: '', isWide: true, cell: () => '' },
          ])
    }`,
  );
}

function syscallPart(latency: LatencyReport, actions: ReportActions): TemplateResult {
  const { syscalls, syscallTotal, syscallNanos } = latency;
  const least = quantityText(syscallNanos, 'nanoseconds');
  if (syscallTotal === 0) return part('Long syscalls', '', nothingHere(`None took ${least}.`));
  return part(
    'Long syscalls',
    `${firstOf(syscalls.length, syscallTotal)}, ${least} or more`,
    table(syscalls, [
      {
        title: 'Time',
        isNumber: true,
        cell: ({ start, end, isOpen }) => html`${isOpen ? 'over ' : ''}${nanos(end - start)}`,
      },
      { title: 'At', isNumber: true, cell: ({ start, end }) => moment(start, end, actions) },
      { title: 'Goroutine', cell: (row) => goroutine(row.goroutine, row.start, actions) },
      { title: 'Line', isWide: true, cell: (row) => place(row.place, actions) },
    ]),
  );
}

function growthPart({ growth }: LatencyReport, actions: ReportActions): TemplateResult {
  const title = 'Growth of goroutines';
  const limit = 'more than 500 a second for 5 s';
  if (growth.length === 0) return part(title, '', nothingHere(`Never ${limit}.`));
  return part(
    title,
    limit,
    table(growth, [
      { title: 'From', isNumber: true, cell: ({ start, end }) => moment(start, end, actions) },
      { title: 'For', isNumber: true, cell: ({ start, end }) => nanos(end - start) },
      {
        title: 'Goroutines',
        isNumber: true,
        cell: ({ from, to }) => `${countText(from)} → ${countText(to)}`,
      },
      {
        title: 'Most of them',
        isWide: true,
        cell: (row) =>
          html`${shortSymbol(row.function)}&nbsp;<span class="mut"
              >${countText(row.created)} started</span
            >`,
      },
    ]),
  );
}
