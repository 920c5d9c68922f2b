import { expect, test } from 'vitest';
import { Frontier } from '../../../src/trace/frontier.ts';
import { IdRows } from '../../../src/trace/id-rows.ts';
import { IdTable } from '../../../src/trace/id-table.ts';
import { ARGUMENT_COUNT, EVENT_SPECS, eventName } from '../../../src/trace/specs.ts';

test('ids get rows in the order in which they appear, also beyond 2^32', () => {
  const table = new IdTable();
  const ids = Array.from({ length: 1000 }, (_, index) => index * 2 ** 33 + (index % 7));
  ids.forEach((id, row) => expect(table.intern(id)).toBe(row));
  ids.forEach((id, row) => expect(table.find(id)).toBe(row));
  expect(table.find(5)).toBe(-1);
  expect(table.id(-1)).toBe(-1);
  expect([...table.view()]).toEqual(ids);
});

test.each([
  ['dense', [3, 1, 2]],
  ['far apart', [3, 2 ** 40, 7]],
])('ids of a table of the file, %s', (_title, ids) => {
  const rows = new IdRows();
  ids.forEach((id, row) => expect(rows.insert(id, row + 1)).toBe(true));
  expect(rows.insert(3, 9)).toBe(false);
  expect(rows.insert(0, 9)).toBe(false);
  rows.compact();
  expect([...ids, 0, 4, 2 ** 41].map((id) => rows.row(id))).toEqual([1, 2, 3, 0, -1, -1]);
});

test('the frontier hands out cursors by time', () => {
  const time = Float64Array.of(5, 3, 9, 1, 7);
  const frontier = new Frontier(time);
  for (let cursor = 0; cursor < 5; cursor++) frontier.insert(cursor);
  const order: number[] = [];
  expect(frontier.at(0)).toBe(3);
  time[3] = 8;
  frontier.update(0);
  while (frontier.length > 0) {
    order.push(frontier.at(0));
    frontier.remove(0);
  }
  expect(order).toEqual([1, 0, 4, 3, 2]);
});

test('the table of events', () => {
  expect(EVENT_SPECS.map(({ type }) => type)).toEqual(
    EVENT_SPECS.map(({ type }) => type).toSorted((a, b) => a - b),
  );
  expect(ARGUMENT_COUNT[40]).toBe(4);
  expect(ARGUMENT_COUNT[5]).toBe(255);
  expect(eventName(16)).toBe('GoStart');
  expect(eventName(99)).toBe('event 99');
});
