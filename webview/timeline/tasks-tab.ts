/** The tab Tasks: tasks and regions by type, and the slowest tasks with what is in them. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { countText, quantityText } from '../../src/base/format.ts';
import type {
  TaskTree,
  TaskTreeLine,
  TaskTypeRow,
  TraceTables,
} from '../../src/protocol/timeline.ts';
import { setVariables } from '../shared/set-variables.ts';
import { bar, firstOf, goroutine, moment, nanos, part, report, table } from './report-parts.ts';
import type { ReportActions } from './report-parts.ts';

export interface TaskActions extends ReportActions {
  setFilter(text: string): void;
  setView(view: 'timeline'): void;
}

export function tasksTab(tables: TraceTables, actions: TaskActions): TemplateResult {
  const { tasks, taskTypeCount, regions, regionTypeCount, slowTasks } = tables;
  if (tasks.length === 0 && regions.length === 0) {
    return html`<div class="empty">
      <p><b>No tasks</b></p>
      <p class="mut">
        A program marks tasks with <span class="code">trace.NewTask</span> and regions with
        <span class="code">trace.WithRegion</span> of runtime/trace.
      </p>
    </div>`;
  }
  return report('Tasks', [
    part(
      'Tasks',
      `by type, ${firstOf(tasks.length, taskTypeCount)}`,
      types('task', tasks, actions),
    ),
    part(
      'Regions',
      `by type, ${firstOf(regions.length, regionTypeCount)}`,
      types('region', regions, actions),
    ),
    part(
      'Slowest tasks',
      'with the tasks, regions and logs in them',
      html`${slowTasks.map((task) => taskTree(task, slowTasks[0], actions))}`,
    ),
  ]);
}

function types(
  kind: 'task' | 'region',
  rows: readonly TaskTypeRow[],
  actions: TaskActions,
): TemplateResult {
  const show = (name: string): void => {
    // A filter's words end at blanks: the first word narrows enough.
    actions.setFilter(`${kind}:${name.split(/\s/)[0] ?? ''}`);
    actions.setView('timeline');
  };
  return table(rows, [
    {
      title: 'Type',
      cell: ({ name }) =>
        name === ''
          ? 'unnamed'
          : html`<button class="lk" title="Only their goroutines" @click=${() => show(name)}>
              ${name}
            </button>`,
    },
    { title: 'Count', isNumber: true, cell: countCell },
    { title: 'Median', isNumber: true, cell: ({ median }) => duration(median) },
    { title: '95 %', isNumber: true, cell: ({ p95 }) => duration(p95) },
    { title: '99 %', isNumber: true, cell: ({ p99 }) => duration(p99) },
    { title: 'Longest', isNumber: true, cell: ({ longest }) => duration(longest) },
    {
      title: 'Longest at',
      isWide: true,
      cell: ({ slowest }) => (slowest ? moment(slowest.start, slowest.end, actions) : '–'),
    },
  ]);
}

function countCell({ count, complete }: TaskTypeRow): TemplateResult {
  const open = count - complete;
  return html`<span
    title=${open > 0 ? `${open} begin or end outside the trace and have no duration` : ''}
    >${countText(count)}${open > 0 ? html` <span class="mut">(${countText(complete)})</span>` : nothing}</span
  >`;
}

function duration(value: number | null): TemplateResult {
  return value === null ? html`<span class="mut">–</span>` : nanos(value);
}

function taskTree(
  task: TaskTree,
  first: TaskTree | undefined,
  actions: TaskActions,
): TemplateResult {
  const { name, id, start, end, lines, more } = task;
  const longest = first ? first.end - first.start : end - start;
  return html`<details class="task">
    <summary>
      ${bar((end - start) / Math.max(1, longest), nanos(end - start))}
      ${name === '' ? 'unnamed' : name}
      <span class="mut">${id}</span> ${moment(start, end, actions)}
      <span class="mut">${countText(lines.length + more)} inside</span>
    </summary>
    ${lines.map((line) => treeLine(line, task, actions))}
    ${more > 0 ? html`<div class="row mut">${countText(more)} more</div>` : nothing}
  </details>`;
}

function treeLine(
  line: TaskTreeLine,
  { start, end }: TaskTree,
  actions: TaskActions,
): TemplateResult {
  const length = Math.max(1, end - start);
  const after = quantityText(line.start - start, 'nanoseconds');
  return html`<div class="row tree-line" ${setVariables({ '--depth': line.depth })}>
    <span class="r wide mut">+${after}</span>
    <span class="strip ${line.kind}"
      ><span
        ${setVariables({
          '--x': Math.max(0, (line.start - start) / length),
          '--w': Math.min(1, Math.max(0, (line.end - line.start) / length)),
        })}
      ></span
    ></span>
    <span class="el tree-text"
      ><span class="mut">${line.kind === 'log' ? '' : line.kind}</span> ${line.text}</span
    >
    <span class="r wide">${line.kind === 'log' ? nothing : nanos(line.end - line.start)}</span>
    <span class="el grow"
      >${line.goroutine ? goroutine(line.goroutine, line.start, actions) : nothing}</span
    >
  </div>`;
}
