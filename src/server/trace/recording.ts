import { rename, rm, truncate } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CancellationToken } from '../../base/cancellation.ts';
import { CancelledError } from '../../base/cancellation.ts';
import { messageOf } from '../../base/user-error.ts';
import type { Onlooker } from '../../capture/capture.ts';
import type { TraceInfo, TraceRecording } from '../../protocol/timeline.ts';
import { readProblem } from '../read-problem.ts';
import type { ReadTrace } from './read-trace.ts';

export interface RecordingOptions {
  /** That the program was asked for. */
  readonly seconds: number;
  /** Until where the file holds whole generations, in bytes. */
  readonly wholeEnd: (part: string) => number;
  /** Reads a file up to an offset. */
  readonly read: (part: string, upTo: number, token: CancellationToken) => Promise<ReadTrace>;
  /** There is more to show than before. */
  readonly onGrowth: (path: string, read: ReadTrace) => void;
  readonly onChange: (path: string, recording: TraceRecording | null) => void;
}

const LOOK_MILLIS = 500;
/** Reading again from the beginning takes longer and longer: a third of the time at most. */
const PAUSE_FACTOR = 2;

/**
 * A trace that is looked at while it is captured. Go hands out a generation a second, and what is read are whole ones:
 *
 *   program → PATH.part ──(generations that are whole)──> timeline, again and again
 *                 └─ complete → PATH ──> timeline, once more
 *
 * A capture that ends before its end stays a part, in no file that looks whole, until somebody keeps what there is.
 */
export class Recording implements Onlooker {
  readonly #options: RecordingOptions;
  readonly #began = performance.now();
  /** It ended early, and what came of it is still there. */
  isKept = false;
  #path = '';
  #part = '';
  #bytes = 0;
  /** How much of the part is shown. */
  #shown = 0;
  #state: 'running' | 'stopped' | 'whole' | 'closed' = 'running';
  #problem: string | null = null;
  #read: ReadTrace | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RecordingOptions) {
    this.#options = options;
  }

  /** Of the file that it becomes; empty before the program has answered. */
  get path(): string {
    return this.#path;
  }

  /** The download is to end. */
  get isStopped(): boolean {
    return this.#state !== 'running';
  }

  begun(path: string, part: string): void {
    this.#path = path;
    this.#part = part;
    this.#lookAfter(LOOK_MILLIS);
  }

  arrived(bytes: number): void {
    this.#bytes = bytes;
  }

  /** True: there is something to look at, and to keep. */
  broke(error: unknown): boolean {
    clearTimeout(this.#timer);
    this.isKept = this.#read !== null && this.#state !== 'closed';
    if (this.#state === 'running') this.#state = 'stopped';
    this.#problem = error instanceof CancelledError ? 'Stopped.' : messageOf(error);
    if (this.isKept) this.#tell();
    return this.isKept;
  }

  /** The file is whole, and has its name. */
  async finish(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#state === 'closed' || this.#read === null) return;
    this.#state = 'whole';
    try {
      await this.#become(this.#path, Number.POSITIVE_INFINITY);
    } catch (error) {
      const restProblem = readProblem(this.#path, error);
      if (this.#read) this.#show({ ...this.#read, info: { ...this.#read.info, restProblem } });
    }
  }

  stop(): void {
    if (this.#state === 'running') this.#state = 'stopped';
  }

  /** Makes what came a file of its own: a trace of whole generations is a whole trace. */
  async keep(): Promise<void> {
    await truncate(this.#part, this.#shown);
    await rename(this.#part, this.#path);
    this.#state = 'whole';
    this.#options.onChange(this.#path, null);
  }

  /** Nobody looks any more. A capture that goes on becomes its file; what is left of another one is gone. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const isLeft = this.#state === 'stopped';
    this.#state = 'closed';
    if (isLeft) await rm(this.#part, { force: true });
  }

  #lookAfter(millis: number): void {
    this.#timer = setTimeout(() => void this.#lookOn(), millis);
  }

  async #lookOn(): Promise<void> {
    // What goes wrong once may go right with more of the file; at its end it is told.
    const pause = await this.#look().catch(() => LOOK_MILLIS * PAUSE_FACTOR);
    if (this.#state === 'running') this.#lookAfter(pause);
  }

  /** Reads what is whole; how long to wait before looking again. */
  async #look(): Promise<number> {
    const end = this.#options.wholeEnd(this.#part);
    const before = performance.now();
    if (end > this.#shown) await this.#become(this.#part, end);
    else if (this.#read !== null) this.#tell();
    return Math.max(LOOK_MILLIS, (performance.now() - before) * PAUSE_FACTOR);
  }

  async #become(file: string, upTo: number): Promise<void> {
    const { read } = this.#options;
    const state = this.#state;
    const isOld = (): boolean => this.#state !== state && this.#state !== 'stopped';
    const token: CancellationToken = {
      get isCancellationRequested() {
        return isOld();
      },
    };
    const { timeline, info } = await read(file, upTo, token);
    if (isOld()) return;
    this.#shown = upTo;
    const named: TraceInfo = { ...info, trace: this.#path, name: basename(this.#path) };
    this.#show({ timeline, info: named });
  }

  #show(read: ReadTrace): void {
    this.#read = read;
    this.#options.onGrowth(this.#path, read);
    this.#tell();
  }

  #tell(): void {
    const recording: TraceRecording = {
      seconds: this.#options.seconds,
      elapsed: (performance.now() - this.#began) / 1000,
      bytes: this.#bytes,
      ended: this.#problem,
    };
    this.#options.onChange(this.#path, this.#state === 'whole' ? null : recording);
  }
}
