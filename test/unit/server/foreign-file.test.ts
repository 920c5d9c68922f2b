import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { foreignFile, type WantedFile } from '../../../src/server/foreign-file.ts';

const PAGE = '<!doctype html><title>Sign in</title>';

test.each<[WantedFile, string | Uint8Array, string]>([
  ['a profile', '', 'x is empty: nothing was written to it. Capture it again.'],
  [
    'a profile',
    PAGE,
    'x is a web page, not a profile. If it asks to log in, fetch the file with a header or a token.',
  ],
  [
    'a profile',
    gzipSync(PAGE),
    'x is a web page, not a profile. If it asks to log in, fetch the file with a header or a token.',
  ],
  [
    'a profile',
    'go 1.26 trace\0\0\0',
    'x is an execution trace, not a profile. Choose “Reopen Editor With…” to see it as a timeline.',
  ],
  ['a profile', Uint8Array.of(0, 1, 2), 'x is not a profile, or is damaged. Capture it again.'],
  ['an execution trace', '{"a": 1}', 'x is JSON, not an execution trace. Open another file.'],
  [
    'an execution trace',
    gzipSync('go 1.26 trace\0\0\0'),
    'x is packed by gzip. Unpack it, and open what was in it.',
  ],
  [
    'an execution trace',
    gzipSync(Uint8Array.of(0, 1)),
    'x is gzip data, not an execution trace. If it is a profile, choose “Reopen Editor With…”.',
  ],
])('%s that is %j', (wanted, content, message) => {
  const head = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  expect(foreignFile('x', head, wanted).message).toBe(message);
});
