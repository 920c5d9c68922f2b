/** The first picture of a trace, while it is read: how much each thread wrote over time. */
import { html, svg } from 'lit';
import type { TemplateResult } from 'lit';
import type { TraceOutline } from '../../src/protocol/timeline.ts';

/** Of a thread's row, in units of the drawing. */
const ROW = 20;

export function outline({ threads, activity, columns }: TraceOutline): TemplateResult {
  const height = Math.max(1, threads.length) * ROW;
  return html`<figure class="outline">
    <svg viewBox="0 0 ${columns} ${height}" preserveAspectRatio="none" aria-hidden="true">
      ${Array.from(threads, (_, row) => svg`<path d=${area(activity, row, columns)}></path>`)}
    </svg>
    <figcaption class="mut">
      How much ${threads.length === 1 ? 'its thread' : `each of ${threads.length} threads`} recorded
      over time
    </figcaption>
  </figure>`;
}

/** The closed line around a row's values, upwards from its foot. */
function area(activity: Float32Array, row: number, columns: number): string {
  const foot = (row + 1) * ROW - 1;
  let path = `M0 ${foot}`;
  for (let column = 0; column < columns; column++) {
    // By the root, so that a burst does not make all else flat.
    const top = foot - Math.sqrt(activity[row * columns + column] ?? 0) * (ROW - 3);
    path += `L${column} ${+top.toFixed(1)}L${column + 1} ${+top.toFixed(1)}`;
  }
  return `${path}L${columns} ${foot}Z`;
}
