import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import { messageOf, UserError } from '../base/user-error.ts';
import { GoroutineViews, completeFilter, parseDump } from '../goroutines/index.ts';
import type { GoroutineTable } from '../goroutines/index.ts';
import { isGzip } from '../profile/index.ts';
import type { AnalysisRequests, DumpInfo } from '../protocol/analysis.ts';
import type {
  GoroutineCompletion,
  GoroutineCompletionQuery,
  GoroutineView,
  GoroutineViewQuery,
} from '../protocol/goroutine-view.ts';

const inflate = promisify(gunzip);

/** Larger files are refused: a string cannot hold them. Go cuts its own dumps at 64 MiB. */
const SIZE_LIMIT = 512 * 1024 * 1024;

interface OpenDump {
  readonly table: GoroutineTable;
  readonly views: GoroutineViews;
  readonly takenAt: number;
  readonly readMillis: number;
  readonly generation: number;
  readonly problems: readonly string[];
}

type DumpSource = AnalysisRequests['delvescope/openDump']['params'];

/** The goroutine dumps that are open. */
export class Dumps {
  readonly #open = new Map<string, OpenDump>();
  #opened = 0;

  /** Reads and keeps a dump. Throws a UserError when the file cannot be read. */
  async open(source: DumpSource, ownModules: readonly string[]): Promise<DumpInfo> {
    const name = 'path' in source ? basename(source.path) : source.name;
    const { content, takenAt } =
      'path' in source ? await read(source.path) : { content: source.text, takenAt: Date.now() };
    const started = performance.now();
    const { value: table, problems } = parseDump(content, { ownModules });
    const dump = `dump:${++this.#opened}`;
    this.#open.set(dump, {
      table,
      views: new GoroutineViews(),
      takenAt,
      readMillis: performance.now() - started,
      generation: this.#opened,
      problems: problems.map(({ message, line }) =>
        line === undefined ? message : `Line ${line}: ${message}`,
      ),
    });
    return {
      dump,
      name,
      goroutines: table.length,
      problems: problems.map(({ message }) => message),
    };
  }

  /** Rows of an open dump. Throws a UserError when it was closed. */
  view(dump: string, query: GoroutineViewQuery): GoroutineView {
    const { table, views, ...context } = this.#openDump(dump);
    const status = table.length === 0 ? 'empty' : 'complete';
    const answer = views.query(table, query, { ...context, status });
    return { ...answer, pause: null, isTotalOpen: false };
  }

  complete(dump: string, { filter, caret }: GoroutineCompletionQuery): GoroutineCompletion {
    return completeFilter(this.#openDump(dump).table, filter, caret);
  }

  #openDump(dump: string): OpenDump {
    const open = this.#open.get(dump);
    if (!open) throw new UserError('dump-closed', 'This dump was closed. Open it again.');
    return open;
  }

  close(dump: string): void {
    this.#open.delete(dump);
  }
}

async function read(path: string): Promise<{ content: Uint8Array; takenAt: number }> {
  const name = basename(path);
  try {
    const { size, mtimeMs } = await stat(path);
    if (size > SIZE_LIMIT) {
      throw new UserError(
        'too-large',
        `${name} has ${size} bytes; dumps up to ${SIZE_LIMIT} bytes are read.`,
      );
    }
    const bytes = await readFile(path);
    return {
      content: isGzip(bytes) ? await inflate(bytes, { maxOutputLength: SIZE_LIMIT }) : bytes,
      takenAt: mtimeMs,
    };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError('unreadable', `${name} cannot be read: ${messageOf(error)}`);
  }
}
