import { expect, test } from 'vitest';
import {
  indexOfMark,
  markBeside,
  markNear,
  toggledMark,
  withNote,
} from '../../../webview/timeline/marks-model.ts';

const one = { time: 10, goroutine: null, note: 'one' };
const two = { time: 20, goroutine: 7, note: 'two' };
const three = { time: 20, goroutine: 8, note: '' };
const marks = [one, two, three];

test('a bookmark goes to its place in time, and away when it is set again', () => {
  expect(toggledMark([two, three], one)).toEqual(marks);
  expect(toggledMark(marks, { ...two, note: '' })).toEqual([one, three]);
  expect(indexOfMark(marks, { ...three, note: 'other' })).toBe(2);
});

test('notes', () => {
  expect(withNote(marks, 2, 'new')[2]).toEqual({ ...three, note: 'new' });
  expect(withNote(marks, 0, null)).toEqual([two, three]);
  expect(withNote(marks, 9, 'new')).toBe(marks);
});

test('the next one and the one before, round the ends', () => {
  expect(markBeside(marks, 10, 1)).toBe(1);
  expect(markBeside(marks, 20, 1)).toBe(0);
  expect(markBeside(marks, 20, -1)).toBe(0);
  expect(markBeside(marks, 5, -1)).toBe(2);
  expect(markBeside([], 5, 1)).toBe(-1);
});

test('the nearest one within reach', () => {
  expect([markNear(marks, 12, 3), markNear(marks, 15.5, 6), markNear(marks, 14, 3)]).toEqual([
    0, 2, -1,
  ]);
});
