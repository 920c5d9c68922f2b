import { expect, test } from 'vitest';
import {
  FLAG_CREATED_BY,
  FLAG_USER_FRAME,
  ROW_FRAME,
  ROW_GOROUTINE,
  ROW_GROUP,
} from '../../../src/protocol/goroutine-view.ts';
import type { GoroutineRows } from '../../../src/protocol/goroutine-view.ts';
import { creationSite } from '../../../webview/goroutines/creation-site.ts';

// Only what is read.
const rows = {
  kind: [ROW_GROUP, ROW_GROUP, ROW_GOROUTINE, ROW_FRAME, ROW_FRAME],
  file: ['/a/none.go', '/a/hub.go', '/a/wait.go', '/a/wait.go', '/a/start.go'],
  line: [0, 30, 7, 7, 12],
  flags: [0, 0, 0, FLAG_USER_FRAME, FLAG_CREATED_BY],
} as unknown as GoroutineRows;

test('groups by creation tell it, and so do their goroutines', () => {
  expect(creationSite('creation', rows, 1)).toEqual({ file: '/a/hub.go', line: 30 });
  expect(creationSite('creation', rows, 2)).toEqual({ file: '/a/hub.go', line: 30 });
  expect(creationSite('creation', rows, 0)).toBeNull();
});

test('other groups do not; the frame that started a goroutine always does', () => {
  expect(creationSite('state', rows, 1)).toBeNull();
  expect(creationSite('state', rows, 2)).toBeNull();
  expect(creationSite('state', rows, 3)).toBeNull();
  expect(creationSite('state', rows, 4)).toEqual({ file: '/a/start.go', line: 12 });
});
