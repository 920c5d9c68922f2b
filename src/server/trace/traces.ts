import { basename } from 'node:path';
import type { CancellationToken } from '../../base/cancellation.ts';
import { UserError } from '../../base/user-error.ts';
import { traceName } from '../../protocol/timeline.ts';
import type { TimelineRequests, TraceInfo, TraceProgress } from '../../protocol/timeline.ts';
import type { TimelineQuestion } from '../../protocol/webview-timeline.ts';
import { freeMemorySoon } from '../free-memory.ts';
import { readFailure, readProblem } from '../read-problem.ts';
import type { ThreadFiles } from './read-parts.ts';
import { Readings } from './readings.ts';
import { readTrace } from './read-trace.ts';
import type { ReadTrace } from './read-trace.ts';
import { Recording } from './recording.ts';
import { TRACE_QUERIES } from './queries.ts';
import { wholeEnd } from './trace-file.ts';
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
  /** Traces that are captured, and looked at meanwhile. */
  readonly #recordings = new Set<Recording>();
  readonly #options: TracesOptions;

  constructor(options: TracesOptions) {
    this.#options = options;
  }

  handlers(): Handlers {
    return {
      'delvescope/openTrace': async ({ path, section = 0 }, token) => {
        const recorded = this.#recording(path) && this.#open.get(path);
        if (recorded) return recorded.info;
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
      'delvescope/stopRecording': ({ trace }) => {
        this.#recording(trace)?.stop();
        return null;
      },
      'delvescope/keepRecording': async ({ trace }) => {
        await this.#recording(trace)?.keep();
        return null;
      },
      'delvescope/closeTrace': async ({ trace }) => {
        const recording = this.#recording(trace);
        if (recording) this.#recordings.delete(recording);
        await recording?.close();
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

  /** A trace that is about to be captured, for so many seconds; `onShown` tells when it can be opened. */
  record(seconds: number, onShown: (path: string) => void): Recording {
    let modules: readonly string[] = [];
    const recording: Recording = new Recording({
      seconds,
      wholeEnd,
      read: async (path, upTo, token) => {
        modules = await this.#options.ownModules();
        const ignored = (): void => undefined;
        const told = { onProgress: ignored, onOutline: ignored, onEarly: ignored };
        const { threadFile, kernelFile } = this.#options;
        return readTrace(path, {
          threadFile,
          kernelFile,
          ownModules: modules,
          token,
          upTo,
          ...told,
        });
      },
      onGrowth: (path, { timeline, info }) => {
        const session = new TraceSession(path, timeline, modules);
        const known = this.#open.get(path);
        const open = Object.assign(known ?? { isClosed: false }, { session, info });
        this.#open.set(path, open);
        if (known) this.#tellMore(open);
        else onShown(path);
      },
      onChange: (path, state) => {
        if (state === null) this.#recordings.delete(recording);
        this.#options.onProgress({ trace: path, share: 1, recording: state });
      },
    });
    this.#recordings.add(recording);
    return recording;
  }

  /** It became a file, or nothing that can be looked at. */
  forget(recording: Recording): void {
    this.#recordings.delete(recording);
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
      reject(readFailure(place.path, error));
      const { open } = opening;
      if (open === null) return;
      // Whoever tries again shall not get this one.
      this.#readings.forget(opening.name);
      open.info = { ...open.info, restProblem: readProblem(place.path, error) };
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

  #tellMore({ isClosed, info }: OpenTrace): void {
    if (isClosed) return;
    this.#options.onProgress({ trace: info.trace, share: 1, info });
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

  #recording(path: string): Recording | undefined {
    return [...this.#recordings].find((recording) => recording.path === path);
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
