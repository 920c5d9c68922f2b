import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CancelledError, throwIfCancelled } from '../base/cancellation.ts';
import { messageOf, UserError } from '../base/user-error.ts';
import { checkContent } from './content.ts';
import type { Endpoint } from './endpoint.ts';
import { refusal } from './failures.ts';
import { captureFileName } from './file-name.ts';
import type { GetOptions } from './http-get.ts';
import { httpGet } from './http-get.ts';
import type { CaptureKind } from './kinds.ts';
import { FLIGHT_RECORDER, readIndex, USUAL_KINDS } from './kinds.ts';

export type Access = Omit<GetOptions, 'answerMillis'>;

/** Who looks at a file while it comes. */
export interface Onlooker {
  /** It is written to `part` and will be at `path`. */
  begun(path: string, part: string): void;
  /** It will not be whole. True: the part is taken over as it is; false: it is of no use. */
  broke(error: unknown): boolean;
}

export interface CaptureOptions {
  readonly access: Access;
  /** For kinds that measure over time; 0 for a profile of now. */
  readonly seconds: number;
  readonly folder: string;
  readonly onlooker?: Onlooker | undefined;
  /** Bytes that have arrived. */
  progress(bytes: number): void;
}

/** An index, and the start of any answer: a program that runs answers at once. */
const ANSWER_MILLIS = 10_000;
/** Nothing arrives for so long: the program stopped or the way to it is broken. */
const IDLE_MILLIS = 30_000;
/** No profile or trace that an editor can show is larger. */
const SIZE_LIMIT = 4 * 2 ** 30;
const TEXT_LIMIT = 1 << 20;

/** What an endpoint offers; `isGuess` when its index is not readable and the usual kinds are named instead. */
export interface Offer {
  readonly kinds: readonly CaptureKind[];
  readonly isGuess: boolean;
}

/** Reads the index, or sees that the address is a trace itself. Rejects as `httpGet` does, and with `not-allowed`; any other refusal yields the usual kinds. */
export async function readOffer({ base, kind, exact }: Endpoint, access: Access): Promise<Offer> {
  const isUsual = USUAL_KINDS.some(({ name }) => name === kind);
  if (exact && !isUsual && (await servesTrace(exact, access))) {
    return { kinds: [FLIGHT_RECORDER], isGuess: false };
  }
  const response = await httpGet(base, { ...access, answerMillis: ANSWER_MILLIS });
  const { statusCode = 0 } = response;
  const text = await textOf(response);
  if (statusCode === 401 || statusCode === 403) throw refusal(base, 'index', statusCode, text);
  const kinds = statusCode === 200 ? readIndex(text) : [];
  return kinds.length > 0 ? { kinds, isGuess: false } : { kinds: USUAL_KINDS, isGuess: true };
}

/**
 * Fetches one kind into a new file of the folder and resolves to its path. The file has its name only once it is whole;
 * until then it ends in `.part`, and whatever fails takes that away, unless an onlooker takes it over. Rejects with `UserError` or `CancelledError`.
 */
export async function capture(
  { base, exact }: Endpoint,
  kind: CaptureKind,
  options: CaptureOptions,
): Promise<string> {
  const { access, folder, onlooker } = options;
  const url = kind.name === '' && exact ? exact : kindUrl(base, kind, options.seconds);
  const answerMillis = ANSWER_MILLIS + options.seconds * 1000;
  const response = await httpGet(url, { ...access, answerMillis });
  const { statusCode = 0 } = response;
  if (statusCode !== 200) throw refusal(url, kind.name, statusCode, await textOf(response));
  await mkdir(folder, { recursive: true });
  const path = join(folder, captureFileName(base.host, kind, new Date()));
  const part = `${path}.part`;
  onlooker?.begun(path, part);
  try {
    await receive(response, part, options, url);
    await checkContent(part, kind.format, url.host);
    throwIfCancelled(access.token);
    await rename(part, path);
    return path;
  } catch (error) {
    if (onlooker?.broke(error)) throw error;
    await rm(part, { force: true });
    throw withNothingKept(error);
  }
}

/** What ended in the middle says that it left nothing. */
function withNothingKept(error: unknown): unknown {
  if (!(error instanceof UserError) || !['cut', 'too-big'].includes(error.code)) return error;
  return new UserError(error.code, `${error.message} Nothing was kept.`, error.detail);
}

/** Whether an address answers with a trace at once, as a flight recorder does; only the beginning is read. */
async function servesTrace(url: URL, access: Access): Promise<boolean> {
  const response = await httpGet(url, { ...access, answerMillis: ANSWER_MILLIS });
  try {
    if (response.statusCode !== 200) return false;
    for await (const chunk of response) {
      // A stream without an encoding yields buffers.
      return (chunk as Buffer).toString('latin1', 0, 5) === 'go 1.';
    }
    return false;
  } catch {
    // Cut short: then it is asked for its index like any other.
    return false;
  } finally {
    response.destroy();
  }
}

/** The address of one kind. */
export function kindUrl(base: URL, kind: CaptureKind, seconds: number): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname}${kind.name.split('/').map(encodeURIComponent).join('/')}`;
  const parameters = new URLSearchParams(kind.parameters);
  if (kind.seconds !== 'never' && seconds > 0) parameters.set('seconds', String(seconds));
  url.search = parameters.toString();
  return url;
}

async function receive(
  response: IncomingMessage,
  part: string,
  options: CaptureOptions,
  url: URL,
): Promise<void> {
  const { access, seconds } = options;
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      options.progress(bytes);
      if (access.token.isCancellationRequested) done(new CancelledError());
      else if (bytes > SIZE_LIMIT) done(new UserError('too-big', tooBig(url)));
      else done(null, chunk);
    },
  });
  // A trace trickles in while it is recorded: then silence is longer.
  response.setTimeout(IDLE_MILLIS + seconds * 1000, () =>
    response.destroy(new UserError('timeout', `${url.host} went silent. Try again.`)),
  );
  const watch = setInterval(() => {
    if (access.token.isCancellationRequested) response.destroy(new CancelledError());
  }, 100);
  try {
    await pipeline(response, counted, createWriteStream(part, { flags: 'wx' }));
  } catch (error) {
    if (error instanceof UserError || error instanceof CancelledError) throw error;
    const what = response.complete ? 'Writing' : `After ${bytes} bytes ${url.host} was gone:`;
    throw new UserError('cut', `${what} ${messageOf(error)}.`);
  } finally {
    clearInterval(watch);
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response) {
      // A stream without an encoding yields buffers.
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length > TEXT_LIMIT) break;
    }
  } catch {
    // Cut short: what came is enough to tell what it was.
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooBig(url: URL): string {
  return `${url.host} sent more than ${SIZE_LIMIT / 2 ** 30} GiB.`;
}
