import { type Parsed, type Problem, ProblemList } from '../base/problem.ts';
import { buildProfile } from './build.ts';
import { ProfileDecoder } from './decode.ts';
import type { Profile } from './model.ts';
import { isLegacyProfile, parseLegacyProfile } from './legacy/parse-legacy.ts';
import { pruneUninteresting } from './prune.ts';
import { describeForeign } from './sniff.ts';

/**
 * Reads profile.proto bytes, already inflated. Never throws: the value holds what could be understood, an empty
 * profile at worst. Follows profile/encode.go, proto.go and prune.go of pprof as vendored in Go 1.26.
 *
 * Problems: `not-a-profile`, `profile-truncated`, `bad-wire-type`, `length-beyond-record`, `value-inexact`,
 * `first-string-not-empty`, `string-out-of-range`, `id-zero`, `id-duplicate`, `function-missing`,
 * `location-missing`, `value-count`, `stacks-too-large`, `too-many-records`, `frames-regexp`.
 */
export function parseProfile(bytes: Uint8Array): Parsed<Profile> {
  const problems = new ProblemList();
  const { value, problems: found } = readProfile(bytes);
  for (const problem of found) problems.push(problem);
  return { value: pruneUninteresting(value, problems), problems: problems.list() };
}

/** Like `parseProfile`, with the frames that the file says to drop: what is merged or written again needs them. */
export function readProfile(bytes: Uint8Array): Parsed<Profile> {
  const reader = new ProfileReader(bytes.length);
  reader.push(bytes);
  return reader.finish();
}

/** `readProfile` for a file that comes piece by piece: the next piece may be inflated while this one is decoded. */
export class ProfileReader {
  readonly #problems = new ProblemList();
  readonly #decoder: ProfileDecoder;
  /** All bytes so far of a legacy form, or of a file of which too little is there to tell what it is. */
  #kept: Uint8Array[] = [];
  #length = 0;
  #head = new Uint8Array();
  #isLegacy = false;

  /** `size` is how long the file is said to be; room is made for it. */
  constructor(size: number) {
    this.#decoder = new ProfileDecoder(this.#problems, size);
  }

  /** The next bytes of the file; they must not change afterwards. */
  push(bytes: Uint8Array): void {
    const isNew = this.#length < HEAD_BYTES;
    this.#length += bytes.length;
    if (!isNew && !this.#isLegacy) {
      this.#decoder.push(bytes);
      return;
    }
    this.#kept.push(bytes);
    if (isNew && this.#length >= HEAD_BYTES) this.#judge();
  }

  /** What was in all the bytes. */
  finish(): Parsed<Profile> {
    if (this.#length < HEAD_BYTES) this.#judge();
    const legacy = this.#isLegacy ? parseLegacyProfile(joined(this.#kept)) : null;
    return legacy ?? this.#finishDecoding();
  }

  #judge(): void {
    const [only] = this.#kept;
    const all = only && this.#kept.length === 1 ? only : joined(this.#kept);
    this.#head = all.slice(0, HEAD_BYTES);
    this.#isLegacy = isLegacyProfile(this.#head);
    if (this.#isLegacy) return;
    this.#decoder.push(all);
    this.#kept = [];
  }

  #finishDecoding(): Parsed<Profile> {
    const problems = this.#problems;
    const raw = this.#decoder.finish();
    const isEmpty = raw.sampleTypes.length === 0 && raw.samples.offset.length === 0;
    const foreign = isEmpty ? describeForeign(this.#head) : null;
    const value = buildProfile(raw, problems);
    if (foreign !== null) return { value, problems: [this.#notAProfile(foreign)] };
    if (isEmpty) problems.push(this.#notAProfile('damaged, or a file of another kind'));
    return { value, problems: problems.list() };
  }

  #notAProfile(seems: string): Problem {
    const message = `${this.#length} bytes without sample types and samples are no profile; it seems to be ${seems}`;
    return { code: 'not-a-profile', offset: 0, message };
  }
}

/** What tells legacy forms from profile.proto. */
const HEAD_BYTES = 4096;

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((size, { length }) => size + length, 0));
  let length = 0;
  for (const piece of pieces) {
    all.set(piece, length);
    length += piece.length;
  }
  return all;
}
