/** The analysis server of a page that runs in a browser: a worker that reads one trace and answers about it. */
import type { FromTimelinePage, ToTimelinePage } from '../../src/protocol/webview-timeline.ts';
import { TRACE_QUERIES } from '../../src/server/trace/queries.ts';
import { traceInfo } from '../../src/server/trace/trace-info.ts';
import { TraceSession } from '../../src/server/trace/trace-session.ts';
import { readTimeline } from '../../src/trace/index.ts';

/** What a worker has and the types of pages lack. */
interface WorkerScope {
  postMessage(message: ToTimelinePage): void;
  addEventListener(type: 'message', listener: (event: { data: FromTimelinePage }) => void): void;
}
// This file runs in a worker and nowhere else.
const scope = globalThis as unknown as WorkerScope;

const session = fetch('/trace')
  .then((response) => response.bytes())
  .then(
    (bytes) => new TraceSession('/recorded.trace', readTimeline(bytes), ['example.com/pipeline']),
  );

scope.addEventListener('message', ({ data }) => {
  void session.then((open) => answer(open, data));
});

function answer(open: TraceSession, message: FromTimelinePage): void {
  if (message.kind === 'ready') scope.postMessage({ kind: 'trace', info: traceInfo(open) });
  if (message.kind !== 'ask') return;
  const { request, method, query } = message;
  // The page pairs each method with its query; the table pairs it with its answer.
  const result = TRACE_QUERIES[method](open, { ...query, trace: open.path } as never);
  scope.postMessage({ kind: 'answer', request, method, result } as ToTimelinePage);
}
