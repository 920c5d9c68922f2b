/** What a reader of profiles must survive: the corpus, and changes of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  applyQuery,
  callTreeOf,
  DEFAULT_QUERY,
  encodeProfile,
  flameLayout,
  newReport,
  parseProfile,
  readProfile,
  reportLines,
  stackValues,
} from '../../src/profile/index.ts';
import type { Random } from './random-profile.ts';

const CORPUS = resolve(import.meta.dirname, '../fixtures/profiles');

/** Inputs that once were hard, by file name. Whatever a run of the fuzzer finds belongs here. */
export function corpus(): ReadonlyMap<string, Uint8Array> {
  const names = readdirSync(CORPUS).filter((name) => !name.endsWith('.md'));
  return new Map(names.map((name) => [name, readFileSync(join(CORPUS, name))]));
}

/** Reads, queries, prints and writes whatever the bytes are. Throws only for bugs. */
export function exercise(bytes: Uint8Array): void {
  const { value } = parseProfile(bytes);
  const sampleType = value.defaultSampleType;
  const tree = callTreeOf(value, stackValues(value, sampleType));
  flameLayout(tree, { root: 0, widthPixels: 2000, firstRow: 0, rowCount: 100, matching: null });
  const query = { ...DEFAULT_QUERY, sampleType, hide: 'a', tagRoot: 'tenant,bytes' };
  const applied = applyQuery(value, query);
  const context = { pattern: null, readSource: () => ({ error: 'none' }), time: String };
  for (const format of ['text', 'tree', 'traces', 'raw', 'tags', 'dot'] as const) {
    let lines = 0;
    for (const line of reportLines({ ...newReport(applied, query, format), format }, context) ??
      []) {
      lines += line.length;
      if (lines > 1e6) break;
    }
  }
  readProfile(encodeProfile(applied.profile, { ratio: 1, simplifyNames: true }));
}

/** The bytes with some of them changed, cut, doubled or moved. */
export function mutated(bytes: Uint8Array, random: Random): Uint8Array {
  let result = Uint8Array.from(bytes);
  const changes = 1 + random.below(6);
  for (let change = 0; change < changes && result.length > 0; change++) {
    const at = random.below(result.length);
    const kind = random.below(5);
    if (kind === 0) result[at] = random.below(256);
    else if (kind === 1) result[at] = (result[at] ?? 0) ^ (1 << random.below(8));
    else if (kind === 2) result = result.slice(0, at);
    else {
      const piece = result.slice(at, at + random.below(64));
      const parts = kind === 3 ? [result, piece] : [result.slice(0, at), piece, result.slice(at)];
      const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
      let length = 0;
      for (const part of parts) {
        joined.set(part, length);
        length += part.length;
      }
      result = joined;
    }
  }
  return result;
}
