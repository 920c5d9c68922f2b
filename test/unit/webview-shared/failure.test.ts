import { expect, test } from 'vitest';
import { parts } from '../../../webview/shared/failure.ts';
import { sentence } from '../../../webview/shared/problems-note.ts';

test('what failed names the file once; what to do stands for itself', () => {
  expect(parts('x.trace', 'x.trace is a web page, not a profile. Fetch it. Again.')).toEqual([
    'x.trace is a web page, not a profile',
    'Fetch it. Again.',
  ]);
  expect(parts('x.trace', 'x.trace cannot be read: ENOENT')).toEqual([
    'x.trace cannot be read: ENOENT',
    '',
  ]);
  expect(parts('x.trace', 'the server ended')).toEqual([
    'x.trace cannot be shown',
    'The server ended.',
  ]);
});

test('problems are sentences', () => {
  expect(sentence('the file was cut')).toBe('The file was cut.');
  expect(sentence('drop_frames: no such thing')).toBe('drop_frames: no such thing.');
  expect(sentence('Done.')).toBe('Done.');
});
