/** Go's own reader of traces, golang.org/x/exp/trace, and a program that writes traces: built once per run. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TraceHash } from '../../src/cli/trace-hash.ts';
import type { Trace } from '../../src/trace/index.ts';
import { FIXTURES } from './go-program.ts';
import { readFuzzSeed, readTraceTest, type TraceTest } from './trace-text.ts';

export class TraceOracle {
  /** Where binaries and traces are. */
  readonly folder = mkdtempSync(join(tmpdir(), 'delvescope-trace-'));

  constructor() {
    const cwd = join(FIXTURES, 'traces');
    execFileSync('go', ['build', '-o', `${this.folder}/`, './...'], { cwd, stdio: 'pipe' });
  }

  /** The path of a new trace of about this size; `options` are those of tracegen. */
  generate(name: string, megabytes: number, ...options: readonly string[]): string {
    const file = join(this.folder, `${name}.trace`);
    execFileSync(join(this.folder, 'tracegen'), [file, String(megabytes), ...options]);
    return file;
  }

  /** The last line, `n=… hash=…`, of what Go reads; also of what it reads before an error. */
  hash(file: string): string {
    return this.#read(file).at(-1) ?? '';
  }

  /** A line per event with everything it says. */
  details(file: string): string[] {
    return this.#read('-details', file).filter((line) => !/^(n=|error:)/.test(line));
  }

  /** Goroutines as Go's own Summarizer has them, which is internal to the toolchain: its source is overlaid. */
  summary(file: string): unknown[] {
    const cwd = join(FIXTURES, 'traces');
    const source = readFileSync(join(goRoot(), 'src/internal/trace/summary.go'), 'utf8');
    const imported = source
      .replace(/^package trace$/m, 'package main')
      .replace(/^\t"time"$/m, '\t"time"\n\n\t. "golang.org/x/exp/trace"');
    const overlaid = join(this.folder, 'summarizer.go');
    writeFileSync(overlaid, imported);
    const overlay = join(this.folder, 'overlay.json');
    const place = join(cwd, 'summary/summarizer.go');
    writeFileSync(overlay, JSON.stringify({ Replace: { [place]: overlaid } }));
    const binary = join(this.folder, 'summary');
    const args = ['build', '-tags', 'summary', '-overlay', overlay, '-o', binary, './summary'];
    execFileSync('go', args, { cwd, stdio: 'pipe' });
    // The program prints a list of objects.
    return JSON.parse(execFileSync(binary, [file], { maxBuffer: 2 ** 28 }).toString()) as unknown[];
  }

  /** Milliseconds that Go takes to read the events. */
  time(file: string): number {
    return Number(/ms=([\d.]+)/.exec(this.#read('-time', file).at(-1) ?? '')?.[1]);
  }

  /** A file of these bytes. */
  fileOf(bytes: Uint8Array): string {
    const file = join(this.folder, 'bytes.trace');
    writeFileSync(file, bytes);
    return file;
  }

  #read(...args: readonly string[]): string[] {
    const options = { maxBuffer: 2 ** 31 };
    const output = execFileSync(join(this.folder, 'hashtrace'), [...args], options).toString();
    return output.trimEnd().split('\n');
  }
}

/** The line that `hash` yields, of ours. */
export function hashOf(trace: Trace): string {
  const hash = new TraceHash();
  for (const { events } of trace.generations) hash.add(events, trace.startTime, trace);
  return hash.text();
}

/** Go's own trace tests, by name. */
export function goTraceTests(): (readonly [name: string, test: TraceTest])[] {
  return filesOf('tests').map(([name, text]) => [name, readTraceTest(text)]);
}

/** The seeds of Go's fuzzer of its trace reader, by name. */
export function goFuzzSeeds(): (readonly [name: string, bytes: Uint8Array])[] {
  return filesOf('fuzz/FuzzReader').map(([name, text]) => [name, readFuzzSeed(text)]);
}

function filesOf(folder: string): (readonly [name: string, text: string])[] {
  const path = join(goRoot(), 'src/internal/trace/testdata', folder);
  return readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]);
}

function goRoot(): string {
  return execFileSync('go', ['env', 'GOROOT']).toString().trim();
}
