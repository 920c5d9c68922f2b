import { expect, test } from 'vitest';
import {
  flameCommand,
  pageCommand,
  sortCommand,
  tableCommand,
  tableStep,
} from '../../../webview/flame/input.ts';

/** `Shift+N`, `Ctrl+f`: a key as the page hears it. */
function press(text: string) {
  const parts = text.split('+');
  return {
    key: parts.at(-1) ?? '',
    ctrlKey: parts.includes('Ctrl'),
    metaKey: parts.includes('Cmd'),
    altKey: parts.includes('Alt'),
    shiftKey: parts.includes('Shift'),
  };
}

test('arrows of the flame graph follow the picture', () => {
  expect(flameCommand(press('ArrowUp'), true)).toBe('caller');
  expect(flameCommand(press('ArrowUp'), false)).toBe('callee');
  expect(flameCommand(press('ArrowDown'), false)).toBe('caller');
  expect(flameCommand(press('Enter'), false)).toBe('zoom-in');
  expect(flameCommand(press('Ctrl+ArrowUp'), true)).toBeNull();
});

test('keys of the whole page', () => {
  const keys = [
    't',
    '/',
    'o',
    'I',
    'b',
    'Ctrl+f',
    'Cmd+f',
    'n',
    'Shift+N',
    'F1',
    'Ctrl+c',
    'Alt+t',
    'x',
  ];
  expect(keys.map((key) => pageCommand(press(key)))).toEqual([
    'switch-view',
    'filter',
    'focus-on',
    'ignore',
    'break',
    'search',
    'search',
    'next-hit',
    'previous-hit',
    'keys',
    'copy',
    null,
    null,
  ]);
});

test('digits sort the table', () => {
  expect(['1', '4', '6', 'Ctrl+1'].map((key) => sortCommand(press(key)))).toEqual([
    'self',
    'package',
    null,
    null,
  ]);
});

test('steps of the table', () => {
  expect(tableCommand(press('PageDown'))).toBe('page-down');
  expect(tableStep('page-down', 20)).toBe(20);
  expect(tableStep('first', 20)).toBe(-Infinity);
});
