/** The thread of a large profile: reads it and answers questions about it, so that the server's own is never busy. */
import { parentPort, workerData } from 'node:worker_threads';
import { neverCancelled } from '../base/cancellation.ts';
import type { SourceRoots } from '../sourcepath/index.ts';
import { SourceFinder } from '../workspace/source-finder.ts';
import { openSession, type ProfileSource } from './open-session.ts';
import { ProfileDesk, type ProfileQuestion, type ProfileQuestions } from './profile-desk.ts';
import { SharedFlag } from './shared-flag.ts';
import { failureOf, type ReadingMessage, type ThreadFailure } from './thread-host.ts';

/** What the thread is started with. */
export interface ProfileTask {
  readonly source: ProfileSource;
  readonly roots: SourceRoots;
  readonly goPath: string;
  /** Of a `SharedFlag` that is raised when the present question is no longer wanted. */
  readonly cancelled: SharedArrayBuffer;
}

export interface ThreadQuestion {
  readonly ask: number;
  readonly question: ProfileQuestion;
  readonly query: ProfileQuestions[ProfileQuestion]['params'];
}

/** To the thread: a question, or the lines that it asked for. */
export type ToProfileThread =
  ThreadQuestion | { readonly lines: readonly string[] | null; readonly wanted: number };

/** From the thread, as soon as the profile is open. */
export type FromProfileThread =
  | { readonly answered: number; readonly answer: unknown }
  | { readonly answered: number; readonly failure: ThreadFailure }
  | { readonly wanted: number; readonly path: string };

// Whoever starts this thread sends exactly this.
const task = workerData as ProfileTask;

let lastWanted = 0;

void serve();

async function serve(): Promise<void> {
  const tellReading = (message: ReadingMessage<null>): void => parentPort?.postMessage(message);
  try {
    const desk = await open((share) => tellReading({ share }));
    parentPort?.on('message', (message: ToProfileThread) => {
      if ('ask' in message) void reply(desk, message);
    });
    tellReading({ result: null });
  } catch (error) {
    tellReading({ failure: failureOf(error) });
  }
}

async function open(onProgress: (share: number) => void): Promise<ProfileDesk> {
  const finder = new SourceFinder(task.roots);
  const options = { token: neverCancelled, onProgress };
  const unwanted = new SharedFlag(task.cancelled);
  const session = await openSession(task.source, finder.ownModules, options, unwanted);
  return new ProfileDesk(session, { finder, goPath: task.goPath, lines: askForLines });
}

async function reply(desk: ProfileDesk, { ask, question, query }: ThreadQuestion): Promise<void> {
  const tell = (message: FromProfileThread): void => parentPort?.postMessage(message);
  try {
    tell({ answered: ask, answer: await desk.answer(question, query) });
  } catch (error) {
    tell({ answered: ask, failure: failureOf(error) });
  }
}

/** Texts of files are in the server's own thread: the editor tells them to it. */
function askForLines(path: string): Promise<readonly string[] | null> {
  const port = parentPort;
  if (!port) return Promise.resolve(null);
  const wanted = ++lastWanted;
  return new Promise((resolve) => {
    const heard = (message: ToProfileThread): void => {
      if (!('wanted' in message) || message.wanted !== wanted) return;
      port.off('message', heard);
      resolve(message.lines);
    };
    port.on('message', heard);
    port.postMessage({ wanted, path } satisfies FromProfileThread);
  });
}
