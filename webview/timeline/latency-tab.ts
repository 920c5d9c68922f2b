/** The tab Latency: how long goroutines waited for a processor, and what made them. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { countText, percentDigits, quantityText } from '../../src/base/format.ts';
import { shortSymbol } from '../../src/base/go-symbol.ts';
import type { LatencyReport, SchedulerLatency } from '../../src/protocol/trace-reports.ts';
import { bar, firstOf, goroutine, moment, nanos, nothingHere } from './report-parts.ts';
import { part, place, report, table } from './report-parts.ts';
import type { ReportActions } from './report-parts.ts';

export function latencyTab(latency: LatencyReport, actions: ReportActions): TemplateResult {
  return report('Latency', [
    schedulerPart(latency.scheduler),
    starvationPart(latency, actions),
    syscallPart(latency, actions),
    growthPart(latency, actions),
  ]);
}

function schedulerPart(scheduler: SchedulerLatency): TemplateResult {
  const { count, quantiles, highest, byPower } = scheduler;
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
      ${table(steps.slice(first, last + 1), [
        { title: 'Up to', isNumber: true, cell: ({ power }) => nanos(2 ** (power + 1)) },
        {
          title: 'Times',
          isWide: true,
          cell: ({ many }) => bar(many / most, countText(many)),
        },
        { title: 'Share', isNumber: true, cell: ({ many }) => `${percentDigits(many, count)} %` },
      ])}`,
  );
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
