import { ProblemList } from '../base/problem.ts';
import type { Parsed, Problem } from '../base/problem.ts';
import { DumpFrames } from './dump-frames.ts';
import { detached } from './detached.ts';
import { parseHeader } from './dump-header.ts';
import type { HeaderFacts } from './dump-header.ts';
import { withoutLogPrefixes } from './dump-prefix.ts';
import { LineCounter } from './line-counter.ts';
import { GoroutineTableBuilder } from './table-builder.ts';
import { ELIDED } from './table.ts';
import type { GoroutineTable } from './table.ts';

export interface DumpOptions {
  /** Module paths of the workspace; they decide which frame is the user's. */
  readonly ownModules?: readonly string[];
}

/**
 * Reads a goroutine dump: `/debug/pprof/goroutine?debug=2`, the text of a panic, a fatal error or SIGQUIT with
 * any GOTRACEBACK, or a log that contains one (runtime/traceback.go, Go 1.26 and the labels of 1.27).
 *
 *  1. Find the next line `goroutine N [...]:`; whatever stands between goroutines is skipped.
 *  2. Up to an empty line, read pairs of a function line and a line with a tab and the place.
 *  3. `created by F in goroutine N` and its place end the stack; sections `[originating from goroutine N]:` are skipped.
 *  4. An id that comes again starts another dump, unless a line `-----` stands before it: then a crash
 *     prints the same process once more for each thread, and the fuller stack wins.
 *
 * Of several dumps the last is returned. Goroutine 0 is a thread's own stack and left out. Problems:
 * `no-goroutines`, `counts-only`, `not-text`, `dump-truncated`, `dump-cut`, `bad-header`, `unknown-detail`,
 * `several-dumps`, `thread-stacks`.
 */
export function parseDump(
  input: string | Uint8Array,
  options: DumpOptions = {},
): Parsed<GoroutineTable> {
  const text = typeof input === 'string' ? input : new TextDecoder().decode(input);
  const reader = new DumpReader(withoutLogPrefixes(text), options.ownModules ?? []);
  reader.read();
  // The runtime stops growing its buffer there: writeGoroutineStacks in runtime/pprof/pprof.go.
  if (input.length === 64 * 1024 * 1024) reader.noteCut();
  return { value: reader.build(), problems: reader.problems.list() };
}

const NEWLINE = 10;
const RETURN = 13;

class DumpReader {
  readonly problems = new ProblemList();
  readonly #text: string;
  readonly #ownModules: readonly string[];
  readonly #lines: LineCounter;
  readonly #headers = new Map<string, HeaderFacts | null>();
  #builder: GoroutineTableBuilder;
  #frames: DumpFrames;
  #seen = new Set<number>();
  #dumps = 1;
  #dumpOffset = 0;
  #threadStacks = 0;
  /** Offset up to which the text between goroutines was looked at. */
  #lastEnd = 0;
  /** A crash prints this process again for each thread. */
  #perThread = false;

  constructor(text: string, ownModules: readonly string[]) {
    this.#text = text;
    this.#ownModules = ownModules;
    this.#lines = new LineCounter(text);
    this.#builder = new GoroutineTableBuilder(ownModules);
    this.#frames = new DumpFrames(text, this.#builder);
  }

  build(): GoroutineTable {
    return this.#builder.build();
  }

  noteCut(): void {
    this.problems.push({
      code: 'dump-cut',
      message:
        'The dump is 67,108,864 bytes long, where the Go runtime cuts it: more goroutines exist than it shows',
    });
  }

  read(): void {
    const text = this.#text;
    let at = 0;
    while ((at = this.#nextHeader(at)) >= 0) at = this.#readGoroutine(at);
    if (this.#threadStacks > 0) {
      const message = `${this.#threadStacks} stacks of threads (goroutine 0) are left out`;
      this.problems.push({ code: 'thread-stacks', message });
    }
    if (this.#dumps > 1) {
      const line = this.#lines.at(this.#dumpOffset);
      const message = `There are ${this.#dumps} dumps; shown is the last, which begins at line ${line}`;
      this.problems.push({ code: 'several-dumps', message, line });
    }
    if (this.#builder.length === 0) this.problems.push(emptyProblem(text));
  }

  /** Offset of the next line that starts with `goroutine ` and a digit; -1 at the end. */
  #nextHeader(from: number): number {
    const text = this.#text;
    let at = from;
    for (;;) {
      at = text.indexOf('goroutine ', at);
      if (at < 0) return -1;
      const digit = text.charCodeAt(at + 10);
      if ((at === 0 || text.charCodeAt(at - 1) === NEWLINE) && digit >= 48 && digit <= 57)
        return at;
      at += 10;
    }
  }

  /** Reads one goroutine from its header on; returns where to go on. */
  #readGoroutine(offset: number): number {
    const text = this.#text;
    const newline = text.indexOf('\n', offset);
    const next = newline < 0 ? text.length : newline + 1;
    let end = newline < 0 ? text.length : newline;
    if (text.charCodeAt(end - 1) === RETURN) end--;
    let at = offset + 10;
    let id = 0;
    for (
      let digit = text.charCodeAt(at);
      digit >= 48 && digit <= 57;
      digit = text.charCodeAt(++at)
    ) {
      id = id * 10 + digit - 48;
    }
    // Registers of a goroutine, `gp=0x... m=nil`, stand before the bracket with GOTRACEBACK=system.
    while (at < end && text.charCodeAt(at) !== 91) at++;
    const header = text.charCodeAt(end - 1) === 58 ? this.#header(text.slice(at, end - 1)) : null;
    if (header === null) {
      // Program output may begin with the same word; only a bracket makes it a header that went wrong.
      if (newline < 0) this.#noteTruncated(offset);
      else if (at < end)
        this.#note(
          'bad-header',
          offset,
          `“${text.slice(offset, Math.min(end, offset + 60))}” is no goroutine header`,
        );
      return next;
    }
    for (const detail of header.unknown)
      this.#note('unknown-detail', offset, `“${detail}” is not known`);
    this.#beginGoroutine(id, header.state, offset);
    return this.#readStack(id, header, next);
  }

  /** Step 4: starts another dump when the id was there before. */
  #beginGoroutine(id: number, state: string, offset: number): void {
    // Between two goroutines of one dump stands one empty line; only longer gaps can hold the mark.
    if (offset > this.#lastEnd + 2) {
      this.#perThread ||= this.#text.slice(this.#lastEnd, offset).includes('-----');
    }
    if (id === 0) this.#threadStacks++;
    else if (this.#seen.has(id) && !(this.#perThread && isOnThread(state))) {
      this.#builder = new GoroutineTableBuilder(this.#ownModules);
      this.#frames = new DumpFrames(this.#text, this.#builder);
      this.#seen = new Set();
      this.#perThread = false;
      this.#dumps++;
      this.#dumpOffset = offset;
    }
    this.#seen.add(id);
  }

  #readStack(id: number, header: HeaderFacts, next: number): number {
    const frames = this.#frames;
    frames.read(next);
    this.#lastEnd = frames.end;
    if (frames.isCut) this.#noteTruncated(frames.end);
    const repeated = this.#builder.has(id);
    if (id === 0 || (repeated && frames.stack.length === 0)) return frames.end;
    this.#builder.add({
      id,
      state: header.state,
      wait: header.wait,
      parent: frames.parent,
      creation: frames.creation,
      start: frames.start(),
      user: this.#builder.userFrame(frames.stack),
      current: frames.stack[0],
      labels: this.#builder.labels(header.labels),
      flags: header.flags | (frames.isElided ? ELIDED : 0),
      stack: this.#builder.stack(frames.stack),
    });
    return frames.end;
  }

  #header(text: string): HeaderFacts | null {
    const known = this.#headers.get(text);
    if (known !== undefined) return known;
    const header = detached(text);
    const facts = header.startsWith('[') ? parseHeader(header) : null;
    this.#headers.set(header, facts);
    return facts;
  }

  #noteTruncated(offset: number): void {
    this.#note(
      'dump-truncated',
      offset,
      'The dump ends inside a goroutine; its last lines are missing',
    );
  }

  #note(code: string, offset: number, message: string): void {
    this.problems.push({ code, message, offset, line: this.#lines.at(offset) });
  }
}

/** Only such goroutines are printed again for their thread. */
function isOnThread(state: string): boolean {
  return state === 'running' || state === 'syscall';
}

function emptyProblem(text: string): Problem {
  if (text.startsWith('\u001f') || text.includes('\u0000')) {
    const message =
      'This is a binary file, not the text of a dump; open a goroutine profile as a profile';
    return { code: 'not-text', message };
  }
  if (/^goroutine profile: total \d+/m.test(text)) {
    const message =
      'This form (debug=1) holds counts without states and ids; take the dump with ?debug=2 instead';
    return { code: 'counts-only', message };
  }
  const message = 'No line such as “goroutine 1 [running]:” was found';
  return { code: 'no-goroutines', message };
}
