import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseTrace, Summarizer } from '../../src/trace/index.ts';
import { goOldTraces, OLD_TRACES, withoutTies } from '../support/old-traces.ts';
import { readBytes } from '../support/trace-check.ts';
import { detailedLines } from '../support/trace-details.ts';
import { goFuzzSeeds, goTraceTests, hashOf, TraceOracle } from '../support/trace-oracle.ts';

const RECORDED = resolve(import.meta.dirname, '../../examples/recorded/pipeline.trace');

let oracle: TraceOracle;
beforeAll(() => {
  oracle = new TraceOracle();
});
afterAll(() => rmSync(oracle.folder, { recursive: true }));

describe('the tests of Go', () => {
  const tests = goTraceTests();

  test('are there', () => expect(tests.length).toBeGreaterThan(20));

  test.each(tests)('%s', (_name, { failure, bytes }) => {
    const { trace, messages } = readBytes(bytes);
    if (failure === null) expect(messages).toEqual([]);
    else expect(messages).toEqual([expect.stringMatching(failure)]);
    expect(trace.isComplete).toBe(failure === null);
    const file = oracle.fileOf(bytes);
    expect(hashOf(trace)).toBe(oracle.hash(file));
    expect([...detailedLines(trace)]).toEqual(oracle.details(file));
  });

  test.each(goFuzzSeeds().filter(([, bytes]) => !isOld(bytes)))('seed %s', (_name, bytes) => {
    expect(hashOf(parseTrace(bytes).value)).toBe(oracle.hash(oracle.fileOf(bytes)));
  });
});

describe('every event as golang.org/x/exp/trace reads it', () => {
  test.each<[string, () => string]>([
    ['a recorded trace', () => RECORDED],
    ['a bit of everything', () => oracle.generate('mixed', 3)],
    ['CPU samples', () => oracle.generate('cpu', 2, 'cpu')],
    ['a flight recorder', () => oracle.generate('flight', 1, 'flight')],
  ])('%s', (_title, make) => {
    const file = make();
    const { trace, codes } = readBytes(new Uint8Array(readFileSync(file)));
    expect(codes).toEqual([]);
    expect(hashOf(trace)).toBe(oracle.hash(file));
  });

  test.each<[string, () => string]>([
    ['a recorded trace', () => RECORDED],
    ['a bit of everything, and CPU samples', () => oracle.generate('details', 0.2, 'cpu')],
  ])('%s: states, reasons, stacks, tasks', (_title, make) => {
    const file = make();
    const { trace } = readBytes(new Uint8Array(readFileSync(file)));
    const theirs = oracle.details(file);
    let row = 0;
    for (const line of detailedLines(trace)) {
      // One comparison per event, not one assertion: there are a hundred thousand.
      if (line !== theirs[row]) expect({ row, line }).toEqual({ row, line: theirs[row] });
      row++;
    }
    expect(row).toBe(theirs.length);
  });

  test('cut anywhere: as many events as Go has', () => {
    for (const options of [[], ['flight']]) {
      const bytes = new Uint8Array(readFileSync(oracle.generate('cut', 0.5, ...options)));
      for (let part = 1; part < 10; part++) {
        const cut = bytes.subarray(0, (bytes.length * part) / 10);
        expect(hashOf(parseTrace(cut).value)).toBe(oracle.hash(oracle.fileOf(cut)));
      }
    }
  });

  test('one byte changed: at least the events that Go has', () => {
    for (const [, { bytes }] of goTraceTests().filter(([, { bytes: each }]) => each.length < 500)) {
      for (let at = 20; at < bytes.length; at += 29) {
        const changed = bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
        const theirs = oracle.details(oracle.fileOf(changed));
        const ours = [...detailedLines(parseTrace(changed).value)];
        // An event of which only the next one is broken is still an event.
        expect(ours.slice(0, theirs.length)).toEqual(theirs);
      }
    }
  });
});

describe('every event of a trace before Go 1.22', () => {
  const recorded = Object.entries(OLD_TRACES).map(
    ([name, file]) => [name, new Uint8Array(readFileSync(file))] as const,
  );

  test.each([...goOldTraces(), ...recorded])('%s', (_name, bytes) => {
    const { value, problems } = parseTrace(bytes);
    expect(problems).toEqual([]);
    const ours = withoutTies(detailedLines(value));
    const theirs = withoutTies(oracle.details(oracle.fileOf(bytes)));
    expect(ours.length).toBe(theirs.length);
    const different = ours.findIndex((line, row) => line !== theirs[row]);
    expect({ row: different, line: ours[different] }).toEqual({
      row: -1,
      line: theirs[different],
    });
  });

  test.each(goFuzzSeeds().filter(([, bytes]) => isOld(bytes)))('seed %s', (_name, bytes) => {
    expect(parseTrace(bytes).problems).not.toEqual([]);
  });
});

describe('the summary of goroutines', () => {
  test.each<[string, () => string]>([
    ['of a recorded trace', () => RECORDED],
    ['of a bit of everything', () => oracle.generate('summary', 1)],
    ['of a flight recorder', () => oracle.generate('summary-flight', 1, 'flight')],
    ['of Go 1.11', () => OLD_TRACES['go1.11']],
    ['of Go 1.21', () => OLD_TRACES['go1.21']],
  ])("%s is that of Go's Summarizer", (_title, make) => {
    const file = make();
    const { value: trace } = parseTrace(new Uint8Array(readFileSync(file)));
    const summarizer = new Summarizer();
    for (const generation of trace.generations) summarizer.add(generation, trace);
    const ours = summarizer.finish(trace).map((goroutine) => ({
      ...goroutine,
      blocked: Object.fromEntries(goroutine.blocked.map(({ name, nanos }) => [name, nanos])),
      ranges: Object.fromEntries(goroutine.ranges.map(({ name, nanos }) => [name, nanos])),
    }));
    const theirs = oracle.summary(file);
    expect(theirs.length).toBeGreaterThan(10);
    const byId = new Map(ours.map((goroutine) => [goroutine.id, goroutine]));
    expect(byId.size).toBe(theirs.length);
    for (const expected of theirs as { readonly id: number }[]) {
      const found = byId.get(expected.id);
      // Most are equal: the slow comparison is for the message.
      if (!isDeepStrictEqual(found, expected)) expect(found).toEqual(expected);
    }
  });
});

describe('the command line', () => {
  test('trace events and trace hash print what hashtrace prints', () => {
    const main = resolve(import.meta.dirname, '../../src/cli/main.ts');
    const options = { maxBuffer: 2 ** 28 };
    const events = execFileSync(process.execPath, [main, 'trace', 'events', RECORDED], options);
    const hash = execFileSync(process.execPath, [main, 'trace', 'hash', RECORDED], options);
    const theirs = execFileSync(join(oracle.folder, 'hashtrace'), ['-events', RECORDED], options);
    expect(`${events.toString()}${hash.toString()}` === theirs.toString()).toBe(true);
  });
});

/** Of the format before Go 1.22. */
function isOld(bytes: Uint8Array): boolean {
  return Number(new TextDecoder().decode(bytes.subarray(5, 7))) < 22;
}
