/** Files that are not what they were opened as: what they seem to be, said once, and what to do. */
import { constants, gunzipSync } from 'node:zlib';
import { UserError } from '../base/user-error.ts';
import { describeForeign, isGzip } from '../profile/index.ts';

export type WantedFile = 'an execution trace' | 'a profile';

const CODES: Readonly<Record<WantedFile, string>> = {
  'an execution trace': 'not-a-trace',
  'a profile': 'not-a-profile',
};

/** `head` is how the file begins. */
export function foreignFile(name: string, head: Uint8Array, wanted: WantedFile): UserError {
  return new UserError(CODES[wanted], `${name} ${wordsFor(head, wanted)}`);
}

function wordsFor(head: Uint8Array, wanted: WantedFile): string {
  const isPacked = isGzip(head);
  const inner = isPacked ? unpacked(head) : head;
  const seems = inner.length === 0 ? null : describeForeign(inner);
  if (head.length === 0) return 'is empty: nothing was written to it. Capture it again.';
  if (isPacked && wanted === 'an execution trace') {
    return seems === wanted
      ? 'is packed by gzip. Unpack it, and open what was in it.'
      : 'is gzip data, not an execution trace. If it is a profile, choose “Reopen Editor With…”.';
  }
  if (seems === null) return `is not ${wanted}, or is damaged. Capture it again.`;
  return `is ${seems}, not ${wanted}. ${ADVICE[seems] ?? 'Open another file.'}`;
}

const ADVICE: Readonly<Record<string, string>> = {
  'a web page': 'If it asks to log in, fetch the file with a header or a token.',
  'an execution trace': 'Choose “Reopen Editor With…” to see it as a timeline.',
};

/** As much as there is to unpack; empty when it is damaged. */
function unpacked(head: Uint8Array): Uint8Array {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array();
  }
}
