import type { ProblemList } from '../base/problem.ts';

export interface Header {
  /** The known minor version of Go by whose rules the rest is read. */
  readonly version: number;
  /** Where the first batch starts. */
  readonly end: number;
}

/** Versions of the format: the others between them never were one, 1.27 still writes 26 (version/version.go). */
const KNOWN_VERSIONS = [11, 19, 21, 22, 23, 25, 26] as const;

/** The first version whose format has generations. Before, it had batches per P: see v1. */
const GENERATIONS_SINCE = 22;

/** Whether a trace begins here. */
export function isHeader(bytes: Uint8Array): boolean {
  return HEADER.test(new TextDecoder().decode(bytes.subarray(0, 32)));
}

const HEADER = /^go 1\.(\d{1,4}) trace\0\0\0/;

/**
 * Reads `go 1.N trace\0\0\0`; null when there is nothing to go on with. A version that is not known is read as
 * the newest known one below it. Problems: `not-a-trace`, `old-format`, `unknown-version`.
 */
export function readHeader(bytes: Uint8Array, problems: ProblemList): Header | null {
  const head = new TextDecoder().decode(bytes.subarray(0, 32));
  const [text, digits] = HEADER.exec(head) ?? [];
  if (text === undefined) {
    problems.push({
      code: 'not-a-trace',
      offset: 0,
      message: `${bytes.length} bytes that do not start with "go 1.N trace" are no execution trace`,
    });
    return null;
  }
  const version = Number(digits);
  if (version < KNOWN_VERSIONS[0]) {
    problems.push({
      code: 'old-format',
      offset: 5,
      message: `traces of Go 1.${version} have the format before Go 1.${KNOWN_VERSIONS[0]}, which neither Go nor Delvescope reads. Record it again with a newer Go`,
    });
    return null;
  }
  const known = KNOWN_VERSIONS.findLast((each) => each <= version) ?? KNOWN_VERSIONS[0];
  if (known !== version) {
    problems.push({
      code: 'unknown-version',
      offset: 5,
      message: `the trace says format Go 1.${version}; it is read as Go 1.${known}, the newest known below it`,
    });
  }
  return { version: known, end: text.length };
}

/** The format of Go 1.11 to 1.21. */
export function isOldFormat(version: number): boolean {
  return version < GENERATIONS_SINCE;
}
