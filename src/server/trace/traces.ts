import { basename } from 'node:path';
import type { CancellationToken } from '../../base/cancellation.ts';
import { UserError } from '../../base/user-error.ts';
import type { TimelineRequests, TraceInfo, TraceOutline } from '../../protocol/timeline.ts';
import type { TimelineQuestion } from '../../protocol/webview-timeline.ts';
import type { ThreadFiles } from './read-parts.ts';
import { Readings } from './readings.ts';
import { readTrace } from './read-trace.ts';
import { TRACE_QUERIES } from './queries.ts';
import { TraceSession } from './trace-session.ts';
import { writeRangeProfile, writeTraceProfile } from './write-profile.ts';

type Handlers = {
  [Name in keyof TimelineRequests]: (
    params: TimelineRequests[Name]['params'],
    token: CancellationToken,
  ) => TimelineRequests[Name]['result'] | Promise<TimelineRequests[Name]['result']>;
};

export interface TracesOptions extends ThreadFiles {
  readonly ownModules: () => Promise<readonly string[]>;
  /** Share of the file that has been read, 0 to 1. */
  readonly onProgress: (trace: string, share: number, outline?: TraceOutline) => void;
  /** Other traces are open than before. */
  readonly onChange: () => void;
}

/** The open traces, and the answers about them. */
export class Traces {
  readonly #sessions = new Map<string, TraceSession>();
  readonly #readings = new Readings<{ session: TraceSession; info: TraceInfo }>();
  readonly #options: TracesOptions;

  constructor(options: TracesOptions) {
    this.#options = options;
  }

  handlers(): Handlers {
    return {
      'delvescope/openTrace': async ({ path }, token) => {
        const { session, info } = await this.#readings.share(path, token, (shared) =>
          this.#read(path, shared),
        );
        // The one that was opened last stands last.
        this.#sessions.delete(path);
        this.#sessions.set(path, session);
        this.#options.onChange();
        return info;
      },
      'delvescope/closeTrace': ({ trace }) => {
        this.#readings.forget(trace);
        this.#sessions.delete(trace);
        this.#options.onChange();
        return null;
      },
      ...this.#queries(),
      'delvescope/writeTraceProfile': ({ trace, kind, folder }) =>
        writeTraceProfile(this.#session(trace), kind, folder),
      'delvescope/writeRangeProfile': (query) =>
        writeRangeProfile(this.#session(query.trace), query),
    };
  }

  /** The one that was opened last: whose figures Go files show. */
  get shown(): TraceSession | null {
    return [...this.#sessions.values()].at(-1) ?? null;
  }

  async #read(
    path: string,
    token: CancellationToken,
  ): Promise<{ session: TraceSession; info: TraceInfo }> {
    const { threadFile, kernelFile, ownModules, onProgress } = this.#options;
    const modules = await ownModules();
    const { timeline, info } = await readTrace(path, {
      threadFile,
      kernelFile,
      ownModules: modules,
      token,
      onProgress: (share) => onProgress(path, share),
      onOutline: (outline) => onProgress(path, 0, outline),
    });
    return { session: new TraceSession(path, timeline, modules), info };
  }

  #queries(): Pick<Handlers, TimelineQuestion> {
    const handlers = Object.entries(TRACE_QUERIES).map(([name, answer]) => [
      name,
      // Each query has a trace beside what its own handler takes.
      (query: { trace: string }) => answer(this.#session(query.trace), query as never),
    ]);
    // One handler per question, with the types of the table.
    return Object.fromEntries(handlers) as Pick<Handlers, TimelineQuestion>;
  }

  #session(path: string): TraceSession {
    const session = this.#sessions.get(path);
    if (!session) {
      throw new UserError('trace-closed', `${basename(path)} is not open. Open it again.`);
    }
    return session;
  }
}
