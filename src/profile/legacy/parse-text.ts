/**
 * Profiles in text form (profile/legacy_profile.go of pprof vendored in Go 1.26): what `debug=1` of
 * net/http/pprof writes, goroutine dumps (`debug=2`), threadz of gperftools, and those of Java (`java.ts`).
 *
 *     goroutine profile: total 4            heap profile: 1: 64 [3: 192] @ heap/1048576
 *     3 @ 0x48a2ae 0x44c277                 1: 64 [3: 192] @ 0x44c277
 *     #  0x48a2ad  main.f+0x84  f.go:351    #  0x44c276  main.g+0x16  g.go:7
 *
 * Unlike pprof, the comments behind `#` are read: they name the functions of the addresses.
 */
import { type Parsed, ProblemList } from '../../base/problem.ts';
import type { Profile } from '../model.ts';
import { buildProfile } from '../build.ts';
import { parseContention } from './contention.ts';
import { parseCounts } from './counts.ts';
import { parseDump } from './dump.ts';
import { parseHeap } from './heap.ts';
import { parseJavaContention, parseJavaHeap } from './java.ts';
import { isMemoryMapStart } from './memory-map.ts';
import { TextProfile } from './text-profile.ts';
import { parseThreads } from './threads.ts';

type LineParser = (lines: readonly string[], into: TextProfile, problems: ProblemList) => void;

const FORMS: readonly (readonly [RegExp, LineParser])[] = [
  [/^heap profile: *\d+: *\d+ *\[ *\d+: *\d+ *\] *@/, parseHeap],
  [/^--- heapz 1 ---/, parseJavaHeap],
  [/^--- contentionz 1 ---\s(?:.*\n)*?\s*(?:format|resolution) *=/, parseJavaContention],
  [/^--- (?:contentionz |contention:|mutex:)/, parseContention],
  [/^(?:\s*(?:#.*)?\r?\n)*--- (?:threadz \d+ ---|Thread [0-9a-fA-F]+ \(name: )/, parseThreads],
  [/^goroutine \d+ (?:gp=\S+ (?:m=\S+ )?(?:mp=\S+ )?)?\[/, parseDump],
  [/^(?:\s*(?:#.*)?\r?\n)*\S+ profile: total \d+\s*$/m, parseCounts],
];

/** Whether the bytes are the beginning of one of these texts. */
export function isTextProfile(head: Uint8Array): boolean {
  return parserOf(head) !== undefined;
}

/** Null for bytes that are none of these texts. Problem: `line-not-understood`. */
export function parseTextProfile(bytes: Uint8Array): Parsed<Profile> | null {
  const parser = parserOf(bytes);
  if (!parser) return null;
  const problems = new ProblemList();
  const lines = new TextDecoder().decode(bytes).trimStart().split(/\r?\n/);
  const text = new TextProfile();
  parser(lines, text, problems);
  const map = lines.findIndex(isMemoryMapStart);
  if (map >= 0) text.memoryMap = lines.slice(map + 1);
  const value = buildProfile(text.take(lines), problems);
  return { value, problems: problems.list() };
}

function parserOf(bytes: Uint8Array): LineParser | undefined {
  const head = new TextDecoder().decode(bytes.subarray(0, 4096)).trimStart();
  return FORMS.find(([start]) => start.exec(head)?.index === 0)?.[1];
}
