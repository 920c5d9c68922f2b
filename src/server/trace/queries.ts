/** The questions about an open trace that are answered from what is in memory. */
import type { TimelineRequests } from '../../protocol/timeline.ts';
import type { TimelineQuestion } from '../../protocol/webview-timeline.ts';
import { charts } from './charts.ts';
import { gcReport } from './gc-report.ts';
import { LaneList } from './lane-list.ts';
import { latencyReport } from './latency-report.ts';
import { pathReport } from './path-report.ts';
import { rangeDetail } from './range-detail.ts';
import { sliceDetail, unblockDetail } from './slice-detail.ts';
import { stuckReport } from './stuck-report.ts';
import { traceTables } from './tables.ts';
import { timelineWindow } from './timeline-window.ts';
import { searchTrace } from './trace-search.ts';
import type { TraceSession } from './trace-session.ts';

type Queries = {
  readonly [Name in TimelineQuestion]: (
    session: TraceSession,
    query: TimelineRequests[Name]['params'],
  ) => TimelineRequests[Name]['result'];
};

export const TRACE_QUERIES: Queries = {
  'delvescope/timelineWindow': (session, query) =>
    timelineWindow(session, session.lanes(query), query),
  'delvescope/timelineCharts': charts,
  'delvescope/traceSlice': sliceDetail,
  'delvescope/traceRange': rangeDetail,
  'delvescope/traceUnblock': unblockDetail,
  'delvescope/tracePath': pathReport,
  'delvescope/traceSearch': (session, { text }) => searchTrace(session, text),
  'delvescope/traceLatency': latencyReport,
  'delvescope/traceGc': gcReport,
  'delvescope/traceStuck': stuckReport,
  'delvescope/traceTables': traceTables,
  'delvescope/traceReveal': (session, { goroutine, goroutineId, group, ...query }) => {
    if (group !== undefined) return LaneList.revealGroup(session, query, group);
    const row = goroutineId === undefined ? goroutine : session.rowOf(goroutineId);
    return row === undefined || row < 0 ? null : LaneList.reveal(session, query, row);
  },
};
