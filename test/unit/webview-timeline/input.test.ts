import { expect, test } from 'vitest';
import { KEY_LIST, legendEntry, timelineCommand } from '../../../webview/timeline/input.ts';

function press(key: string, ...held: readonly ('ctrlKey' | 'altKey' | 'shiftKey')[]) {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  return { key, ...none, ...Object.fromEntries(held.map((name) => [name, true])) };
}

test('keys are commands, whatever their case; with Ctrl only search and copy', () => {
  expect(timelineCommand(press('w'))).toBe('zoom-in');
  expect(timelineCommand(press('W', 'shiftKey'))).toBe('zoom-in');
  expect(timelineCommand(press('c'))).toBe('critical-path');
  expect(timelineCommand(press('c', 'ctrlKey'))).toBe('copy');
  expect(timelineCommand(press('f', 'ctrlKey'))).toBe('search');
  expect(timelineCommand(press('w', 'ctrlKey'))).toBeNull();
  expect(timelineCommand(press('w', 'altKey'))).toBeNull();
  expect(timelineCommand(press('n'))).toBe('next-hit');
  expect(timelineCommand(press('N', 'shiftKey'))).toBe('previous-hit');
  expect(timelineCommand(press('q'))).toBeNull();
});

test('digits switch entries of the legend', () => {
  expect([press('1'), press('6'), press('7'), press('1', 'ctrlKey')].map(legendEntry)).toEqual([
    0, 5, -1, -1,
  ]);
});

test('every single key of the list does something', () => {
  const keys = KEY_LIST.flatMap(([, rows]) => rows.flatMap(([names]) => names.split(/[ ,]+/)));
  const single = keys.filter((key) => /^[A-Z[\]/]$/.test(key));
  expect(single.length).toBeGreaterThan(8);
  for (const key of single) expect([key, timelineCommand(press(key))]).not.toEqual([key, null]);
});
