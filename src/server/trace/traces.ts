import { basename } from 'node:path';
import type { CancellationToken } from '../../base/cancellation.ts';
import { messageOf, UserError } from '../../base/user-error.ts';
import { traceName } from '../../protocol/timeline.ts';
import type { TimelineRequests, TraceInfo, TraceProgress } from '../../protocol/timeline.ts';
import type { TimelineQuestion } from '../../protocol/webview-timeline.ts';
import { freeMemorySoon } from '../free-memory.ts';
import type { ThreadFiles } from './read-parts.ts';
import { Readings } from './readings.ts';
import { readTrace } from './read-trace.ts';
import type { ReadTrace } from './read-trace.ts';
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
  readonly onProgress: (progress: TraceProgress) => void;
  /** Other traces are open than before. */
  readonly onChange: () => void;
}

/** A section of a file; 0 is the whole of most of them. */
interface TracePart {
  readonly path: string;
  readonly section: number;
}

/** What is known of a trace: soon its beginning, later all of it. */
interface OpenTrace {
  session: TraceSession;
  info: TraceInfo;
  /** Nobody waits for the rest any more. */
  isClosed: boolean;
}

/** The open traces, and the answers about them. */
export class Traces {
  readonly #open = new Map<string, OpenTrace>();
  readonly #readings = new Readings<OpenTrace>();
  readonly #options: TracesOptions;

  constructor(options: TracesOptions) {
    this.#options = options;
  }

  handlers(): Handlers {
    return {
      'delvescope/openTrace': async ({ path, section = 0 }, token) => {
        const name = traceName(path, section);
        const open = await this.#readings.share({ path, name }, token, (shared) =>
          this.#read({ path, section }, shared),
        );
        const before = this.#open.get(name);
        if (before && before !== open) before.isClosed = true;
        // The one that was opened last stands last.
        this.#open.delete(name);
        this.#open.set(name, open);
        this.#options.onChange();
        return open.info;
      },
      'delvescope/closeTrace': ({ trace }) => {
        this.#readings.forget(trace);
        const open = this.#open.get(trace);
        if (open) open.isClosed = true;
        this.#open.delete(trace);
        this.#options.onChange();
        freeMemorySoon();
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
    return [...this.#open.values()].at(-1)?.session ?? null;
  }

  /** Resolves as soon as there is something to look at; the rest of a large trace comes later. */
  #read(place: TracePart, token: CancellationToken): Promise<OpenTrace> {
    const { promise, resolve, reject } = Promise.withResolvers<OpenTrace>();
    const opening = new Opening(place, token, resolve);
    this.#readWhole(opening).catch((error: unknown) => {
      reject(error);
      const { open } = opening;
      if (open === null) return;
      const { info } = open;
      const problems = [`The rest cannot be read: ${messageOf(error)}`, ...info.problems];
      open.info = { ...info, readShare: 1, isComplete: false, problems };
      this.#tellMore(open);
    });
    return promise;
  }

  async #readWhole(opening: Opening): Promise<void> {
    const { path, section, name: trace, token } = opening;
    const { threadFile, kernelFile, ownModules, onProgress } = this.#options;
    const modules = await ownModules();
    const whole = await readTrace(path, {
      threadFile,
      kernelFile,
      section,
      ownModules: modules,
      token,
      onProgress: (share) => onProgress({ trace, share }),
      onOutline: (outline) => onProgress({ trace, share: 0, outline }),
      onEarly: (early) => opening.take(early, modules),
    });
    const isMore = opening.open !== null;
    const open = opening.take(whole, modules);
    if (isMore) this.#tellMore(open);
  }

  #tellMore({ isClosed, info: { trace } }: OpenTrace): void {
    if (isClosed) return;
    this.#options.onProgress({ trace, share: 1, isWhole: true });
    this.#options.onChange();
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

  #session(name: string): TraceSession {
    const open = this.#open.get(name);
    if (!open) {
      const file = basename(name).split('\0')[0];
      throw new UserError('trace-closed', `${file} is not open. Open it again.`);
    }
    return open.session;
  }
}

/** A trace that is being read, and what is known of it; closing it ends the reading. */
class Opening {
  readonly path: string;
  readonly section: number;
  readonly name: string;
  readonly token: CancellationToken;
  open: OpenTrace | null = null;
  readonly #onOpen: (open: OpenTrace) => void;

  constructor(
    { path, section }: TracePart,
    asked: CancellationToken,
    onOpen: (open: OpenTrace) => void,
  ) {
    this.path = path;
    this.section = section;
    this.name = traceName(path, section);
    this.#onOpen = onOpen;
    const isClosed = (): boolean => this.open?.isClosed ?? false;
    this.token = {
      get isCancellationRequested() {
        return asked.isCancellationRequested || isClosed();
      },
    };
  }

  take({ timeline, info }: ReadTrace, modules: readonly string[]): OpenTrace {
    const session = new TraceSession(this.path, timeline, modules);
    const named = { ...info, trace: this.name };
    this.open = Object.assign(this.open ?? { isClosed: false }, { session, info: named });
    this.#onOpen(this.open);
    return this.open;
  }
}
