import { type Parsed, type Problem, ProblemList } from '../base/problem.ts';
import { buildProfile } from './build.ts';
import { decodeProfile } from './decode.ts';
import type { Profile } from './model.ts';
import { parseTextProfile } from './legacy/parse-text.ts';
import { pruneUninteresting } from './prune.ts';
import { describeForeign } from './sniff.ts';

/**
 * Reads profile.proto bytes, already inflated. Never throws: the value holds what could be understood, an empty
 * profile at worst. Follows profile/encode.go, proto.go and prune.go of pprof as vendored in Go 1.26.
 *
 * Problems: `not-a-profile`, `profile-truncated`, `bad-wire-type`, `length-beyond-record`, `value-inexact`,
 * `first-string-not-empty`, `string-out-of-range`, `id-zero`, `id-duplicate`, `function-missing`,
 * `location-missing`, `value-count`, `stacks-too-large`, `frames-regexp`.
 */
export function parseProfile(bytes: Uint8Array): Parsed<Profile> {
  const problems = new ProblemList();
  const { value, problems: found } = readProfile(bytes);
  for (const problem of found) problems.push(problem);
  return { value: pruneUninteresting(value, problems), problems: problems.list() };
}

/** Like `parseProfile`, with the frames that the file says to drop: what is merged or written again needs them. */
export function readProfile(bytes: Uint8Array): Parsed<Profile> {
  const text = parseTextProfile(bytes);
  if (text) return text;
  const problems = new ProblemList();
  const raw = decodeProfile(bytes, problems);
  const isEmpty = raw.sampleTypes.length === 0 && raw.samples.offset.length === 0;
  const foreign = isEmpty ? describeForeign(bytes) : null;
  const value = buildProfile(raw, problems);
  if (foreign !== null) return { value, problems: [notAProfile(bytes, foreign)] };
  if (isEmpty) problems.push(notAProfile(bytes, 'damaged, or a file of another kind'));
  return { value, problems: problems.list() };
}

function notAProfile(bytes: Uint8Array, seems: string): Problem {
  const message = `${bytes.length} bytes without sample types and samples are no profile; it seems to be ${seems}`;
  return { code: 'not-a-profile', offset: 0, message };
}
