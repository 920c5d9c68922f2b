/**
 * Profiles of Java programs (profile/legacy_java_profile.go of pprof vendored in Go 1.26): heap and contention as
 * text, CPU as words (`cpu.ts`). What the addresses are stands at the end.
 *
 *     --- heapz 1 ---                     --- contentionz 1 ---
 *     format = java                       format = java
 *     resolution = bytes                  resolution = microseconds
 *                                         sampling period = 100
 *     7048 1 @ 0x3 0x4                    14 1 @ 0x1 0x2          the size or time first, then the count
 *
 *     0x3 java.util.List.add (List.java:35)
 *     0x4 main (/usr/lib/libjvm.so)
 */
import type { ProblemList } from '../../base/problem.ts';
import type { SampleType } from '../model.ts';
import { scaledHeapSample } from './heap.ts';
import { hexAddresses, type TextProfile } from './text-profile.ts';

/** Bytes between two samples of a heap profile. */
const HEAP_RATE = 524_288;

export function parseJavaHeap(
  lines: readonly string[],
  into: TextProfile,
  problems: ProblemList,
): void {
  const start = parseHeader(lines, problems, {
    resolution: (unit) => setTypes(into, 'inuse_objects', { type: 'inuse_space', unit }),
  });
  const end = parseSamples(lines, start, (addresses, count, size) => {
    const values = scaledHeapSample(count, size, HEAP_RATE);
    into.sample(addresses, values, count === 0 ? -1 : Math.trunc(size / count));
  });
  parseJavaLocations(lines.slice(end), into);
}

export function parseJavaContention(
  lines: readonly string[],
  into: TextProfile,
  problems: ProblemList,
): void {
  const start = parseHeader(lines, problems, {
    resolution: (unit) => setTypes(into, 'contentions', { type: 'delay', unit }),
    'sampling period': (period) => {
      into.periodType = { type: 'contentions', unit: 'count' };
      into.period = Number(period);
    },
    'ms since reset': (millis) => {
      into.durationNanos = Number(millis) * 1e6;
    },
  });
  const factor = into.period || 1;
  const end = parseSamples(lines, start, (addresses, count, delay) =>
    into.sample(addresses, [count * factor, delay * factor]),
  );
  parseJavaLocations(lines.slice(end), into);
}

function setTypes(into: TextProfile, counted: string, amount: SampleType): void {
  into.sampleTypes = [{ type: counted, unit: 'count' }, amount];
}

/**
 * `0x3 java.util.List.add (List.java:35)`, `0x4 main (/usr/lib/libjvm.so)`, `0x5 generated stub/JIT`, `0x6 GC`.
 * The addresses are only names for the frames. A function is in the file that is named with it first.
 */
export function parseJavaLocations(lines: readonly string[], into: TextProfile): void {
  const files = new Map<string, string>();
  into.hidesAddresses = true;
  for (const line of lines) {
    const [, digits, text = ''] = /^0x([0-9a-fA-F]+)\s+(.*)$/.exec(line.trim()) ?? [];
    if (digits === undefined) continue;
    const place = placeOf(text.trimEnd());
    const file = files.get(place.name) ?? place.file;
    files.set(place.name, file);
    into.name(BigInt.asUintN(64, BigInt(`0x${digits}`)), { ...place, file });
  }
}

function placeOf(text: string): {
  readonly name: string;
  readonly file: string;
  readonly line: number;
} {
  const [, name, file = '', line] = /^(.*)\s+\((.+):(-?\d+)\)$/.exec(text) ?? [];
  if (name !== undefined) return { name, file, line: Math.max(0, Number(line)) };
  const [, inLibrary, path = ''] = /^(.*)\s+\((.*)\)$/.exec(text) ?? [];
  if (inLibrary !== undefined) return { name: inLibrary, file: baseName(path), line: 0 };
  const isStub = text.includes('generated stub/JIT');
  return { name: isStub ? 'STUB' : text, file: '', line: 0 };
}

/** As Go's filepath.Base. */
function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path === '' ? '.' : '/';
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

type Attributes = Readonly<Record<string, (value: string) => void>>;

/** Lines `name = value`; returns the line after them. */
function parseHeader(
  lines: readonly string[],
  problems: ProblemList,
  attributes: Attributes,
): number {
  for (let at = 1; at < lines.length; at++) {
    const line = (lines[at] ?? '').trim();
    const [, name, value = ''] = /([\w ]+)=([\w ]+)/.exec(line) ?? [];
    if (line === '') continue;
    if (name === undefined) return at;
    const take = attributes[name.trim()];
    if (take) take(value.trim());
    else if (name.trim() !== 'format' || value.trim() !== 'java') {
      problems.push({ code: 'line-not-understood', line: at + 1, message: `not known: ${line}` });
    }
  }
  return lines.length;
}

/** Returns the line after the last sample. */
function parseSamples(
  lines: readonly string[],
  start: number,
  take: (addresses: readonly bigint[], count: number, value: number) => void,
): number {
  for (let at = start; at < lines.length; at++) {
    const line = (lines[at] ?? '').trim();
    if (line === '') continue;
    const [, value, count, addresses = ''] = / *(\d+) +(\d+) +@ +([ x0-9a-f]*)/.exec(line) ?? [];
    if (value === undefined) return at;
    take(hexAddresses(addresses), Number(count), Number(value));
  }
  return lines.length;
}
