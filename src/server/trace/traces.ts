import { basename } from 'node:path';
import type { CancellationToken } from '../../base/cancellation.ts';
import { UserError } from '../../base/user-error.ts';
import type { LaneQuery, TimelineRequests } from '../../protocol/timeline.ts';
import { charts } from './charts.ts';
import { gcReport } from './gc-report.ts';
import { LaneList } from './lane-list.ts';
import { latencyReport } from './latency-report.ts';
import { rangeDetail } from './range-detail.ts';
import { readTrace } from './read-trace.ts';
import { sliceDetail, unblockDetail } from './slice-detail.ts';
import { stuckReport } from './stuck-report.ts';
import { traceTables } from './tables.ts';
import { timelineWindow } from './timeline-window.ts';
import { searchTrace } from './trace-search.ts';
import { TraceSession } from './trace-session.ts';
import { writeTraceProfile } from './write-profile.ts';

type Handlers = {
  [Name in keyof TimelineRequests]: (
    params: TimelineRequests[Name]['params'],
    token: CancellationToken,
  ) => TimelineRequests[Name]['result'] | Promise<TimelineRequests[Name]['result']>;
};

export interface TracesOptions {
  /** The module of the threads that read. */
  readonly threadFile: string;
  readonly ownModules: () => Promise<readonly string[]>;
  /** Share of the file that has been read, 0 to 1. */
  readonly onProgress: (trace: string, share: number) => void;
  /** Other traces are open than before. */
  readonly onChange: () => void;
}

/** The open traces, and the answers about them. */
export class Traces {
  readonly #sessions = new Map<string, TraceSession>();
  readonly #options: TracesOptions;
  #lanes: { readonly session: TraceSession; readonly key: string; readonly list: LaneList } | null =
    null;

  constructor(options: TracesOptions) {
    this.#options = options;
  }

  handlers(): Handlers {
    return {
      'delvescope/openTrace': async ({ path }, token) => {
        const { threadFile, ownModules, onProgress } = this.#options;
        const modules = await ownModules();
        const { timeline, info } = await readTrace(path, {
          threadFile,
          ownModules: modules,
          token,
          onProgress: (share) => onProgress(path, share),
        });
        const session = new TraceSession(path, timeline, modules);
        this.#sessions.set(path, session);
        this.#options.onChange();
        return info;
      },
      'delvescope/closeTrace': ({ trace }) => {
        this.#sessions.delete(trace);
        this.#options.onChange();
        if (this.#lanes?.session.path === trace) this.#lanes = null;
        return null;
      },
      'delvescope/timelineWindow': (query) => {
        const session = this.#session(query.trace);
        return timelineWindow(session, this.#list(session, query), query);
      },
      'delvescope/timelineCharts': (query) => charts(this.#session(query.trace), query),
      'delvescope/traceSlice': (query) => sliceDetail(this.#session(query.trace), query),
      'delvescope/traceRange': (query) => rangeDetail(this.#session(query.trace), query),
      'delvescope/traceUnblock': (query) => unblockDetail(this.#session(query.trace), query),
      'delvescope/traceSearch': ({ trace, text }) => searchTrace(this.#session(trace), text),
      'delvescope/traceLatency': ({ trace }) => latencyReport(this.#session(trace)),
      'delvescope/traceGc': ({ trace }) => gcReport(this.#session(trace)),
      'delvescope/traceStuck': ({ trace }) => stuckReport(this.#session(trace)),
      'delvescope/traceTables': ({ trace }) => traceTables(this.#session(trace)),
      'delvescope/writeTraceProfile': ({ trace, kind, folder }) =>
        writeTraceProfile(this.#session(trace), kind, folder),
      'delvescope/traceReveal': ({ trace, goroutine, group, ...query }) => {
        const session = this.#session(trace);
        if (group !== undefined) return LaneList.revealGroup(session, query, group);
        return goroutine === undefined ? null : LaneList.reveal(session, query, goroutine);
      },
    };
  }

  /** The one that was opened last: whose figures Go files show. */
  get shown(): TraceSession | null {
    return [...this.#sessions.values()].at(-1) ?? null;
  }

  #session(path: string): TraceSession {
    const session = this.#sessions.get(path);
    if (!session) {
      throw new UserError('trace-closed', `${basename(path)} is not open. Open it again.`);
    }
    return session;
  }

  /** The last list is kept: panning asks for the same lanes again and again. */
  #list(session: TraceSession, { filter, openGroups, folded }: LaneQuery): LaneList {
    const query = { filter, openGroups, folded };
    const key = JSON.stringify(query);
    if (this.#lanes?.session === session && this.#lanes.key === key) return this.#lanes.list;
    const list = new LaneList(session, query);
    this.#lanes = { session, key, list };
    return list;
  }
}
