/**
 * The mappings at the end of a legacy profile, and which of them an address is in (ParseMemoryMapFromScanner,
 * massageMappings and remapMappingIDs of profile/ in pprof vendored in Go 1.26).
 *
 * 1. Lines are those of /proc/PID/maps, or short ones: `0x40000-0x80000 /path/to/binary (@FF00) buildid`. A line
 *    `name=value` stands for `$name` further down. What is not executable is left out.
 * 2. Adjacent ranges of one file are merged; the first file that is no library becomes the first mapping.
 * 3. An address that is in no mapping belongs to the one whose start was cut off, else to a made-up one.
 */
import type { Mapping, MappingSymbols } from '../model.ts';

type Draft = {
  -readonly [Key in 'start' | 'limit' | 'fileOffset' | 'file' | 'buildId']: Mapping[Key];
};

/** Where the mappings begin in a text. */
export function isMemoryMapStart(line: string): boolean {
  return line.includes('--- Memory map: ---') || line.includes('MAPPED_LIBRARIES:');
}

/** Mappings by address. Ask for addresses in the order of locations: mappings change while that is done. */
export class MemoryMap {
  #mappings: Draft[];
  #madeUp = false;

  /** `lines` are those behind the heading; none where there is no map. */
  constructor(lines: readonly string[]) {
    this.#mappings = merged(parsed(lines));
    moveMainToFront(this.#mappings);
    const [first, second] = this.#mappings;
    if (first?.file.startsWith('/anon_hugepage') && first.limit === second?.start) {
      this.#mappings.shift();
    }
    const [main] = this.#mappings;
    if (main && main.start - main.fileOffset === USUAL_START) {
      main.start = USUAL_START;
      main.fileOffset = 0n;
    }
  }

  /** The id of the mapping, 0 for none. */
  idOf(address: bigint): number {
    if (address === 0n) return 0;
    const found = this.#mappings.findIndex(
      ({ start, limit }) => start <= address && address < limit,
    );
    if (found >= 0) return found + 1;
    const cut = this.#mappings.findIndex(
      ({ start, fileOffset }) =>
        fileOffset !== 0n && start - fileOffset <= address && address < start,
    );
    const mapping = this.#mappings[cut];
    if (mapping) {
      mapping.start -= mapping.fileOffset;
      mapping.fileOffset = 0n;
      return cut + 1;
    }
    if (!this.#madeUp) {
      this.#madeUp = true;
      const limit = 2n ** 64n - 1n;
      this.#mappings.push({ start: 0n, limit, fileOffset: 0n, file: '', buildId: '' });
    }
    return this.#mappings.length;
  }

  take(has: MappingSymbols): Mapping[] {
    return this.#mappings.map((mapping, row) => ({ ...mapping, id: row + 1, has }));
  }
}

/** Where Linux loads programs that are not position independent. */
const USUAL_START = 0x400000n;

// Limits for hostile files: work and memory would grow with the square of what they say. Programs stay far below.
const MOST_MAPPINGS = 1000;
const MOST_VARIABLES = 100;
const LONGEST_LINE = 2 ** 14;

const RANGE = String.raw`^\s*(?:0x)?([0-9a-fA-F]{1,32})[\s-]?\s*(?:0x)?([0-9a-fA-F]{1,32}):?`;
const PERMISSIONS = String.raw`(?:\s+([-rwxp]+))?`;
const WORD = String.raw`(?:\s+(\S+))?`;
const HEX = String.raw`(?:\s+([0-9a-fA-F]+))?`;
const PROC_LINE = new RegExp(
  String.raw`${RANGE}${PERMISSIONS}${HEX}\s+[0-9a-fA-F]+:[0-9a-fA-F]+\s+[0-9]+${WORD}`,
);
const BRIEF_LINE = new RegExp(
  String.raw`${RANGE}${PERMISSIONS}${WORD}(?:\s+\(@([0-9a-fA-F]+)\))?${HEX}`,
);
const LOG_PREFIX = /^[^[\]]+:[0-9]+\]\s/;

function parsed(lines: readonly string[]): Draft[] {
  const mappings: Draft[] = [];
  const variables = new Map<string, string>();
  for (const text of lines) {
    if (mappings.length === MOST_MAPPINGS) break;
    const line = replaced(text.slice(0, LONGEST_LINE).replace(LOG_PREFIX, ''), variables);
    const entry = parseEntry(line);
    if (entry) mappings.push(entry);
    if (entry !== undefined) continue;
    const equals = line.indexOf('=');
    const name = `$${line.slice(0, equals).trim()}`;
    // The first value of a name counts.
    if (equals < 0 || variables.has(name) || variables.size === MOST_VARIABLES) continue;
    variables.set(name, line.slice(equals + 1).trim());
  }
  return mappings;
}

function replaced(line: string, variables: ReadonlyMap<string, string>): string {
  if (variables.size === 0 || !line.includes('$')) return line;
  const names = [...variables.keys()];
  let result = '';
  for (let at = 0; at < line.length && result.length < LONGEST_LINE;) {
    const name = line[at] === '$' ? names.find((key) => line.startsWith(key, at)) : undefined;
    result += name === undefined ? (line[at] ?? '') : (variables.get(name) ?? '');
    at += name?.length ?? 1;
  }
  return result;
}

/** Undefined for a line that is no mapping, null for a mapping without code. */
function parseEntry(line: string): Draft | null | undefined {
  const long = PROC_LINE.exec(line);
  const [, start, limit, permissions, offset, file] = long ?? [];
  if (long) return draftOf(start, limit, permissions, offset, file);
  const brief = BRIEF_LINE.exec(line);
  if (!brief) return undefined;
  const [, from, to, allowed, name, at, buildId] = brief;
  return draftOf(from, to, allowed, at, name, buildId);
}

function draftOf(
  start = '0',
  limit = '0',
  permissions = '',
  offset = '0',
  file = '',
  buildId = '',
): Draft | null | undefined {
  if (permissions !== '' && !permissions.includes('x')) return null;
  const draft = {
    start: BigInt(`0x${start}`),
    limit: BigInt(`0x${limit}`),
    fileOffset: BigInt(`0x${offset}`),
    file,
    buildId,
  };
  const isWide = [draft.start, draft.limit, draft.fileOffset].some((value) => value >= 2n ** 64n);
  return isWide ? undefined : draft;
}

function merged(mappings: readonly Draft[]): Draft[] {
  const result: Draft[] = [];
  for (const mapping of mappings) {
    const last = result.at(-1);
    if (last && isAdjacent(last, mapping)) {
      last.limit = mapping.limit;
      if (mapping.file !== '') last.file = mapping.file;
      if (mapping.buildId !== '') last.buildId = mapping.buildId;
    } else result.push(mapping);
  }
  return result;
}

function isAdjacent(before: Draft, after: Draft): boolean {
  const differ = (a: string, b: string): boolean => a !== '' && b !== '' && a !== b;
  if (differ(before.file, after.file) || differ(before.buildId, after.buildId)) return false;
  if (before.limit !== after.start) return false;
  if (before.fileOffset === 0n || after.fileOffset === 0n) return true;
  return before.fileOffset + before.limit - before.start === after.fileOffset;
}

function moveMainToFront(mappings: Draft[]): void {
  const row = mappings.findIndex(({ file }) => {
    const name = file.replaceAll('(deleted)', '').trim();
    return name !== '' && !/[.]so$|[.]so[._][0-9]+/.test(name) && !name.startsWith('[');
  });
  const [first] = mappings;
  const main = mappings[row];
  if (!first || !main) return;
  mappings[0] = main;
  mappings[row] = first;
}
